// Package doctor looks at what a run needs before anything runs: whether a target
// answers and takes the credentials, whether the clocks agree, what the sales unit
// may do, whether Docker answers and ports are free. It makes nothing and changes
// nothing.
package doctor

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// Status is how one check came out.
type Status string

const (
	OK   Status = "ok"
	Warn Status = "warn"
	Fail Status = "fail"
)

// A Check is one line: what was looked at, how it is, and what to do.
type Check struct {
	Name   string `json:"name"`
	Status Status `json:"status"`
	Says   string `json:"says"`
	// Do says what to do where the status is not ok.
	Do string `json:"do,omitempty"`
	// Usage says that the configuration is at fault, and not the world.
	Usage bool `json:"-"`
}

// Good is a check that came out well.
func Good(name, format string, args ...any) Check {
	return Check{Name: name, Status: OK, Says: fmt.Sprintf(format, args...)}
}

// A Diagnosis is all checks, in the order of the screen.
type Diagnosis []Check

// Exit statuses of a diagnosis.
const (
	healthy  = 0
	misused  = 2
	unjudged = 3
)

// ExitStatus is 0 where nothing fails, 2 where the configuration is at fault, and
// 3 where target or credentials are.
func (d Diagnosis) ExitStatus() int {
	status := healthy
	for _, c := range d {
		switch {
		case c.Status == Fail && c.Usage:
			return misused
		case c.Status == Fail:
			status = unjudged
		}
	}
	return status
}

// Text writes a line for each check, and under what is not ok another with what to
// do. colour is for terminals.
func (d Diagnosis) Text(w io.Writer, colour bool) error {
	width := 0
	for _, c := range d {
		width = max(width, len(c.Name))
	}
	var b strings.Builder
	for _, c := range d {
		status := fmt.Sprintf("%-4s", c.Status)
		if colour {
			status = map[Status]string{OK: "\x1b[32m", Warn: "\x1b[33m", Fail: "\x1b[31m"}[c.Status] + status + "\x1b[0m"
		}
		fmt.Fprintf(&b, "%s  %-*s  %s\n", status, width, c.Name, strings.ReplaceAll(c.Says, "\n", "\n"+strings.Repeat(" ", width+8)))
		if c.Do != "" && c.Status != OK {
			fmt.Fprintf(&b, "      %-*s  → %s\n", width, "", c.Do)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// Schema names the JSON that JSON writes.
const Schema = "kontrakt/doctor/v1"

// JSON writes the diagnosis for programs.
func (d Diagnosis) JSON(w io.Writer) error {
	worst := OK
	for _, c := range d {
		if c.Status == Fail || c.Status == Warn && worst == OK {
			worst = c.Status
		}
	}
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(struct {
		Schema string    `json:"schema"`
		Status Status    `json:"status"`
		Checks Diagnosis `json:"checks"`
	}{Schema, worst, d})
}

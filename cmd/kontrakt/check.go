package main

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"kontrakt/harness"
	"kontrakt/harness/har"
)

func newCheck(e env) *cobra.Command {
	o := new(options)
	c := &cobra.Command{
		Use:     "check FILE…",
		Short:   "Validate recorded traffic (HAR) offline",
		Example: "  kontrakt check shop.har",
		Args:    cobra.MinimumNArgs(1),
	}
	o.flag(c, "api", "config", "out", "format", "fail-on", "fail-on-blame", "require-proof", "accepted", "as-published", "quiet", "no-color")
	c.RunE = func(c *cobra.Command, files []string) error {
		if err := o.settle(e, c); err != nil {
			return err
		}
		return check(e, o, files)
	}
	return c
}

// check judges what was recorded.
func check(e env, o *options, files []string) error {
	s, err := newSession(e, o, "check")
	if err != nil {
		return err
	}
	defer s.close()
	if err := s.replay(files); err != nil {
		return err
	}
	return s.conclude()
}

// replay hands the judge what was recorded. Every file is read before any is
// judged, so that a broken one leaves nothing half done.
func (s *session) replay(files []string) error {
	var recorded []har.Entry
	for _, name := range files {
		data, err := s.ReadFile(name)
		if err != nil {
			return &harness.Stop{Err: err, Hint: "a recording is a HAR file", Usage: true}
		}
		archive, err := har.ReadAll(bytes.NewReader(data))
		if err != nil {
			return &harness.Stop{Err: fmt.Errorf("read %s: %w", name, err), Hint: "a recording is HAR 1.2, as browsers and kontrakt write it", Usage: true}
		}
		recorded = append(recorded, archive.Entries...)
		s.run.Trial = s.run.Trial.And(archive.Trial)
	}
	recorded = s.leaveOut(recorded)
	unsaid := 0
	for _, x := range recorded {
		if x.Expect != nil {
			unsaid++
		}
	}
	if unsaid > 0 {
		fmt.Fprintf(s.Stderr, "kontrakt: without an answer: %d of %d entries, which migrate made; of them the requests alone are judged\n", unsaid, len(recorded))
	}
	if err := s.startJudge(); err != nil {
		return err
	}
	for i, x := range recorded {
		if len(files) > 1 {
			renumber(&x.Judged, i+1)
		}
		if x.Ours {
			s.judge.Replay(x.Judged)
		} else {
			s.judge.Submit(&x.Exchange)
		}
	}
	s.run.Target = harness.Target{Kind: "recording", URL: strings.Join(files, ", ")}
	s.run.Environment = "recording"
	return nil
}

// renumber gives an exchange an ID of its own among several files, each of
// which begins with x0001.
func renumber(x *harness.Judged, n int) {
	x.ID = fmt.Sprintf("x%04d", n)
	for i := range x.Findings {
		x.Findings[i].Exchanges = []string{x.ID}
	}
}

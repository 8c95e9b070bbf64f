// Package rulestest holds rules against their examples: every rule has one that
// keeps it and one that breaks it.
//
// An example is a txtar file testdata/<rule id>/keeps-*.txt or breaks-*.txt.
// Its comment says what it is about; "flow: callback" on a line of its own
// makes it a call to the merchant, "took: 4s" says how long it lasted, and
// "signature: holds" or "signature: X-Ms-Date | want | got | cause" what its
// receiver found of its signature. Then come -- request --, -- response -- (may be
// left out) and -- findings --, the messages as HTTP/1.1 has them.
package rulestest

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// Options say where the examples are and how they are read.
type Options struct {
	// Dir holds a folder for each rule; testdata where empty.
	Dir string
	// Match finds the operation and the decoded path parameters, mostly by the
	// rule's own contract.
	Match func(*harness.Exchange) (op harness.Operation, params map[string]string, ok bool)
	// Update rewrites the findings in the files instead of comparing.
	Update bool
}

// Run holds each check against its examples.
func Run(t *testing.T, o Options, checks ...rules.Check) {
	t.Helper()
	for _, check := range checks {
		t.Run(check.ID, func(t *testing.T) {
			t.Parallel()
			for _, err := range Verify(o, check) {
				t.Error(err)
			}
		})
	}
}

// Verify says how a check and its examples disagree; a check that lacks one
// kind of example does.
func Verify(o Options, check rules.Check) []error {
	var all []error
	for _, kind := range []string{"keeps", "breaks"} {
		pattern := filepath.Join(cmp.Or(o.Dir, "testdata"), check.ID, kind+"-*.txt")
		files, err := filepath.Glob(pattern)
		if err != nil {
			all = append(all, err)
		}
		if len(files) == 0 {
			all = append(all, fmt.Errorf("no example that %s %s: want %s", kind, check.ID, pattern))
		}
		for _, file := range files {
			if err := hold(o, check, file, kind == "breaks"); err != nil {
				all = append(all, fmt.Errorf("%s: %w", file, err))
			}
		}
	}
	return all
}

// hold judges one example by a check and compares, or rewrites.
func hold(o Options, check rules.Check, file string, breaks bool) error {
	return Hold(file, breaks, o.Update, func(x *harness.Exchange) ([]harness.Finding, error) {
		op, params, ok := o.Match(x)
		if !ok {
			return nil, fmt.Errorf("%s %s is no operation of the contract", x.Request.Method, x.Request.Target)
		}
		if len(check.Operations) > 0 && !slices.Contains(check.Operations, op.ID) {
			return nil, fmt.Errorf("%s does not look at operation %s", check.ID, op.ID)
		}
		return check.Findings(rules.NewView(x, op, params)), nil
	})
}

// Hold judges one example and compares the findings with those in the file, or
// rewrites them there.
func Hold(file string, breaks, update bool, judge func(*harness.Exchange) ([]harness.Finding, error)) error {
	archive, err := txtar.ParseFile(file)
	if err != nil {
		return err
	}
	x, want, err := parse(archive)
	if err != nil {
		return err
	}
	found, err := judge(x)
	if err != nil {
		return err
	}
	got := Blocks(found)
	switch {
	case breaks && len(found) == 0:
		return errors.New("it breaks nothing")
	case !breaks && len(found) > 0:
		return fmt.Errorf("it keeps the rule, and has findings:\n%s", got)
	case update:
		return rewrite(archive, file, got)
	case got != want:
		return fmt.Errorf("findings differ (-update rewrites them)\nwant:\n%s\ngot:\n%s", want, got)
	}
	return nil
}

func rewrite(archive *txtar.Archive, file, findings string) error {
	at := slices.IndexFunc(archive.Files, func(f txtar.File) bool { return f.Name == "findings" })
	if at < 0 {
		at = len(archive.Files)
		archive.Files = append(archive.Files, txtar.File{Name: "findings"})
	}
	archive.Files[at].Data = []byte(findings)
	return os.WriteFile(file, txtar.Format(archive), 0o644)
}

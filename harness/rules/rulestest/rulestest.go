// Package rulestest holds rules against their examples: every rule has one that
// keeps it and one that breaks it.
//
// An example is a txtar file testdata/<rule id>/keeps-*.txt or breaks-*.txt.
// Its comment says what it is about; "flow: callback" on a line of its own
// makes it a call to the merchant, "took: 4s" says how long it lasted. Then come -- request --, -- response -- (may
// be left out) and -- findings --, the messages as HTTP/1.1 has them.
package rulestest

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
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

// Run holds each check against its examples; a check that lacks one kind
// fails.
func Run(t *testing.T, o Options, checks ...rules.Check) {
	t.Helper()
	for _, check := range checks {
		t.Run(check.ID, func(t *testing.T) {
			t.Parallel()
			for _, kind := range []string{"keeps", "breaks"} {
				examples(t, o, check, kind)
			}
		})
	}
}

func examples(t *testing.T, o Options, check rules.Check, kind string) {
	t.Helper()
	dir := o.Dir
	if dir == "" {
		dir = "testdata"
	}
	files, err := filepath.Glob(filepath.Join(dir, check.ID, kind+"-*.txt"))
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Errorf("no example that %s %s: want %s", kind, check.ID, filepath.Join(dir, check.ID, kind+"-*.txt"))
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			t.Parallel()
			hold(t, o, check, file, kind == "breaks")
		})
	}
}

// hold judges one example and compares, or rewrites.
func hold(t *testing.T, o Options, check rules.Check, file string, breaks bool) {
	t.Helper()
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	x, want, err := parse(archive)
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	op, params, ok := o.Match(x)
	if !ok {
		t.Fatalf("%s: %s %s is no operation of the contract", file, x.Request.Method, x.Request.Target)
	}
	if len(check.Operations) > 0 && !slices.Contains(check.Operations, op.ID) {
		t.Fatalf("%s: %s does not look at operation %s", file, check.ID, op.ID)
	}
	found := check.Findings(rules.NewView(x, op, params))
	if broke := len(found) > 0; broke != breaks {
		t.Errorf("%s: has %d findings:\n%s", file, len(found), Blocks(found))
		return
	}
	got := Blocks(found)
	if o.Update {
		rewrite(t, archive, file, got)
	} else if got != want {
		t.Errorf("%s: findings differ (-update rewrites them)\nwant:\n%s\ngot:\n%s", file, want, got)
	}
}

func rewrite(t *testing.T, archive *txtar.Archive, file, findings string) {
	t.Helper()
	done := false
	for i := range archive.Files {
		if archive.Files[i].Name == "findings" {
			archive.Files[i].Data, done = []byte(findings), true
		}
	}
	if !done {
		archive.Files = append(archive.Files, txtar.File{Name: "findings", Data: []byte(findings)})
	}
	if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
		t.Fatal(err)
	}
}

package main

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"path/filepath"
	"slices"
	"time"

	"kontrakt/harness"
	"kontrakt/harness/har"
	"kontrakt/harness/judge"
	"kontrakt/reports"
)

const shardsOnly = "several reports are the shards of one plan, each of them once: kontrakt run --shard 1/4"

// readReports gives the run that a report is of, or that the reports of all shards
// of a plan are of together; its exchanges, where they are wanted, from the archives
// beside them.
func readReports(e env, names []string, exchanges bool) (*harness.Run, error) {
	var parts []*harness.Run
	for _, name := range names {
		run, err := readReport(e, name)
		if err != nil {
			return nil, err
		}
		if len(names) > 1 && run.Shard == nil {
			return nil, &harness.Stop{Err: fmt.Errorf("%s is of a whole run, no shard of one", name), Hint: shardsOnly, Usage: true}
		}
		run.Exchanges = nil
		if exchanges {
			if run.Exchanges, err = archived(e, name, run); err != nil {
				return nil, err
			}
		}
		parts = append(parts, run)
	}
	if len(parts) == 1 {
		return parts[0], nil
	}
	return merge(e, parts)
}

func readReport(e env, name string) (*harness.Run, error) {
	data, err := e.ReadFile(name)
	if err != nil {
		return nil, &harness.Stop{Err: err, Hint: "report wants a report.json", Usage: true}
	}
	report, err := reports.Read(bytes.NewReader(data))
	if err != nil {
		return nil, &harness.Stop{Err: fmt.Errorf("read %s: %w", name, err), Hint: "report wants a report.json, as run, proxy and check write it", Usage: true}
	}
	return report.Harness(), nil
}

// merge makes one run of shards. What coverage and proof are measured against are
// the contracts of this program, which must be those of the shards.
func merge(e env, parts []*harness.Run) (*harness.Run, error) {
	parts, err := harness.Whole(parts)
	if err != nil {
		return nil, &harness.Stop{Err: err, Hint: shardsOnly, Usage: true}
	}
	first := parts[0]
	loaded, err := e.Load(slices.ContainsFunc(first.Contracts, func(c harness.ContractUsed) bool { return c.AsPublished }))
	if err != nil {
		return nil, err
	}
	ours := loaded.Used()
	slices.SortFunc(ours, func(a, b harness.ContractUsed) int { return cmp.Compare(a.ID, b.ID) })
	if first.Tool.Version != version() || !slices.Equal(first.Contracts, ours) {
		return nil, &harness.Stop{
			Err:   fmt.Errorf("the shards are of %s %s, and this is %s, or its contracts are others", first.Tool.Name, first.Tool.Version, version()),
			Hint:  "merge them with the very program that ran them",
			Usage: true,
		}
	}
	o := judge.Options{Words: loaded.Words(), Unexercisable: loaded.Unexercisable()}
	for _, entry := range loaded.Entries {
		if slices.Contains(first.Shard.Measured, entry.ID) {
			o.Measured = append(o.Measured, entry.Contract)
		}
	}
	whole, err := judge.Merge(parts, o)
	if err != nil {
		return nil, &harness.Stop{Err: err, Usage: true}
	}
	whole.Settle(whole.Policy.FailOn, whole.Policy.Blamed...)
	whole.Exchanges = following(parts)
	return whole, nil
}

// following yields the exchanges of all shards, those of each with IDs that follow
// those before it; nil where a shard has none.
func following(parts []*harness.Run) func() iter.Seq2[harness.Judged, error] {
	if slices.ContainsFunc(parts, func(r *harness.Run) bool { return r.Exchanges == nil }) {
		return nil
	}
	return func() iter.Seq2[harness.Judged, error] {
		return func(yield func(harness.Judged, error) bool) {
			by := 0
			for _, r := range parts {
				for x, err := range r.Exchanges() {
					if !yield(later(x, by), err) {
						return
					}
				}
				by += r.Last()
			}
		}
	}
}

func later(x harness.Judged, by int) harness.Judged {
	x.ID = harness.Later(x.ID, by)
	x.Findings = slices.Clone(x.Findings)
	for i := range x.Findings {
		x.Findings[i].Exchanges = []string{x.ID}
	}
	return x
}

// archived gives the exchanges that stand beside a report; nil where there are none,
// or where they are another run's. What the archive says beside them is the run's.
func archived(e env, report string, run *harness.Run) (func() iter.Seq2[harness.Judged, error], error) {
	name := filepath.Join(filepath.Dir(report), "exchanges.har")
	read := func() (har.Archive, error) {
		data, err := e.ReadFile(name)
		if err != nil {
			return har.Archive{}, err
		}
		return har.ReadAll(bytes.NewReader(data))
	}
	archive, err := read()
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, &harness.Stop{Err: fmt.Errorf("read %s: %w", name, err), Hint: "move it away, or render without --format har,html", Usage: true}
	}
	if !ofRun(archive.Entries, run) {
		fmt.Fprintf(e.Stderr, "kontrakt: left out: %s is of another run than the report beside it\n", name)
		return nil, nil
	}
	run.Trial = archive.Trial
	return func() iter.Seq2[harness.Judged, error] {
		return func(yield func(harness.Judged, error) bool) {
			archive, err := read() // not kept: shards together may be more than fits
			if err != nil {
				yield(harness.Judged{}, err)
				return
			}
			for _, x := range archive.Entries {
				if !yield(x.Judged, nil) {
					return
				}
			}
		}
	}, nil
}

// ofRun says whether an archive holds what the run has recorded, in its time.
func ofRun(entries []har.Entry, run *harness.Run) bool {
	return len(entries) == run.Recorded && !slices.ContainsFunc(entries, func(x har.Entry) bool {
		return !x.Ours || x.Started.Before(run.Started.Add(-time.Millisecond)) || x.Started.After(run.Finished.Add(time.Millisecond))
	})
}

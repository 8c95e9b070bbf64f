package judge

import (
	"errors"
	"fmt"
	"slices"
	"sort"

	"kontrakt/harness"
)

// Recorded counts what was judged and kept so far, and gives a channel that is
// closed when there is more.
func (j *Judge) Recorded() (int, <-chan struct{}) {
	r := j.recording
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.grown == nil {
		r.grown = make(chan struct{})
	}
	return r.count, r.grown
}

// grow tells who watches. The lock is held.
func (r *recording) grow() {
	if r.grown != nil {
		close(r.grown)
		r.grown = nil
	}
}

// Between gives what was recorded between two counts, redacted, in the order in
// which it was judged.
func (j *Judge) Between(from, to int) ([]harness.Judged, error) {
	r := j.recording
	r.mu.Lock()
	from, to = max(from, 0), min(to, r.count)
	if from >= to {
		r.mu.Unlock()
		return nil, nil
	}
	first := sort.SearchInts(r.firsts, from+1) - 1
	after := sort.SearchInts(r.firsts, to)
	before := r.firsts[first]
	r.mu.Unlock()
	list, _ := r.index(entry{page: int32(first)}, after-first)
	if list.err != nil {
		return nil, fmt.Errorf("read the recorded exchanges: %w", list.err)
	}
	return j.shown(&list, list.entries[from-before:to-before])
}

// Exchange gives one that was recorded, redacted; known is false where there is
// none of that ID. The latest are found first.
func (j *Judge) Exchange(id string) (one harness.Judged, known bool, err error) {
	r := j.recording
	r.mu.Lock()
	pages := len(r.pages)
	r.mu.Unlock()
	for page := pages - 1; page >= 0; page-- {
		list, _ := r.index(entry{page: int32(page)}, 1)
		if list.err != nil {
			return harness.Judged{}, false, fmt.Errorf("read the recorded exchanges: %w", list.err)
		}
		at := slices.IndexFunc(list.entries, func(e entry) bool { return list.id(e) == id })
		if at < 0 {
			continue
		}
		all, err := j.shown(&list, list.entries[at:at+1])
		if err != nil {
			return harness.Judged{}, false, err
		}
		return all[0], true, nil
	}
	return harness.Judged{}, false, nil
}

// shown reads entries and redacts them, with expected findings marked.
func (j *Judge) shown(list *index, entries []entry) ([]harness.Judged, error) {
	r := j.recording
	r.learn()
	r.mu.Lock()
	closed := r.closed
	r.mu.Unlock()
	if closed {
		return nil, errors.New("read the recorded exchanges: the recording is closed")
	}
	all, errs := make([]harness.Judged, len(entries)), make([]error, len(entries))
	r.each(list, entries, func(i int, clear *harness.Judged, err error) {
		if errs[i] = err; err == nil {
			all[i] = r.redactor.Exchange(clear)
		}
	})
	for i := range all {
		j.mark(&all[i])
	}
	return all, errors.Join(errs...)
}

// watchedFacts is how many facts of a record Stand judges together: what lies
// further apart stands in the report.
const watchedFacts = 4000

// Stand fills in what Count does, and makes the findings fit to be shown.
func (j *Judge) Stand(run *harness.Run) {
	j.Count(run)
	j.recording.learn()
	for i := range run.Findings {
		run.Findings[i].Got = j.redactor.Scrub(run.Findings[i].Got)
	}
}

// Count fills in Findings, Operations, Recorded, Dropped and Broken as they are
// now, but for the findings of the operations. It does not wait for what is under
// way, and holds nobody up: what lies between exchanges it judges apart, by the
// latest facts that belong to no scenario. What findings got may hold what was
// learned to be sensitive since.
func (j *Judge) Count(run *harness.Run) {
	all := groups{}
	j.mu.Lock()
	for _, f := range j.tally.findings {
		all.add([]harness.Finding{*f})
	}
	j.factsMu.Lock()
	latest := j.facts.Latest(watchedFacts)
	j.factsMu.Unlock()
	for _, s := range j.perScen {
		for key, f := range s.findings {
			if !s.expected[key] {
				all.add([]harness.Finding{*f})
			}
		}
	}
	run.Operations = j.tally.stats(nil)
	run.Recorded, run.Dropped, run.Broken = j.tally.recorded, j.dropped, j.tally.broken
	j.mu.Unlock()
	all.add(j.between(latest))
	run.Findings = all.list()
}

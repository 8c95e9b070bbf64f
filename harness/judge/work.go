package judge

import (
	"fmt"
	"runtime"
	"strings"

	"kontrakt/harness"
	"kontrakt/harness/rules/sequence"
)

// A worker judges batch after batch; what it needs for that it keeps.
type worker struct {
	*Judge
	batch []task
	// judged, faults and lengths go with the batch; records are its
	// exchanges, encoded.
	judged  [maxBatch]harness.Judged
	facts   [maxBatch]*sequence.Fact
	shapes  [maxBatch]*harness.Shape
	faults  [maxBatch]error
	lengths []int
	records []byte
}

func (j *Judge) work() {
	w := worker{Judge: j}
	for {
		j.mu.Lock()
		w.batch = j.queue.take(w.batch[:0])
		j.mu.Unlock()
		if len(w.batch) == 0 {
			return
		}
		w.take()
	}
}

// take judges a batch and records it. What breaks in here is the tool's fault,
// not the subject's, and never ends the run.
func (w *worker) take() {
	w.lengths, w.records = w.lengths[:0], w.records[:0]
	for i, t := range w.batch {
		w.judged[i], w.facts[i], w.shapes[i], w.faults[i] = w.safely(t)
		before := len(w.records)
		var err error
		if w.records, err = encode(w.records, &w.judged[i]); err != nil {
			w.faults[i] = err
			continue
		}
		w.lengths = append(w.lengths, len(w.records)-before)
	}
	untidy, wait := w.recording.add(w.lengths, w.records)
	w.tell()
	w.mu.Lock()
	var size int64
	for i, t := range w.batch {
		w.count(t, &w.judged[i], w.facts[i], w.shapes[i], w.faults[i])
		size += t.size
	}
	w.queue.done(size)
	if w.queue.hurried > 0 {
		w.Judge.judged.Broadcast()
	}
	w.mu.Unlock()
	clear(w.judged[:len(w.batch)])
	clear(w.facts[:len(w.batch)])
	clear(w.shapes[:len(w.batch)])
	clear(w.faults[:len(w.batch)])
	clear(w.batch)
	if cap(w.records) > 2*maxBatchBytes {
		w.records = nil
	}
	if untidy {
		w.recording.tidy(wait)
	}
}

// tell adds the facts of a batch that belong to no scenario.
func (w *worker) tell() {
	w.factsMu.Lock()
	defer w.factsMu.Unlock()
	for i, t := range w.batch {
		if fact := w.facts[i]; fact != nil && t.x.Scenario == "" {
			w.Judge.facts.Add(fact)
		}
	}
}

// count adds a judged exchange to the figures, and what it tells to those of its
// scenario. The lock is held.
func (j *Judge) count(t task, judged *harness.Judged, fact *sequence.Fact, shape *harness.Shape, fault error) {
	if fault != nil && len(j.faults) < maxBreaks {
		j.faults = append(j.faults, fault)
	}
	j.tally.add(judged, fault)
	if shape != nil {
		j.tally.operations[*judged.Operation].shape(shape)
	}
	if id := t.x.Scenario; id == "" {
		j.tally.findings.add(judged.Findings)
	} else {
		s := j.scenarioOf(id)
		s.add(judged, fault)
		s.shape(t.x, shape)
		if fact != nil {
			s.facts.Add(fact)
		}
	}
	if j.waiting[t.age]--; j.waiting[t.age] == 0 {
		delete(j.waiting, t.age)
	}
}

// mistake words what a rule broke with. The runtime's own words hold nothing of the
// exchange, any others may.
func mistake(cause any) string {
	const ours = "a rule broke; this is a mistake of ours, please report it"
	if err, ok := cause.(runtime.Error); ok {
		return ours + ": " + strings.TrimPrefix(err.Error(), "runtime error: ")
	}
	return ours
}

func (j *Judge) safely(t task) (judged harness.Judged, fact *sequence.Fact, shape *harness.Shape, err error) {
	defer func() {
		if r := recover(); r != nil {
			judged = harness.Judged{Exchange: *t.x}
			err = fmt.Errorf("judge %s %s: %s", t.x.ID, t.x.Request.Method, mistake(r))
		}
	}()
	if t.recorded != nil {
		judged, fact, shape = j.recheck(*t.recorded)
		return judged, fact, shape, nil
	}
	judged, fact, shape = j.one(t.x)
	return judged, fact, shape, nil
}

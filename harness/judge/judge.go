package judge

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"golang.org/x/sync/semaphore"

	"kontrakt/harness"
	"kontrakt/harness/judge/redact"
)

// A Judge judges exchanges off the path. It is safe for concurrent use.
type Judge struct {
	options  Options
	redactor *redact.Redactor
	queue    chan task
	room     *semaphore.Weighted
	workers  sync.WaitGroup

	mu   sync.Mutex
	idle sync.Cond
	// waiting counts what is submitted and not judged, by age: age counts up
	// whenever somebody waits for all that is older.
	waiting map[int]int
	age     int
	perScen map[string]*scenario
	closed  bool
	dropped int
	tally   tally
	faults  []error

	recording *recording
}

// A task is one exchange on its way to a worker.
type task struct {
	x        *harness.Exchange
	recorded *harness.Judged
	size     int64
	age      int
}

// A scenario is what the judge knows of one scenario.
type scenario struct {
	waiting   int
	findings  groups
	exchanges []string
	broken    string
	// expected are the findings that the scenario meant to cause.
	expected map[group]bool
}

// New starts the workers.
func New(o Options) (*Judge, error) {
	if o.Contracts == nil {
		return nil, errors.New("start the judge: no contracts")
	}
	o = o.withDefaults()
	j := &Judge{
		options: o,
		queue:   make(chan task, o.Queue),
		room:    semaphore.NewWeighted(o.QueueBytes),
		waiting: map[int]int{},
		perScen: map[string]*scenario{},
		tally:   newTally(),
	}
	j.idle.L = &j.mu
	j.redactor = redact.New(redact.Options{Key: o.Key, Secrets: o.Secrets, Mask: o.Contracts.Mask})
	j.recording = newRecording(o.Dir, o.Memory, j.redactor)
	for range o.Workers {
		j.workers.Go(j.work)
	}
	return j, nil
}

// Submit hands an exchange over; nobody may change it afterwards. It never
// drops, it waits while the queue is full.
func (j *Judge) Submit(x *harness.Exchange) { j.submit(task{x: x}) }

// Replay hands over an exchange that was recorded and redacted earlier, see
// Recheck.
func (j *Judge) Replay(recorded harness.Judged) {
	j.submit(task{x: &recorded.Exchange, recorded: &recorded})
}

func (j *Judge) submit(t task) {
	t.size = min(footprint(t.x), j.options.QueueBytes)
	if !j.announce(&t) {
		return
	}
	// The context never ends, so there is no error: the caller waits.
	_ = j.room.Acquire(context.Background(), t.size)
	j.queue <- t
}

// announce counts an exchange as waiting; after Close it counts it as dropped.
func (j *Judge) announce(t *task) bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.closed {
		j.dropped++
		return false
	}
	t.age = j.age
	j.waiting[t.age]++
	if id := t.x.Scenario; id != "" {
		j.scenarioOf(id).waiting++
	}
	return true
}

func (j *Judge) scenarioOf(id string) *scenario {
	s := j.perScen[id]
	if s == nil {
		s = &scenario{findings: groups{}}
		j.perScen[id] = s
	}
	return s
}

func (j *Judge) work() {
	for t := range j.queue {
		j.take(t)
	}
}

// take judges one exchange and records it. What breaks in here is the tool's
// fault, not the subject's, and never ends the run.
func (j *Judge) take(t task) {
	judged, err := j.safely(t)
	id := t.x.Scenario
	full, wait := j.recording.add(judged, footprint(t.x))
	j.mu.Lock()
	if err != nil && len(j.faults) < maxBreaks {
		j.faults = append(j.faults, err)
	}
	j.tally.add(judged, err)
	if id == "" {
		j.tally.findings.add(judged.Findings)
	} else {
		j.scenarioOf(id).add(judged, err)
	}
	if j.waiting[t.age]--; j.waiting[t.age] == 0 {
		delete(j.waiting, t.age)
	}
	j.mu.Unlock()
	j.idle.Broadcast()
	j.room.Release(t.size)
	if full {
		j.recording.spill(wait)
	}
}

func (j *Judge) safely(t task) (judged *harness.Judged, err error) {
	defer func() {
		if r := recover(); r != nil {
			judged = &harness.Judged{Exchange: *t.x}
			err = fmt.Errorf("judge %s %s: a rule broke: %T", t.x.ID, t.x.Request.Method, r)
		}
	}()
	if t.recorded != nil {
		again := j.Recheck(*t.recorded)
		return &again, nil
	}
	one := j.One(t.x)
	return &one, nil
}

// drain waits until everything is judged that has been submitted so far; what
// comes meanwhile does not hold it up.
func (j *Judge) drain() {
	j.mu.Lock()
	defer j.mu.Unlock()
	now := j.age
	j.age++
	for j.older(now) {
		j.idle.Wait()
	}
}

func (j *Judge) older(age int) bool {
	for waiting := range j.waiting {
		if waiting <= age {
			return true
		}
	}
	return false
}

// Close waits until everything is judged, stops the workers and removes the
// temporary file. Its error says what the judge itself could not do; what is
// submitted afterwards counts as dropped.
func (j *Judge) Close() error {
	j.mu.Lock()
	if j.closed {
		j.mu.Unlock()
		return nil
	}
	j.closed = true
	j.mu.Unlock()
	j.drain()
	close(j.queue)
	j.workers.Wait()
	j.mu.Lock()
	faults := errors.Join(j.faults...)
	j.mu.Unlock()
	return errors.Join(faults, j.recording.close())
}

// footprint estimates the memory that an exchange holds, in bytes.
func footprint(x *harness.Exchange) int64 {
	const fixed, perField = 1200, 80
	size := int64(fixed + len(x.Request.Target) + len(x.Request.Body.Bytes) + len(x.Response.Body.Bytes))
	for _, h := range []map[string][]string{x.Request.Header, x.Response.Header, x.Request.Trailer, x.Response.Trailer} {
		for name, values := range h {
			size += perField + int64(len(name))
			for _, v := range values {
				size += int64(len(v))
			}
		}
	}
	return size
}

package judge

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"

	"kontrakt/harness"
	"kontrakt/harness/contract"
	"kontrakt/harness/judge/form"
	"kontrakt/harness/judge/proof"
	"kontrakt/harness/judge/redact"
	"kontrakt/harness/rules/sequence"
)

// A Judge judges exchanges off the path. It is safe for concurrent use.
type Judge struct {
	options  Options
	redactor *redact.Redactor
	workers  sync.WaitGroup
	// checks are what checksOf remembers: []rules.Check by *harness.Operation,
	// of which the contracts have one each.
	checks sync.Map

	mu    sync.Mutex
	queue *queue
	// judged is signalled when something was judged.
	judged sync.Cond
	// waiting counts what is submitted and not judged, by age: age counts up
	// whenever somebody waits for all that is older.
	waiting map[int]int
	age     int
	perScen map[string]*scenario
	closed  bool
	dropped int
	tally   tally
	faults  []error

	// facts are those of exchanges that belong to no scenario. To add one may take
	// a while, for which nobody who submits is to wait: they have a lock of their
	// own, which is taken after mu, where both are.
	factsMu sync.Mutex
	facts   sequence.Record
	shelf   sealedFile

	recording *recording
	proof     *proof.Book
	shapes    *form.Book
}

// A scenario is what the judge knows of one scenario.
type scenario struct {
	waiting   int
	findings  groups
	exchanges []string
	broken    string
	facts     sequence.Record
	shapes    map[string]bool
	// answers are the shapes of what was answered to the merchant.
	answers []answer
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
		waiting: map[int]int{},
		perScen: map[string]*scenario{},
		tally:   newTally(),
	}
	j.judged.L = &j.mu
	j.queue = newQueue(&j.mu, o)
	j.redactor = redact.New(redact.Options{Key: o.Key, Secrets: o.Secrets, Own: o.Own, Telling: o.Telling, Mask: o.Contracts.Mask})
	ready(o.Measured)
	j.proof = proof.New(o.Measured, o.Words)
	j.shapes = form.New(o.Measured)
	j.shelf = sealedFile{dir: o.Dir, name: "kontrakt-facts"}
	j.facts.Shelf, j.facts.Room = shelf{&j.shelf}, factRoom
	j.recording = newRecording(o.Dir, o.Memory, j.redactor)
	for range o.Workers {
		j.workers.Go(j.work)
	}
	return j, nil
}

// ready makes what is measured against, of all contracts at once.
func ready(measured []*contract.Contract) {
	var all sync.WaitGroup
	for _, c := range measured {
		all.Go(func() { c.Grounds() })
	}
	all.Wait()
}

// Submit hands an exchange over; nobody may change it afterwards. It never
// drops, it waits while the queue is full.
func (j *Judge) Submit(x *harness.Exchange) { j.submit(task{x: x}) }

// Replay hands over an exchange that was recorded and redacted earlier, see
// Recheck.
func (j *Judge) Replay(recorded harness.Judged) {
	j.submit(task{x: &recorded.Exchange, recorded: &recorded})
}

// submit counts an exchange as waiting, and waits for room; after Close it
// counts it as dropped.
func (j *Judge) submit(t task) {
	t.size = footprint(t.x)
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.closed {
		j.dropped++
		return
	}
	t.age = j.age
	j.waiting[t.age]++
	if id := t.x.Scenario; id != "" {
		j.scenarioOf(id).waiting++
	}
	j.queue.put(t)
}

func (j *Judge) scenarioOf(id string) *scenario {
	s := j.perScen[id]
	if s == nil {
		s = &scenario{findings: groups{}}
		j.perScen[id] = s
	}
	return s
}

// drain waits until everything is judged that has been submitted so far; what
// comes meanwhile does not hold it up.
func (j *Judge) drain() {
	j.mu.Lock()
	defer j.mu.Unlock()
	now := j.age
	j.age++
	for j.older(now) {
		j.watch()
	}
}

// watch waits until something was judged. The lock is held.
func (j *Judge) watch() {
	j.queue.hurry()
	j.judged.Wait()
	j.queue.relax()
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
	j.mu.Lock()
	j.queue.end()
	j.mu.Unlock()
	j.workers.Wait()
	j.mu.Lock()
	faults := errors.Join(append(j.lacking(), j.shelf.close())...)
	j.mu.Unlock()
	return errors.Join(faults, j.recording.close())
}

// factRoom is how many facts are in memory before they are packed and sealed in
// a file of their own.
const factRoom = 1024

// ErrNoRoom is in the error of Close where facts had to go: more exchanges were
// about one and the same thing than are held against each other at once.
var ErrNoRoom = errors.New("for want of room")

// lacking is what of the exchanges could not be judged, so far. The lock is held.
func (j *Judge) lacking() []error {
	j.factsMu.Lock()
	all := append(slices.Clone(j.faults), j.facts.Fault())
	left := j.facts.Forgotten()
	j.factsMu.Unlock()
	for _, id := range slices.Sorted(maps.Keys(j.perScen)) {
		facts := &j.perScen[id].facts
		left += facts.Forgotten()
		all = append(all, facts.Fault())
	}
	return slices.DeleteFunc(append(all, forgotten(left)), func(err error) bool { return err == nil })
}

// forgotten says what is lacking where facts had to go.
func forgotten(facts int) error {
	if facts == 0 {
		return nil
	}
	return fmt.Errorf("hold exchanges against each other: %d of the oldest were left out %w", facts, ErrNoRoom)
}

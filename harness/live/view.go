package live

import (
	"sync"
	"time"

	"kontrakt/harness"
)

const (
	// kept is how many rows a page that opens gets, catchUp how many exchanges
	// it counts: who opens it late finds the rest in the report.
	kept    = 500
	catchUp = 20_000
	// portion is how many exchanges are read at once.
	portion = 256
	// restful and share bound the time that figures take: they are made anew
	// after restful, and after share times what making them took.
	restful = 500 * time.Millisecond
	share   = 20
)

// A view is what all who watch see: the exchanges since a beginning, which a
// reset moves. It reads on when somebody asks.
type view struct {
	source Source
	now    func() time.Time

	mu sync.Mutex
	// base is where the view begins, seen how far it has read; rows are the
	// latest ones before seen.
	base, seen int
	rows       []row
	endpoints  endpoints
	// before counts, by finding, what was seen before the last reset.
	before map[string]int
	// era counts resets; turned is closed at the next.
	era    int
	turned chan struct{}

	figures *figures
	// due is when figures may be made anew.
	due time.Time
}

func newView(source Source, now func() time.Time) *view {
	return &view{source: source, now: now, endpoints: endpoints{}, before: map[string]int{}, turned: make(chan struct{})}
}

// A batch is what came since a place.
type batch struct {
	// Era and Next are where to go on.
	Era  int `json:"-"`
	Next int `json:"-"`
	// Rows are the latest ones; Skipped counts those that were too many.
	Rows    []row `json:"rows"`
	Skipped int   `json:"skipped,omitempty"`
}

// since reads on and gives what came after a place; after a reset, or for one
// who comes new with an era of -1, all that the view has.
func (v *view) since(era, from int) (batch, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if err := v.advance(); err != nil {
		return batch{}, err
	}
	if era != v.era || from > v.seen {
		from = v.base
	}
	first := v.seen - len(v.rows)
	b := batch{Era: v.era, Next: v.seen, Rows: []row{}, Skipped: max(first-from, 0)}
	b.Rows = append(b.Rows, v.rows[max(from-first, 0):]...)
	return b, nil
}

// advance reads what was judged meanwhile. The lock is held.
func (v *view) advance() error {
	n, _ := v.source.Recorded()
	if n-v.seen > catchUp {
		v.seen, v.rows = n-catchUp, nil
		v.base = max(v.base, v.seen)
	}
	for v.seen < n {
		to := min(v.seen+portion, n)
		all, err := v.source.Between(v.seen, to)
		if err != nil {
			return err
		}
		for i := range all {
			v.endpoints.add(&all[i])
			v.rows = append(v.rows, rowOf(&all[i]))
		}
		v.seen = to
		if over := len(v.rows) - kept; over > 0 {
			v.rows = append(v.rows[:0], v.rows[over:]...)
		}
	}
	return nil
}

// reset makes the view begin here.
func (v *view) reset() {
	var run harness.Run
	v.source.Stand(&run)
	n, _ := v.source.Recorded()
	v.mu.Lock()
	defer v.mu.Unlock()
	v.base, v.seen, v.rows, v.endpoints = n, n, nil, endpoints{}
	clear(v.before)
	for _, f := range run.Findings {
		v.before[keyOf(&f)] = f.Count
	}
	v.era++
	v.figures, v.due = nil, time.Time{}
	close(v.turned)
	v.turned = make(chan struct{})
}

// turns gives the channel that is closed at the next reset.
func (v *view) turns() <-chan struct{} {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.turned
}

// stands gives the figures, at most so old as it takes to keep the work low, and
// when there may be newer ones.
func (v *view) stands() (*figures, time.Time) {
	v.mu.Lock()
	defer v.mu.Unlock()
	began := v.now()
	if v.figures == nil || !began.Before(v.due) && v.figures.at != v.seen {
		v.figures = v.count()
		v.due = v.now().Add(max(restful, share*v.now().Sub(began)))
	}
	return v.figures, v.due
}

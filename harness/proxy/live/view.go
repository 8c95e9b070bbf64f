package live

import (
	"sync"
	"time"

	"kontrakt/harness"
)

const (
	// kept is how many rows a page that opens gets, look how many are read at one
	// look at most: in the list nobody can follow more, the figures know of all.
	kept = 500
	look = 100
	// restful and share bound the time that watching takes: it rests after a look,
	// and for share times as long as that took.
	restful = 100 * time.Millisecond
	share   = 5
	// calm is the same for figures, which take longer to make.
	calm      = 500 * time.Millisecond
	calmShare = 20
)

// A view is what all who watch see: the exchanges since a beginning, which a
// reset moves. It reads on when somebody asks.
type view struct {
	source Source
	now    func() time.Time

	mu sync.Mutex
	// base is where the view begins, seen how far it has looked; rows are the
	// latest ones that it has read.
	base, seen int
	rows       []row
	// next is when it looks again.
	next   time.Time
	recent recent
	before before
	// era counts resets; turned is closed at the next.
	era    int
	turned chan struct{}

	figures *figures
	// due is when figures may be made anew.
	due time.Time
}

func newView(source Source, now func() time.Time) *view {
	return &view{source: source, now: now, recent: recent{}, before: newBefore(&harness.Run{}), turned: make(chan struct{})}
}

// A batch is what came since a place.
type batch struct {
	// Era and Next are where to go on.
	Era  int `json:"-"`
	Next int `json:"-"`
	// Rows are those that were read; Skipped counts those that were too many.
	Rows    []row `json:"rows"`
	Skipped int   `json:"skipped,omitempty"`
}

// since looks on and gives what came after a place; after a reset, or for one
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
	b := batch{Era: v.era, Next: v.seen, Rows: []row{}}
	for _, r := range v.rows {
		if r.number >= from {
			b.Rows = append(b.Rows, r)
		}
	}
	b.Skipped = v.seen - from - len(b.Rows)
	return b, nil
}

// advance reads the latest of what was judged meanwhile. The lock is held.
func (v *view) advance() error {
	began := v.now()
	if began.Before(v.next) {
		return nil
	}
	n, _ := v.source.Recorded()
	most := look
	if len(v.rows) == 0 {
		most = kept
	}
	from := max(v.seen, n-most)
	all, err := v.source.Between(from, n)
	if err != nil {
		return err
	}
	for i := range all {
		v.recent.add(&all[i])
		v.rows = append(v.rows, rowOf(&all[i], from+i))
	}
	v.seen = n
	if over := len(v.rows) - kept; over > 0 {
		v.rows = append(v.rows[:0], v.rows[over:]...)
	}
	v.next = v.now().Add(max(restful, share*v.now().Sub(began)))
	return nil
}

// reset makes the view begin here.
func (v *view) reset() {
	var run harness.Run
	v.source.Stand(&run)
	n, _ := v.source.Recorded()
	v.mu.Lock()
	defer v.mu.Unlock()
	v.base, v.seen, v.rows, v.recent = n, n, nil, recent{}
	v.before = newBefore(&run)
	v.era++
	v.figures, v.due, v.next = nil, time.Time{}, time.Time{}
	close(v.turned)
	v.turned = make(chan struct{})
}

// turns gives the channel that is closed at the next reset.
func (v *view) turns() <-chan struct{} {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.turned
}

// rests is how long the view does not look.
func (v *view) rests() time.Duration {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.next.Sub(v.now())
}

// stands gives the figures, at most so old as it takes to keep the work low, and
// when there may be newer ones.
func (v *view) stands() (*figures, time.Time) {
	v.mu.Lock()
	defer v.mu.Unlock()
	began := v.now()
	if v.figures == nil || !began.Before(v.due) && v.figures.at != v.seen {
		v.figures = v.count()
		v.due = v.now().Add(max(calm, calmShare*v.now().Sub(began)))
	}
	return v.figures, v.due
}

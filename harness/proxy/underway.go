package proxy

import (
	"context"
	"sync"
)

// underway counts the exchanges that have not reached the sink yet, in all and
// by scenario.
type underway struct {
	mu         sync.Mutex
	all        int
	byScenario map[string]int
	// changed is closed and replaced when a count falls to zero, where somebody
	// waits.
	changed chan struct{}
}

func newUnderway() *underway { return &underway{byScenario: map[string]int{}} }

func (u *underway) begin(scenario string) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.all++
	if scenario != "" {
		u.byScenario[scenario]++
	}
}

func (u *underway) end(scenario string) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.all--
	if scenario != "" {
		u.byScenario[scenario]--
		if u.byScenario[scenario] == 0 {
			delete(u.byScenario, scenario)
		}
	}
	if u.changed != nil && (u.all == 0 || scenario != "" && u.byScenario[scenario] == 0) {
		close(u.changed)
		u.changed = nil
	}
}

// wait returns when idle says so of the counts, or with the context's error.
func (u *underway) wait(ctx context.Context, idle func(*underway) bool) error {
	for {
		u.mu.Lock()
		if idle(u) {
			u.mu.Unlock()
			return nil
		}
		if u.changed == nil {
			u.changed = make(chan struct{})
		}
		changed := u.changed
		u.mu.Unlock()
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

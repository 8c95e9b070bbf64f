package main

import (
	"sync"
	"sync/atomic"

	"kontrakt/harness"
)

// deeds are what scenarios asked of the sandbox itself, until the scenario's next
// call to the API takes them with it into the recording.
type deeds struct {
	mu   sync.Mutex
	done map[string][]harness.Act
}

// add notes an act of a scenario.
func (d *deeds) add(scenario string, a harness.Act) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.done == nil {
		d.done = map[string][]harness.Act{}
	}
	d.done[scenario] = append(d.done[scenario], a)
}

// carry gives an exchange that begins what its scenario did before.
func (d *deeds) carry(x *harness.Exchange) {
	if x.Scenario == "" {
		return
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	x.Acts = d.done[x.Scenario]
	delete(d.done, x.Scenario)
}

// acted is what a session knows of its exchanges as they begin.
type acted struct {
	deeds deeds
	// latest is the id of the exchange that began last.
	latest atomic.Pointer[string]
	// known are the exchanges whose requests are known to break their contract.
	known map[string]bool
}

// began is told of every exchange as it begins.
func (a *acted) began(x *harness.Exchange) {
	a.deeds.carry(x)
	a.latest.Store(&x.ID)
}

// knowLatest notes that the latest exchange's request is known to be wrong.
func (a *acted) knowLatest() {
	if a.known == nil {
		a.known = map[string]bool{}
	}
	a.known[*a.latest.Load()] = true
}

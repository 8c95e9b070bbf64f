package sandbox

import "time"

// meetPatience is how long a call waits for another that is to come at the same time.
const meetPatience = 500 * time.Millisecond

// Meet lets another call in that is under way at the same time and comes to Meet at
// the same place; then both go on, one after the other. A call that nobody joins goes
// on after a while. It is for seeded defects that look first and act later, as servers
// do that lock nothing: what the caller has seen of the box may not be so any more.
func (b *Box) Meet(at string) {
	if other, waits := b.meetings[at]; waits {
		delete(b.meetings, at)
		close(other)
		return
	}
	here := make(chan struct{})
	b.meetings[at] = here
	b.unlock()
	patience := time.NewTimer(meetPatience)
	defer patience.Stop()
	select {
	case <-here:
	case <-patience.C:
	}
	b.lock()
	if b.meetings[at] == here {
		delete(b.meetings, at)
	}
}

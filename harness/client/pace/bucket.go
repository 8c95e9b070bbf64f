package pace

import (
	"time"

	"golang.org/x/time/rate"
)

// window is what limits count over, with what networks take of it: a call that
// was long on its way arrives nearer to the next one than it was sent.
const window = time.Minute + 2*time.Second

// A bucket has room for n calls in every window, wherever the window begins. A
// single limiter with a burst of n would let twice as many through in the first
// minute; here every n-th call waits for the one n before it.
type bucket struct {
	ring []*rate.Limiter
	next int
	n    int
}

// reserve takes the next place and says how long it is until then.
func (b *bucket) reserve(now time.Time) time.Duration {
	if len(b.ring) < b.n {
		b.ring = append(b.ring, rate.NewLimiter(rate.Every(window), 1))
	}
	place := b.ring[b.next]
	b.next = (b.next + 1) % b.n
	return place.ReserveN(now, 1).DelayFrom(now)
}

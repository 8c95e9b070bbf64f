package trial

import (
	"errors"
	"sync"

	"kontrakt/harness/merchant"
)

// enough is how many actions in a row a shop may leave unanswered before it is
// asked for nothing any more: each is waited for.
const enough = 3

var errGone = errors.New("the shop has left three actions in a row without an answer, and was asked no more")

// A pulse tells whether the shop is still there.
type pulse struct {
	mu     sync.Mutex
	missed int
}

// note notes how an action ended.
func (p *pulse) note(err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case errors.Is(err, merchant.ErrSilent):
		p.missed++
	case p.missed < enough:
		p.missed = 0
	}
}

func (p *pulse) stopped() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.missed >= enough
}

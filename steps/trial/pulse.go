package trial

import (
	"errors"
	"sync"

	"kontrakt/harness/certify/merchant"
)

// enough is how many actions in a row a shop may leave unanswered before it is
// asked for nothing any more: each is waited for.
const enough = 3

var errGone = errors.New("the shop has left three actions in a row without an answer, and was asked no more")

// A pulse tells whether the shop is still there, and speaks so that we understand
// it.
type pulse struct {
	mu     sync.Mutex
	missed int
	// words count for which of the shop's own words, unknown to us, something else
	// was waited for in vain.
	words map[string]int
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

// ranOut notes that the shop's last word was waited upon in vain, and whether that
// is a word that is known.
func (p *pulse) ranOut(word string, known bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.words == nil {
		p.words = map[string]int{}
	}
	if !known {
		p.words[word]++
	}
}

// strange says whether waiting is in vain: the word is nobody's, and nothing came
// of it before.
func (p *pulse) strange(word string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.words[word] >= enough
}

// forget takes back what was noted: something came of it after all.
func (p *pulse) forget(word string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.words, word)
}

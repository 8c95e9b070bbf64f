// Package redact takes secrets and personal data out of exchanges and texts
// and puts pseudonyms of the same shape in their place. Nothing is known to be
// safe that is not said to be: a body property that the contract does not
// declare, a header that is not on the list, is replaced.
//
// It judges nothing and stores nothing but, in memory, what it has replaced.
package redact

import (
	"crypto/hmac"
	"crypto/sha256"
	"hash"
	"sync"
	"sync/atomic"

	"kontrakt/harness"
	"kontrakt/harness/contract"
)

// Options say what is known beforehand.
type Options struct {
	// Key keys the pseudonyms; it is not shown anywhere.
	Key []byte
	// Secrets are credentials in clear.
	Secrets []string
	// Own says that a word is one of our own reports'; nil knows none.
	Own func(word string) bool
	// Telling gives how many characters of a phone number, at its front and at its
	// back, its pseudonym keeps, as they tell a sandbox whom it stands for; nil keeps
	// none.
	Telling func(number string) (front, back int)
	// Mask gives what is declared and what is sensitive in a body; nil where
	// nothing is declared.
	Mask func(op harness.Operation, d harness.Direction, status int) *contract.Mask
}

// A Redactor redacts. It is safe for concurrent use.
type Redactor struct {
	*memory
	// learning: nothing is replaced, only learned.
	learning bool
}

// memory is what a redactor knows.
type memory struct {
	own    func(string) bool
	tell   func(string) (int, int)
	mask   func(harness.Operation, harness.Direction, int) *contract.Mask
	known  known
	issued issued
	macs   sync.Pool
	names  sync.Map
	// recent are the latest pseudonyms by their values, in clear.
	recent     sync.Map
	remembered atomic.Uint64
}

// New makes a redactor that knows the given secrets.
func New(o Options) *Redactor {
	r := &Redactor{memory: &memory{own: o.Own, tell: o.Telling, mask: o.Mask}}
	if r.mask == nil {
		r.mask = func(harness.Operation, harness.Direction, int) *contract.Mask { return nil }
	}
	r.macs.New = func() any { return hmac.New(sha256.New, o.Key) }
	r.known.start()
	r.issued.seen = map[string]bool{}
	for _, s := range o.Secrets {
		r.learnCredential(s)
	}
	return r
}

// seed is the keyed digest of a value.
func (r *Redactor) seed(value string) (seed [32]byte) {
	mac := r.macs.Get().(hash.Hash)
	mac.Reset()
	mac.Write([]byte(value))
	mac.Sum(seed[:0])
	r.macs.Put(mac)
	return seed
}

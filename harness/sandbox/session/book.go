package session

import (
	"encoding/base64"
	"time"

	"kontrakt/harness/sandbox"
)

// Origin is where payments of Checkout come from, as the ledger has it.
const Origin = "checkout"

const (
	// Life is how long a session is open (guide).
	Life = time.Hour
	// Patience is how long a payment waits for the customer (knowledge base on
	// timeouts).
	Patience = 10 * time.Minute
	// Memory is how long an expired session is still known.
	//
	// Choice: an expired session is documented both as a state and as one that is
	// not known. It is the one first and the other later.
	Memory = 24 * time.Hour
)

// A Book is the sessions of one merchant, whichever version started them.
type Book struct {
	box      *sandbox.Box
	sessions []*Session
	byRef    map[string]*Session
	byID     map[string]*Session
	byToken  map[string]*Session
}

// Of gives the sessions of a box.
func Of(b *sandbox.Box) *Book {
	return sandbox.State(b, "session", func() *Book {
		return &Book{box: b, byRef: map[string]*Session{}, byID: map[string]*Session{}, byToken: map[string]*Session{}}
	})
}

// ByReference finds a session by what the merchant calls it: v3's way. What is
// not there is Unknown.
func (k *Book) ByReference(reference string) (*Session, error) { return k.find(k.byRef[reference]) }

// ByID finds a session by what Checkout calls it: v2's way. What is not there is
// Unknown.
func (k *Book) ByID(id string) (*Session, error) { return k.find(k.byID[id]) }

// ByToken finds a session by the token of its page, however old it is.
func (k *Book) ByToken(token string) (*Session, bool) {
	s, ok := k.byToken[token]
	if ok {
		s.follow()
	}
	return s, ok
}

func (k *Book) find(s *Session) (*Session, error) {
	if s == nil || s.forgotten {
		return nil, refuse("", Unknown)
	}
	s.follow()
	return s, nil
}

// All gives every session, oldest first.
func (k *Book) All() []*Session {
	for _, s := range k.sessions {
		s.follow()
	}
	return append([]*Session(nil), k.sessions...)
}

func (k *Book) add(s *Session) {
	k.sessions = append(k.sessions, s)
	k.byRef[s.Reference], k.byID[s.ID], k.byToken[s.Token] = s, s, s
}

// newID makes what Checkout calls a session: 22 characters.
func newID(b *sandbox.Box) string { return base64.RawURLEncoding.EncodeToString(b.Bytes(16)) }

package agreement

import (
	"slices"

	"kontrakt/harness/sandbox"
)

// A Book is the agreements and charges of one merchant, whichever version of
// the API they were made with. Like its box it is for whoever has the box locked.
type Book struct {
	box        *sandbox.Box
	agreements []*Agreement
	byID       map[string]*Agreement
	byToken    map[string]*Agreement
	charges    map[string]*Charge
	tell       func(Event)
	untold     []Event
}

// Of is the one book of a merchant.
func Of(b *sandbox.Box) *Book {
	return sandbox.State(b, "agreement", func() *Book {
		return &Book{box: b, byID: map[string]*Agreement{}, byToken: map[string]*Agreement{}, charges: map[string]*Charge{}}
	})
}

// Agreements are all of them, oldest first.
func (b *Book) Agreements() []*Agreement { return slices.Clone(b.agreements) }

// Agreement finds one by its ID.
func (b *Book) Agreement(id string) (*Agreement, error) {
	if a, ok := b.byID[id]; ok {
		return a, nil
	}
	return nil, refuse(UnknownAgreement, "")
}

// ByToken finds the agreement that a person's link leads to.
func (b *Book) ByToken(token string) (*Agreement, bool) {
	a, ok := b.byToken[token]
	return a, ok
}

// Charge finds a charge by its ID, under whichever agreement.
func (b *Book) Charge(id string) (*Charge, error) {
	if c, ok := b.charges[id]; ok {
		return c, nil
	}
	return nil, refuse(UnknownCharge, "")
}

const alphanumerics = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

// newID makes an ID that nobody has: the prefix and seven letters or digits.
func (b *Book) newID(prefix string) string {
	for {
		raw := b.box.Bytes(7)
		for i, r := range raw {
			raw[i] = alphanumerics[int(r)%len(alphanumerics)]
		}
		id := prefix + string(raw)
		if b.byID[id] == nil && b.charges[id] == nil {
			return id
		}
	}
}

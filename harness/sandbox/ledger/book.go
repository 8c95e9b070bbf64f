package ledger

// A Book is the payments of one merchant, by reference, whichever API they were
// started with. It is not safe for concurrent use.
type Book struct {
	payments map[string]*Payment
	order    []*Payment
}

// NewBook makes an empty book.
func NewBook() *Book { return &Book{payments: map[string]*Payment{}} }

// Enter puts a payment in; ok is false where its reference is taken.
func (b *Book) Enter(p *Payment) (ok bool) {
	if _, taken := b.payments[p.Reference]; taken {
		return false
	}
	b.payments[p.Reference] = p
	b.order = append(b.order, p)
	return true
}

// Find gives the payment of a reference.
func (b *Book) Find(reference string) (*Payment, bool) {
	p, ok := b.payments[reference]
	return p, ok
}

// All gives every payment in the order in which they were entered.
func (b *Book) All() []*Payment { return append([]*Payment(nil), b.order...) }

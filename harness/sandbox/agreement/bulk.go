package agreement

import "errors"

// An Item is one charge of many that are made at once.
type Item struct {
	AgreementID string
	Order       Order
}

// Bulk takes many charges. What is wrong with one by itself is said at once, in
// the place of the item; what its agreement does not allow comes as
// [CreationFailed]. The rest is created in a moment.
//
// Choice: nobody says which is which; a charge over the ceiling was told of as an
// event (reported by a third party).
func (b *Book) Bulk(items []Item, key string) []error {
	problems := make([]error, len(items))
	taken := map[string]bool{}
	for i, item := range items {
		item.Order = item.Order.filled()
		a, err := b.Agreement(item.AgreementID)
		if err == nil {
			err = a.checkOrder(item.Order)
		}
		if err == nil && taken[item.Order.OrderID] {
			err = refuse(OrderTaken, "orderId")
		}
		if problems[i] = err; err != nil {
			continue
		}
		taken[item.Order.OrderID] = true
		b.box.At(b.box.Now().Add(moment), "charge "+item.Order.OrderID+" is created", func() {
			if _, err := a.CreateCharge(item.Order, key); err != nil {
				b.happened(Event{Kind: CreationFailed, Agreement: a, Order: &item.Order, Amount: item.Order.Amount, Why: err})
			}
		})
	}
	return problems
}

// Because gives the refusal in an error of this package.
func Because(err error) (*Refusal, bool) {
	var r *Refusal
	ok := errors.As(err, &r)
	return r, ok
}

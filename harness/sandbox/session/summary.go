package session

import "math/big"

// A Summary is the lines of an order, for the customer to read. Nothing in it is
// held against the amount: what the lines come to is told to nobody.
type Summary struct {
	Lines    []Line
	Currency string
	// Tip and GiftCard are in minor units.
	Tip, GiftCard int64
}

// A Line is one line of an order. Amounts are minor units.
type Line struct {
	ID, Name string
	// Total is what it costs, tax and discount counted; Net is that without tax.
	Total, Net, Tax int64
	// TaxRate is in hundredths of a percent.
	TaxRate  int64
	Discount int64
	// Unit is the price of one, Quantity how many, as the merchant wrote it.
	Unit               int64
	Quantity, Measure  string
	URL                string
	IsReturn, Shipping bool
}

// Total is what the lines come to: what comes back counts against it, a tip for
// it, and a gift card has paid for its part.
func (s Summary) Total() int64 {
	var sum int64
	for _, l := range s.Lines {
		if l.IsReturn {
			sum -= l.Total
			continue
		}
		sum += l.Total
	}
	return sum + s.Tip - s.GiftCard
}

// WithTax splits an amount that tax is in already, at a rate in hundredths of a
// percent. The tax is rounded to a whole minor unit, halves up, and the two
// always come to the amount.
func WithTax(total, rate int64) (net, tax int64) {
	if rate <= 0 {
		return total, 0
	}
	part := new(big.Int).Mul(big.NewInt(total), big.NewInt(rate))
	whole := big.NewInt(10000 + rate)
	part.Add(part.Mul(part, big.NewInt(2)), whole)
	part.Div(part, whole.Mul(whole, big.NewInt(2)))
	return total - part.Int64(), part.Int64()
}

// Receipt is the order's lines with one for shipping, where it costs something:
// Checkout adds it even to lines that have one (guide). ok is false where the
// merchant named no lines.
func (s *Session) Receipt() (receipt Summary, ok bool) {
	if s.Order.Summary == nil {
		return Summary{}, false
	}
	receipt = *s.Order.Summary
	receipt.Lines = append([]Line(nil), receipt.Lines...)
	if s.chosen == nil || s.chosen.Amount.Value == 0 {
		return receipt, true
	}
	line := Line{ID: s.chosen.ID, Name: s.chosen.Label(), Total: s.chosen.Amount.Value, Shipping: true}
	if s.chosen.TaxRate != nil {
		line.TaxRate = *s.chosen.TaxRate
	}
	line.Net, line.Tax = WithTax(line.Total, line.TaxRate)
	receipt.Lines = append(receipt.Lines, line)
	return receipt, true
}

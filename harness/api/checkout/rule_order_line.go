package checkout

import (
	"fmt"
	"math/big"
	"strconv"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

const summaryAt = "/transaction/orderSummary"

// Nobody refuses lines that do not add up: the customer reads them on the
// receipt. Each sum is rounded on its own, so one øre is let pass.
var orderLine = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.order-line",
		Severity: harness.Warning,
		Says:     "A line's total is its total without tax and its tax, and what the units cost less the discount; the currency is that of the transaction.",
		Source:   "checkout.v3 #/components/schemas/OrderLine and OrderUnitInfo",
		Help:     "unitPrice is of one unit, with tax, before the discount; totals are of the line, after it",
	},
	Operations: []string{createID, updateID},
	Judge: func(v *rules.View) []harness.Finding {
		var found []harness.Finding
		for pointer, line := range orderLines(v) {
			total, ok1 := number(line, "/totalAmount")
			without, ok2 := number(line, "/totalAmountExcludingTax")
			tax, ok3 := number(line, "/totalTaxAmount")
			if ok1 && ok2 && ok3 && total != without+tax {
				found = append(found, v.InBody(pointer+"/totalAmount", fmt.Sprintf("%d (%d without tax and %d tax)", without+tax, without, tax)))
			}
			if units, ok := unitsOf(line); ok && ok1 && apart(units, total) {
				found = append(found, v.InBody(pointer+"/totalAmount", units.FloatString(0)+", what the units cost less the discount"))
			}
		}
		const currency = summaryAt + "/orderBottomLine/currency"
		if want, got := v.Text("/transaction/amount/currency"), v.Text(currency); want != "" && got != "" && got != want {
			found = append(found, v.InBody(currency, fmt.Sprintf("%q, as the transaction has it", want)))
		}
		return found
	},
}

// orderLines ranges over the order lines that are objects, by pointer.
func orderLines(v *rules.View) func(yield func(string, rules.Value) bool) {
	all, _ := v.RequestBody.At(summaryAt + "/orderLines")
	return func(yield func(string, rules.Value) bool) {
		for i, line := range all.Items {
			if line.Object() && !yield(summaryAt+"/orderLines/"+strconv.Itoa(i), line) {
				return
			}
		}
	}
}

// number is a whole number below a value.
func number(v rules.Value, pointer string) (int64, bool) {
	n, ok := v.At(pointer)
	i, is := n.Int()
	return i, ok && is
}

// unitsOf is what a line's units cost, less its discount; false where the line
// does not say.
func unitsOf(line rules.Value) (*big.Rat, bool) {
	price, ok1 := number(line, "/unitInfo/unitPrice")
	text, ok2 := line.At("/unitInfo/quantity")
	quantity, ok3 := new(big.Rat), false
	if ok2 && text.Text() && len(text.String()) < 20 {
		quantity, ok3 = quantity.SetString(text.String())
	}
	if !ok1 || !ok3 {
		return nil, false
	}
	discount, _ := number(line, "/discount")
	cost := new(big.Rat).Mul(quantity, new(big.Rat).SetInt64(price))
	return cost.Sub(cost, new(big.Rat).SetInt64(discount)), true
}

// apart says whether two sums differ by more than rounding makes of them.
func apart(exact *big.Rat, n int64) bool {
	d := new(big.Rat).Sub(exact, new(big.Rat).SetInt64(n))
	return d.Abs(d).Cmp(new(big.Rat).SetInt64(1)) > 0
}

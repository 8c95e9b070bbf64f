package checkout

import (
	"fmt"
	"math"
	"math/big"
	"strconv"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

const (
	summaryAt = "/transaction/orderSummary"
	linesAt   = summaryAt + "/orderLines"
)

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
		for i, line := range orderLines(v).Items {
			total, ok1 := number(line, "/totalAmount")
			without, ok2 := number(line, "/totalAmountExcludingTax")
			tax, ok3 := number(line, "/totalTaxAmount")
			if ok1 && ok2 && ok3 && total != without+tax {
				found = append(found, v.InBody(lineAt(i)+"/totalAmount", fmt.Sprintf("%d (%d without tax and %d tax)", without+tax, without, tax)))
			}
			if !ok1 || addsUp(line, total) {
				continue
			}
			if units, ok := unitsOf(line); ok && apart(units, total) {
				found = append(found, v.InBody(lineAt(i)+"/totalAmount", units.FloatString(0)+", what the units cost less the discount"))
			}
		}
		const currency = summaryAt + "/orderBottomLine/currency"
		if want, got := v.Text("/transaction/amount/currency"), v.Text(currency); want != "" && got != "" && got != want {
			found = append(found, v.InBody(currency, fmt.Sprintf("%q, as the transaction has it", want)))
		}
		return found
	},
}

// orderLines is the list of the lines, lineAt leads to one of them.
func orderLines(v *rules.View) rules.Value {
	all, _ := v.RequestBody.At(linesAt)
	return all
}

func lineAt(i int) string { return linesAt + "/" + strconv.Itoa(i) }

// number is a whole number below a value.
func number(v rules.Value, pointer string) (int64, bool) {
	n, ok := v.At(pointer)
	i, is := n.Int()
	return i, ok && is
}

// addsUp says that a line's total is what its units cost, less its discount. Where
// that takes more than small whole numbers it does not say so.
func addsUp(line rules.Value, total int64) bool {
	price, ok := number(line, "/unitInfo/unitPrice")
	text, _ := line.At("/unitInfo/quantity")
	if !ok || !text.Text() {
		return false
	}
	quantity, err := strconv.ParseInt(text.Peek(), 10, 32)
	discount, _ := number(line, "/discount")
	return err == nil && small(price, discount, total) && near(quantity*price-discount, total, 1)
}

// small says whether numbers can be multiplied.
func small(all ...int64) bool {
	for _, n := range all {
		if n < math.MinInt32 || n > math.MaxInt32 {
			return false
		}
	}
	return true
}

func near(a, b, most int64) bool { return a-b <= most && b-a <= most }

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

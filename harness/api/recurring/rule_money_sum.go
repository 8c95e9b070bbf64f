package recurring

import (
	"fmt"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// The sums of a charge fit each other and its amount: nobody takes and gives up
// more than was asked for, nor gives back more than was taken.
var moneySum = rules.Check{
	Rule: harness.Rule{
		ID:       "money.sum",
		Severity: harness.Error,
		Says:     "What is captured and cancelled is within the amount of the charge, what is refunded within what is captured, and none is below zero.",
		Source:   "recurring.v3 #/components/schemas/ChargeSummary",
		Help:     "the answer's own sums do not add up: report it to whoever runs the target",
	},
	Operations: []string{listChargesID, fetchChargeID, findChargeID},
	Judge: func(v *rules.View) []harness.Finding {
		var found []harness.Finding
		for _, at := range charges(v) {
			if s, ok := sumsOf(v, at); ok {
				found = append(found, judgeSums(v, s)...)
			}
		}
		return found
	},
}

// sums are how the money of a charge stands, in minor units; at is where the
// charge is in the answer.
type sums struct {
	at                                    string
	status                                string
	amount, captured, refunded, cancelled int64
}

// sumsOf reads the sums of a charge; false where one is missing, of which the
// contract speaks.
func sumsOf(v *rules.View, at string) (sums, bool) {
	s := sums{at: at}
	for pointer, into := range map[string]*int64{
		"/amount": &s.amount, "/summary/captured": &s.captured, "/summary/refunded": &s.refunded, "/summary/cancelled": &s.cancelled,
	} {
		value, there := v.ResponseBody.At(at + pointer)
		minor, is := value.Int()
		if !there || !is {
			return sums{}, false
		}
		*into = minor
	}
	status, _ := v.ResponseBody.At(at + "/status")
	s.status = status.String()
	return s, true
}

func judgeSums(v *rules.View, s sums) []harness.Finding {
	var found []harness.Finding
	for _, sum := range []struct {
		name  string
		value int64
	}{{"captured", s.captured}, {"refunded", s.refunded}, {"cancelled", s.cancelled}} {
		if sum.value < 0 {
			found = append(found, v.InAnswer(s.at+"/summary/"+sum.name, "no amount below 0"))
		}
	}
	if len(found) > 0 {
		return found
	}
	switch {
	case s.captured > s.amount:
		found = append(found, v.InAnswer(s.at+"/summary/captured", fmt.Sprintf("at most %d, the amount of the charge", s.amount)))
	case s.cancelled > s.amount-s.captured:
		found = append(found, v.InAnswer(s.at+"/summary/cancelled",
			fmt.Sprintf("at most %d (%d charged less %d captured)", s.amount-s.captured, s.amount, s.captured)))
	}
	if s.refunded > s.captured {
		found = append(found, v.InAnswer(s.at+"/summary/refunded", fmt.Sprintf("at most %d, what is captured", s.captured)))
	}
	return found
}

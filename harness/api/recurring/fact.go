package recurring

import (
	"time"

	"kontrakt/harness/api/charging"
	"kontrakt/harness/rules"
	"kontrakt/harness/rules/sequence"
)

// fact says what an exchange tells that others can be held against.
func fact() func(*rules.View, *sequence.Fact) {
	tell := charging.Fact(map[string]sequence.Deed{
		draftID: sequence.Start, acceptID: sequence.Approve, fetchID: sequence.Read,
		fetchChargeID: sequence.Read, captureID: sequence.Capture, refundID: sequence.Refund, cancelID: sequence.Cancel,
	})
	return func(v *rules.View, f *sequence.Fact) {
		tell(v, f)
		switch v.Operation.ID {
		case draftID:
			f.About("agreement", sequence.Text(v.ResponseBody, "/agreementId"))
			f.Terms = draftTerms(v)
		case updateID:
			if sequence.Text(v.RequestBody, "/status") == "STOPPED" {
				f.Deed = sequence.Stop
			}
		case createID:
			f.Terms = chargeTerms(v)
		}
	}
}

// draftTerms are the terms of a draft with a campaign that charges of the usual
// interval belong to; nil where there is none.
func draftTerms(v *rules.View) *sequence.Terms {
	var until string
	switch sequence.Text(v.RequestBody, "/campaign/type") {
	case "PRICE_CAMPAIGN":
		until = sequence.Text(v.RequestBody, "/campaign/end")
	case "EVENT_CAMPAIGN":
		until = sequence.Text(v.RequestBody, "/campaign/eventDate")
	}
	end, err := time.Parse(time.RFC3339, until)
	if err != nil {
		return nil
	}
	return &sequence.Terms{
		Campaign: sequence.AmountIn(v.RequestBody, "/campaign/price", "").Minor,
		Usual:    sequence.AmountIn(v.RequestBody, "/pricing/amount", "").Minor,
		Until:    end.UTC(),
	}
}

// chargeTerms are the terms of a charge that is asked for.
func chargeTerms(v *rules.View) *sequence.Terms {
	terms := &sequence.Terms{
		Price:    sequence.AmountIn(v.RequestBody, "/amount", "").Minor,
		External: sequence.Digest([]byte(sequence.Text(v.RequestBody, "/externalId"))),
	}
	if due, err := time.Parse(time.DateOnly, sequence.Text(v.RequestBody, "/due")); err == nil {
		terms.Due = due
	}
	return terms
}

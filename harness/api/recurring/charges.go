package recurring

import (
	"net/http"
	"slices"
	"time"

	"kontrakt/harness/sandbox"
	"kontrakt/harness/sandbox/agreement"
)

const (
	// headerPage is the header that leads to the next page of charges.
	headerPage = "Continuation-Token"
	// chargesPage is how many charges a page has.
	//
	// Choice: nobody says how many. They are few, so that merchants meet a second
	// page before they have thousands of charges.
	chargesPage = 50
	// pageLife is how long a token leads on: minutes, not hours.
	pageLife = 10 * time.Minute
)

// A continuation is the rest of a list of charges, as it was when its first page
// was asked for.
type continuation struct {
	agreement, status string
	rest              []*agreement.Charge
	until             time.Time
}

// referenceJSON is the answer to a charge that was created.
type referenceJSON struct {
	ChargeID string `json:"chargeId"`
}

// create makes a charge.
func create(c *sandbox.Call) sandbox.Reply {
	a, err := named(c)
	if err != nil {
		return answer(c, 0, nil, err)
	}
	var f chargeForm
	if err := read(c.Body, &f); err != nil {
		return answer(c, 0, nil, err)
	}
	order, err := f.order()
	if err != nil {
		return answer(c, 0, nil, err)
	}
	charge, err := a.CreateCharge(order, c.Request.Header.Get(headerKey))
	if err != nil {
		return answer(c, 0, nil, worded(createID, err))
	}
	return answer(c, http.StatusCreated, referenceJSON{charge.ID}, nil)
}

// order is what is asked for. A recurring charge needs a day, and the days for
// which it is tried again; an unscheduled one has neither.
//
// Choice: an unscheduled charge may say that it has no retry days, and is refused
// with any, as with a mode.
func (f chargeForm) order() (agreement.Order, error) {
	o := agreement.Order{
		Kind: agreement.Kind(f.Type), Amount: f.Amount, Description: f.Description, Transaction: agreement.Transaction(f.TransactionType),
		OrderID: or(f.OrderID), ExternalID: or(f.ExternalID), Mode: agreement.Mode(or(f.Mode)),
	}
	if o.Kind == agreement.Unscheduled {
		switch {
		case f.Mode != nil:
			return o, invalid("processingMode", "An unscheduled charge has none.")
		case f.RetryDays != nil && *f.RetryDays > 0:
			return o, invalid("retryDays", "An unscheduled charge is tried once.")
		}
		return o, nil
	}
	if f.RetryDays == nil {
		return o, invalid("retryDays", "It is missing.")
	}
	o.RetryDays = *f.RetryDays
	due, ok := day(or(f.Due))
	if !ok {
		return o, invalid("due", "It is not a day such as 2030-12-31.")
	}
	o.Due = due
	return o, nil
}

// ofPath finds the charge that the path names under its agreement.
func ofPath(c *sandbox.Call) (*agreement.Charge, error) {
	a, err := named(c)
	if err != nil {
		return nil, err
	}
	charge, err := a.Charge(c.Params[chargeParam])
	if err != nil {
		return nil, worded(fetchChargeID, err)
	}
	return charge, nil
}

// fetchCharge answers how a charge stands.
func fetchCharge(c *sandbox.Call) sandbox.Reply {
	charge, err := ofPath(c)
	if err != nil {
		return answer(c, 0, nil, err)
	}
	return answer(c, http.StatusOK, asCharge(charge), nil)
}

// findCharge is the same for who does not know the agreement.
func findCharge(c *sandbox.Call) sandbox.Reply {
	charge, err := bookOf(c.Box).Charge(c.Params[chargeParam])
	if err != nil {
		return answer(c, 0, nil, worded(findChargeID, err))
	}
	return answer(c, http.StatusOK, asCharge(charge), nil)
}

// listCharges answers the charges of an agreement, page by page.
func listCharges(c *sandbox.Call) sandbox.Reply {
	a, err := named(c)
	if err != nil {
		return answer(c, 0, nil, err)
	}
	status := c.Request.URL.Query().Get("status")
	rest := slices.DeleteFunc(a.Charges(), func(charge *agreement.Charge) bool {
		return status != "" && string(charge.Status()) != status && !c.Box.Fault(faultChargeStatusIgnored)
	})
	if token := c.Request.Header.Get(headerPage); token != "" {
		next, known := deskOf(c.Box).pages[token]
		if !known || next.agreement != a.ID || next.status != status || !c.Box.Now().Before(next.until) {
			return answer(c, 0, nil, invalid(headerPage, "It does not lead on in this list, or not any more."))
		}
		rest = next.rest
	}
	page := []chargeJSON{}
	for _, charge := range rest[:min(chargesPage, len(rest))] {
		page = append(page, asCharge(charge))
	}
	reply := answer(c, http.StatusOK, page, nil)
	if rest = rest[len(page):]; len(rest) > 0 && !c.Box.Fault(faultNoSecondPage) {
		reply.Header.Set(headerPage, further(c, continuation{a.ID, status, rest, c.Box.Now().Add(pageLife)}))
	}
	return reply
}

// further keeps where a list goes on.
func further(c *sandbox.Call, next continuation) string {
	if c.Box.Fault(faultPageLoses) {
		next.rest = next.rest[1:]
	}
	token := c.Box.UUID()
	deskOf(c.Box).pages[token] = next
	return token
}

// capture takes a part, or all, of what is reserved.
func capture(c *sandbox.Call) sandbox.Reply {
	return move(c, captureID, func(charge *agreement.Charge, f moneyForm, key string) error {
		return charge.Capture(f.Amount, key)
	})
}

// refund gives back a part, or all, of what is captured.
func refund(c *sandbox.Call) sandbox.Reply {
	return move(c, refundID, func(charge *agreement.Charge, f moneyForm, key string) error {
		return charge.Refund(f.Amount, key, f.Description)
	})
}

// move captures or refunds.
func move(c *sandbox.Call, operation string, do func(*agreement.Charge, moneyForm, string) error) sandbox.Reply {
	charge, err := ofPath(c)
	if err != nil {
		return answer(c, 0, nil, err)
	}
	var f moneyForm
	if err := read(c.Body, &f); err != nil {
		return answer(c, 0, nil, err)
	}
	if err := do(charge, f, c.Request.Header.Get(headerKey)); err != nil {
		return answer(c, 0, nil, worded(operation, err))
	}
	return done(c, operation)
}

// cancel gives up a charge, or what is left of it.
func cancel(c *sandbox.Call) sandbox.Reply {
	charge, err := ofPath(c)
	if err != nil {
		return answer(c, 0, nil, err)
	}
	if err := charge.Cancel(c.Request.Header.Get(headerKey)); err != nil {
		return answer(c, 0, nil, worded(cancelID, err))
	}
	return done(c, cancelID)
}

package recurring

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"kontrakt/harness/sandbox"
	"kontrakt/harness/sandbox/agreement"
)

// usualPage is how many agreements a page has unless the merchant says otherwise
// (enforced since February 2025).
const usualPage = 500

// named finds the agreement that the path names.
func named(c *sandbox.Call) (*agreement.Agreement, error) {
	a, err := bookOf(c.Box).Agreement(c.Params[agreementParam])
	if err != nil {
		return nil, worded(fetchID, err)
	}
	return a, nil
}

// fetch answers how an agreement stands.
func fetch(c *sandbox.Call) sandbox.Reply {
	a, err := named(c)
	if err != nil {
		return answer(c, 0, nil, err)
	}
	return answer(c, http.StatusOK, asAgreement(c.Box, a), nil)
}

// list answers the agreements in a state, the active ones unless the merchant
// says otherwise, page by page.
//
// Choice: the oldest come first; nobody says so.
func list(c *sandbox.Call) sandbox.Reply {
	query := c.Request.URL.Query()
	status := agreement.Active
	if query.Has("status") {
		status = agreement.Status(query.Get("status"))
	}
	after, _ := strconv.ParseInt(query.Get("createdAfter"), 10, 64) // the contract has seen to it
	all := slices.DeleteFunc(bookOf(c.Box).Agreements(), func(a *agreement.Agreement) bool {
		return a.Status != status && !c.Box.Fault(faultStatusIgnored) ||
			query.Has("createdAfter") && a.Created.UnixMilli() <= after && !c.Box.Fault(faultCreatedIgnored)
	})
	page := []agreementJSON{}
	for _, a := range pageOf(c.Box, all, query) {
		page = append(page, asAgreement(c.Box, a))
	}
	return answer(c, http.StatusOK, page, nil)
}

// pageOf is the part of a list that the query asks for.
func pageOf(b *sandbox.Box, all []*agreement.Agreement, query url.Values) []*agreement.Agreement {
	number, size := 1, usualPage
	if n, err := strconv.Atoi(query.Get("pageNumber")); err == nil && !b.Fault(faultFirstPageOnly) {
		number = n
	}
	if n, err := strconv.Atoi(query.Get("pageSize")); err == nil {
		size = n
	}
	first := (number - 1) * size
	if number > 1 && b.Fault(faultPageSkips) {
		first++
	}
	if first < 0 || first >= len(all) {
		return nil
	}
	return all[first:min(first+size, len(all))]
}

// update changes an agreement, or stops it.
func update(c *sandbox.Call) sandbox.Reply {
	a, err := named(c)
	if err != nil {
		return answer(c, 0, nil, err)
	}
	var f patchForm
	if err := read(c.Body, &f); err != nil {
		return answer(c, 0, nil, err)
	}
	change, err := f.update(c.Box, a.Terms.IsApp)
	if err != nil {
		return answer(c, 0, nil, err)
	}
	if err := a.Update(change, c.Request.Header.Get(headerKey)); err != nil {
		return answer(c, 0, nil, worded(updateID, err))
	}
	return done(c, updateID)
}

// update is what is to change. The addresses of an app are not looked at.
//
// Choice: a campaign, or another type of pricing, is left out in silence: nobody
// says that it is refused, and neither can be changed.
func (f patchForm) update(b *sandbox.Box, app bool) (agreement.Update, error) {
	u := agreement.Update{
		ProductName: f.Name, ProductDescription: f.Description, AgreementURL: f.AgreementURL, ExternalID: f.ExternalID,
		Stop: f.Status != nil,
	}
	if f.AgreementURL != nil && !app && !secure(b, *f.AgreementURL) {
		return u, invalid("merchantAgreementUrl", "It is not an address of https.")
	}
	if f.Pricing != nil {
		u.Amount, u.SuggestedMax = f.Pricing.Amount, f.Pricing.SuggestedMax
	}
	if b.Fault(faultNameKept) {
		u.ProductName, u.ProductDescription = nil, nil
	}
	in := f.Interval
	if in == nil {
		return u, nil
	}
	u.Interval, u.FlexibleInterval = in.Period.period(), in.Type == "FLEXIBLE"
	switch {
	case u.Interval == nil && !u.FlexibleInterval:
		return u, invalid("interval.period", "It is missing.")
	case u.Interval != nil && u.FlexibleInterval && !b.Fault(faultFlexiblePeriod):
		return u, invalid("interval.period", "A flexible interval has none.")
	case u.FlexibleInterval:
		u.Interval = nil
	}
	return u, nil
}

// accept approves in the payer's place, in the test environment only.
func accept(c *sandbox.Call) sandbox.Reply {
	a, err := named(c)
	if err != nil {
		return answer(c, 0, nil, err)
	}
	var f acceptForm
	if err := read(c.Body, &f); err != nil {
		return answer(c, 0, nil, err)
	}
	if err := a.Accept(f.Phone); err != nil {
		return answer(c, 0, nil, worded(acceptID, err))
	}
	return done(c, acceptID)
}

// done answers a change that has taken place. It has no body.
func done(c *sandbox.Call, operation string) sandbox.Reply {
	if c.Box.Fault(faultDoneAs200) && operation != acceptID {
		return sandbox.JSON(http.StatusOK, "application/json", struct{}{})
	}
	return answer(c, http.StatusNoContent, nil, nil)
}

package main

import (
	"encoding/json"
	"net/http"
	"strconv"
	"time"
)

// inExpress makes a payment of eCom one in which the customer says in the app
// where the goods go: the shop is asked how it ships there, and told who leaves.
func (s *shop) inExpress(initiate object) {
	m := initiate["merchantInfo"].(object)
	m["paymentType"] = "eComm Express Payment"
	m["shippingDetailsPrefix"], m["consentRemovalPrefix"] = s.public+"/hooks/ecom", s.public+"/hooks/ecom"
}

// expressShipping answers eCom's question how an order is shipped to an address,
// from memory: the customer waits for ten seconds at most.
func (s *shop) expressShipping(w http.ResponseWriter, r *http.Request) {
	var to struct {
		AddressID int    `json:"addressId"`
		PostCode  string `json:"postCode"`
	}
	if !s.readCallback(w, r, &to) {
		return
	}
	o := s.order(r.PathValue("order"))
	if o == nil || !s.genuineFor(o, r) {
		http.Error(w, "not the token of this order", http.StatusUnauthorized)
		return
	}
	if s.expressAfter > 0 {
		_ = pause(r.Context(), s.expressAfter)
	}
	if s.expressStatus != 0 {
		w.WriteHeader(s.expressStatus)
		return
	}
	answer(w, http.StatusOK, object{"addressId": to.AddressID, "orderId": o.Reference, "shippingDetails": s.expressWays(to.PostCode)})
}

// expressWays are those to a postal code. Of all amounts these alone are in
// kroner.
func (s *shop) expressWays(code string) []object {
	price := int64(4900)
	if code >= "9000" {
		price = 7900
	}
	way := func(id, name string, minor int64, priority int, preferred string) object {
		return object{
			"shippingMethodId": id, "shippingMethod": name, "shippingCost": s.expressPrice(minor),
			"priority": priority, "isDefault": preferred,
		}
	}
	return []object{
		way("pickup", "At the post office", price, 0, "Y"),
		way("home", "To your door", 2*price, 1, "N"),
	}
}

// inKroner writes øre as eCom wants what shipping costs: 49.50.
func inKroner(minor int64) any {
	return json.Number(strconv.FormatFloat(float64(minor)/100, 'f', 2, 64))
}

// consentGone forgets a customer, whom the API names by what the details of the
// orders said. Nobody says that the call carries a token, and it may come again.
func (s *shop) consentGone(w http.ResponseWriter, r *http.Request) {
	if s.consentStatus != 0 {
		w.WriteHeader(s.consentStatus)
		return
	}
	user := r.PathValue("user")
	if s.escapedConsents {
		user = r.URL.EscapedPath()[len("/hooks/ecom/v2/consents/"):]
	}
	if !s.remembers {
		s.forget(user)
	}
	w.WriteHeader(http.StatusOK)
}

func (s *shop) forget(user string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, o := range s.orders {
		o.mu.Lock()
		if o.user == user {
			o.Customer, o.user, o.forgotten = "", "", true
		}
		o.mu.Unlock()
	}
}

// meet takes over who the customer is, unless the shop was told to forget it. The
// order is locked.
func (o *order) meet(user, first, last string) {
	if user != "" && !o.forgotten {
		o.user, o.Customer = user, first+" "+last
	}
}

// expressing are the habits that express asks for beside.
type expressing struct {
	// expressPrice is how the price of shipping, in øre, is written; expressAfter is
	// how long the shop thinks about it, expressStatus what it answers in its place.
	expressPrice  func(minor int64) any
	expressAfter  time.Duration
	expressStatus int
	// reservedAlone knows one word for an approval.
	reservedAlone bool
	// consentStatus is answered where a consent is withdrawn; escapedConsents looks
	// for the customer by the name as it stands in the address, remembers for nobody.
	consentStatus              int
	escapedConsents, remembers bool
}

func mistakesOfExpress() []mistake {
	return []mistake{
		{"ecom-shipping-in-ore", ids("ECOM-CL-09"), "What shipping costs is written in øre.", func(h *habits) {
			h.expressPrice = func(minor int64) any { return minor }
		}},
		{"ecom-shipping-takes-its-time", ids("ECOM-CL-09", "ECOM-CL-10"), "How it ships is known after eleven seconds.", func(h *habits) { h.expressAfter = 11 * time.Second }},
		{"ecom-shipping-fails", ids("ECOM-CL-09", "ECOM-CL-10"), "Asked how it ships, the shop answers 500.", func(h *habits) { h.expressStatus = 500 }},
		{"ecom-consent-refused", ids("ECOM-CL-10"), "Nobody takes in that a consent is gone.", func(h *habits) { h.consentStatus = http.StatusNotFound }},
		{"ecom-consent-escaped", ids("ECOM-CL-10"), "Who withdraws is looked for by the name as it stands in the address.", func(h *habits) { h.escapedConsents = true }},
		{"ecom-remembers-who-left", ids("ECOM-CL-10"), "Whoever withdraws is not forgotten.", func(h *habits) { h.remembers = true }},
		{"ecom-captures-the-cart", ids("ECOM-CL-02"), "What shipping costs is never captured.", func(h *habits) { h.capturesCart = true }},
		{"ecom-knows-reserved-alone", ids("ECOM-CL-11"), "Express has another word for what is reserved, which the shop takes for a failure.", func(h *habits) { h.reservedAlone = true }},
	}
}

package shop

import "net/http"

// cancelTooEarly gives up while the customer is still looking for the phone.
func cancelTooEarly(s *Shop) {
	at := epaymentPayments + "/" + sequencePayment
	s.call("create", http.MethodPost, epaymentPayments, epaymentOrder(sequencePayment), "Idempotency-Key", s.key())
	s.call("read", http.MethodGet, at, nil)
	s.call("cancel", http.MethodPost, at+"/cancel", nil, "Idempotency-Key", s.key())
}

func reuseReference(s *Shop) {
	s.call("create", http.MethodPost, epaymentPayments, epaymentOrder(sequencePayment), "Idempotency-Key", s.key())
	s.act("/payments/"+sequencePayment+"/reject", nil)
	s.call("create again", http.MethodPost, epaymentPayments, epaymentOrder(sequencePayment), "Idempotency-Key", s.key())
}

func reuseOrderID(s *Shop) {
	s.call("initiate", http.MethodPost, ecomPayments, s.ecomOrder(sequencePayment))
	s.act("/payments/"+sequencePayment+"/reject", nil)
	s.call("initiate again", http.MethodPost, ecomPayments, s.ecomOrder(sequencePayment))
}

func mixEnvironments(s *Shop) {
	for _, host := range []string{"apitest.vipps.no", "api.vipps.no"} {
		s.call("list", http.MethodGet, webhookRegistrations, nil, "Host", host)
	}
}

func stopReserved(s *Shop) {
	at := s.agree(agreementDraft())
	s.call("first charge", http.MethodGet, at+"/charges/honey-first-77", nil)
	s.call("stop", http.MethodPatch, at, object{"status": "STOPPED"}, "Idempotency-Key", s.key())
}

func forgetCampaign(s *Shop) {
	cheap := agreementDraft()
	delete(cheap, "initialCharge")
	cheap["campaign"] = object{"type": "PRICE_CAMPAIGN", "price": 1000, "end": "2026-12-01T00:00:00Z"}
	at := s.agree(cheap)
	s.call("charge", http.MethodPost, at+"/charges", charge("honey-may-2026", dueSoon), "Idempotency-Key", s.key())
}

func shareExternalID(s *Shop) {
	draft := agreementDraft()
	delete(draft, "initialCharge")
	at := s.agree(draft)
	for i, due := range []string{dueSoon, dueLater} {
		one := charge([]string{"honey-may-2026", "honey-june-2026"}[i], due)
		one["externalId"] = "honey"
		s.call("charge", http.MethodPost, at+"/charges", one, "Idempotency-Key", s.key())
	}
}

// agree has a customer agree to a draft, and gives the agreement's path.
func (s *Shop) agree(draft object) string {
	id := s.call("draft", http.MethodPost, agreements, draft, "Idempotency-Key", s.key()).text("agreementId")
	s.act("/agreements/"+id+"/approve", nil)
	s.call("agreement", http.MethodGet, agreements+"/"+id, nil)
	return agreements + "/" + id
}

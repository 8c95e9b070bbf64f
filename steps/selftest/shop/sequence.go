package shop

import (
	"fmt"
	"net/http"
	"time"
)

// sequenceMistakes lie between calls: each has a script of its own.
func sequenceMistakes() []Mistake {
	return []Mistake{
		{Name: "polling-twice-a-second", API: "epayment.v1", Rule: "guide.polling-rate", Says: "A status is asked for every two seconds.", play: pollTooOften},
		{Name: "token-for-every-call", API: "access-token.v1", Rule: "guide.token-reuse", Says: "A token is used until it expires.", play: fetchTokens},
		{Name: "capture-at-once", API: "epayment.v1", Rule: "guide.capture-early", Says: "Who captures has seen that it is reserved.", play: captureAtOnce},
		{Name: "callback-alone", API: "ecom.v2", Rule: "guide.callback-alone", Says: "Who is told also asks.", play: captureOnTheWord},
		{Name: "cancel-while-the-customer-waits", API: "epayment.v1", Rule: "guide.cancel-early", Says: "A customer has ten minutes.", play: cancelTooEarly},
		{Name: "reference-of-an-earlier-attempt", API: "epayment.v1", Rule: "guide.reference-reuse", Says: "A new attempt has a new reference.", play: reuseReference},
		{Name: "ecom-order-id-of-an-earlier-attempt", API: "ecom.v2", Rule: "guide.reference-reuse", Says: "A new attempt has a new order id.", play: reuseOrderID},
		{Name: "one-key-for-two-environments", API: "epayment.v1", Rule: "guide.environment-keys", Says: "Each environment has keys of its own.", play: mixEnvironments},
		{Name: "recurring-stop-before-capture", API: "recurring.v3", Rule: "guide.stop-reserved", Says: "Who stops has captured or cancelled.", play: stopReserved},
		{Name: "recurring-usual-price-in-a-campaign", API: "recurring.v3", Rule: "guide.campaign-price", Says: "A campaign's price is taken while it runs.", play: forgetCampaign},
		{Name: "recurring-one-external-id-for-two", API: "recurring.v3", Rule: "guide.external-id", Says: "An externalId is of one charge.", play: shareExternalID},
		{Name: "checkout-captured-by-ecom", API: "checkout.v3", Rule: "guide.checkout-by-epayment", Says: "What Checkout sold is captured through ePayment.", play: captureCheckoutByEcom},
		{Name: "webhook-registered-twice", API: "webhooks.v1", Rule: "guide.webhook-once", Says: "A webhook is registered once.", play: registerTwice},
		{Name: "refused-three-times", API: "epayment.v1", Rule: "guide.retry-refused", Says: "What was refused is not sent again.", play: insist},
		{Name: "too-many-and-at-once", API: "epayment.v1", Rule: "guide.retry-after", Says: "After 429 the shop waits.", play: hurry},
		{Name: "one-key-for-everything", API: "epayment.v1", Rule: "guide.shared-key", Says: "Every call has a key of its own.", play: shareKey},
		{Name: "ecom-one-key-for-everything", API: "ecom.v2", Rule: "guide.shared-key", Says: "Every call has a key of its own.", play: shareRequestID},
		{Name: "key-for-another-amount", API: "epayment.v1", Rule: "idempotency.other-content", Says: "A key stands for one request.", play: reuseKey},
		{Name: "ecom-key-for-another-amount", API: "ecom.v2", Rule: "idempotency.other-content", Says: "A key stands for one request.", play: reuseRequestID},
		{Name: "new-key-on-retry", API: "epayment.v1", Rule: "idempotency.new-key-on-retry", Says: "A repetition has the key of the first time.", play: retryWithNewKey},
		{Name: "ecom-new-key-on-retry", API: "ecom.v2", Rule: "idempotency.new-key-on-retry", Says: "A repetition has the key of the first time.", play: retryWithNewRequestID},
	}
}

const sequencePayment = "honey-payment-90"

// reserve has a payment of ePayment reserved, as it should be.
func (s *Shop) reserve() string {
	at := epaymentPayments + "/" + sequencePayment
	s.call("create", http.MethodPost, epaymentPayments, epaymentOrder(sequencePayment), "Idempotency-Key", s.key())
	s.act("/payments/"+sequencePayment+"/approve", nil)
	s.call("read", http.MethodGet, at, nil)
	return at
}

// reserveByEcom has a payment of eCom reserved, as it should be.
func (s *Shop) reserveByEcom() string {
	at := ecomPayments + "/" + sequencePayment
	s.call("initiate", http.MethodPost, ecomPayments, s.ecomOrder(sequencePayment))
	s.act("/payments/"+sequencePayment+"/approve", nil)
	s.call("details", http.MethodGet, at+"/details", nil)
	return at
}

func (s *Shop) capture(at string, minor int64, key string) answer {
	return s.call("capture", http.MethodPost, at+"/capture", part(minor), "Idempotency-Key", key)
}

func (s *Shop) captureByEcom(at string, minor int64, key string) answer {
	return s.call("capture", http.MethodPost, at+"/capture", s.change(minor), "X-Request-Id", key)
}

func pollTooOften(s *Shop) {
	s.call("create", http.MethodPost, epaymentPayments, epaymentOrder(sequencePayment), "Idempotency-Key", s.key())
	s.scene.Wait(s.pause)
	s.pause = 500 * time.Millisecond
	for range 8 {
		s.call("read", http.MethodGet, epaymentPayments+"/"+sequencePayment, nil)
	}
}

func fetchTokens(s *Shop) {
	for range 6 {
		s.begin()
		s.call("list", http.MethodGet, webhookRegistrations, nil)
	}
}

func captureAtOnce(s *Shop) {
	s.call("create", http.MethodPost, epaymentPayments, epaymentOrder(sequencePayment), "Idempotency-Key", s.key())
	s.capture(epaymentPayments+"/"+sequencePayment, 49900, s.key())
}

// registerTwice registers as every process of a shop does that looks for nothing.
func registerTwice(s *Shop) {
	for range 2 {
		s.call("register", http.MethodPost, webhookRegistrations, object{
			"url": Address + "/hook", "events": []any{"epayments.payment.authorized.v1"},
		})
	}
}

func captureCheckoutByEcom(s *Shop) {
	sellByCheckout(s)
	s.captureByEcom(ecomPayments+"/honey-session-77", 100, s.key())
}

func captureOnTheWord(s *Shop) {
	s.call("initiate", http.MethodPost, ecomPayments, s.ecomOrder(sequencePayment))
	s.act("/payments/"+sequencePayment+"/approve", nil)
	s.captureByEcom(ecomPayments+"/"+sequencePayment, 49900, s.key())
}

func insist(s *Shop) {
	at := s.reserve()
	for range 3 {
		s.capture(at, 49901, s.key())
	}
}

// hurry captures in so many parts that it is told to wait, and does not.
func hurry(s *Shop) {
	at := s.reserve()
	s.pause = 100 * time.Millisecond
	for n := range 40 {
		key := fmt.Sprintf("key-of-part-%04d", n)
		if s.capture(at, 100, key).status == http.StatusTooManyRequests {
			s.capture(at, 100, key)
			return
		}
	}
}

func shareKey(s *Shop) {
	at, key := s.reserve(), s.key()
	s.capture(at, 49900, key)
	s.call("refund", http.MethodPost, at+"/refund", part(9900), "Idempotency-Key", key)
}

func shareRequestID(s *Shop) {
	at, key := s.reserveByEcom(), s.key()
	s.captureByEcom(at, 49900, key)
	s.call("refund", http.MethodPost, at+"/refund", s.change(9900), "X-Request-Id", key)
}

func reuseKey(s *Shop) {
	at, key := s.reserve(), s.key()
	s.capture(at, 19900, key)
	s.capture(at, 29900, key)
}

func reuseRequestID(s *Shop) {
	at, key := s.reserveByEcom(), s.key()
	s.captureByEcom(at, 19900, key)
	s.captureByEcom(at, 29900, key)
}

func retryWithNewKey(s *Shop) {
	at := s.reserve()
	s.scene.Lose()
	s.capture(at, 19900, s.key())
	s.capture(at, 19900, s.key())
}

func retryWithNewRequestID(s *Shop) {
	at := s.reserveByEcom()
	s.scene.Lose()
	s.captureByEcom(at, 19900, s.key())
	s.captureByEcom(at, 19900, s.key())
}

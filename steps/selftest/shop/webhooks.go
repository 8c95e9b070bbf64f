package shop

import (
	"net/http"
	"time"
)

const webhookRegistrations = "/webhooks/v1/webhooks"

// listen registers for events, has one told, and registers no more.
func listen(s *Shop) {
	const id = "honey-payment-81"
	a := s.call("register", http.MethodPost, webhookRegistrations, object{
		"url": Address + "/hook", "events": []any{"epayments.payment.created.v1", "epayments.payment.authorized.v1"},
	})
	s.call("list", http.MethodGet, webhookRegistrations, nil)
	s.call("create", http.MethodPost, epaymentPayments, epaymentOrder(id), "Idempotency-Key", s.key())
	s.act("/payments/"+id+"/approve", nil)
	s.call("read", http.MethodGet, epaymentPayments+"/"+id, nil)
	s.call("delete", http.MethodDelete, webhookRegistrations+"/"+a.text("id"), nil)
}

func webhookMistakes() []Mistake {
	return together(of("webhooks",
		row{"register", "webhook-in-clear", "guide.https-url", "Events go to https.", set("/url", "http://shop.example/hook")},
		row{"register", "webhook-event-misspelt", "guide.webhook-event-name", "Events are spelt as documented.", set("/events/0", "epayment.payment.created.v1")},
		row{"register", "webhook-events-as-text", "schema.type", "Events are a list.", set("/events", "epayments.payment.created.v1")},
		row{"delete", "webhook-without-token", "auth.missing", "Calls carry a token.", header("Authorization")},
	), answering("webhooks",
		answered{"/hook", "webhook-obsolete", "callback.refused", "An event is answered with 2xx.", func(r *reply) { r.status = http.StatusNotFound }},
		answered{"/hook", "webhook-moved", "callback.redirected", "An event is answered where it was registered for.", func(r *reply) {
			r.status, r.location = http.StatusMovedPermanently, Address+"/elsewhere"
		}},
		answered{"/hook", "webhook-slow", "callback.late", "An event is answered within 10 seconds.", func(r *reply) { r.after = 11 * time.Second }},
	))
}

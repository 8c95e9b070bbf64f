package steps

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"kontrakt/harness/client/receiver"
	"kontrakt/harness/signature"
)

func sayWebhookMerchant(b *book) {
	b.say(`somebody (captures|cancels|refunds) the payment in the portal`, somebodyChangesInPortal)
	b.say(`Vipps is impatient`, vippsIsImpatient)
	b.say(`the merchant's endpoint breaks once`, endpointBreaksOnce)
	b.say(`the merchant's endpoint breaks for that payment`, endpointBreaksForPayment)
	b.say(`the merchant's endpoint works again`, endpointWorks)
	b.say(`the merchant (hashes the body written anew|ignores the date|takes whatever comes)`, merchantVerifiesBadly)
	b.say(`deliveries are (changed on their way|signed with another secret|signed for another port|repeated with their first date|repeated after they were taken)`, deliveriesAre)
}

func (w *world) onPost(behave receiver.Behaviour) error {
	box, err := w.inbox()
	if err == nil {
		box.On(http.MethodPost, "", behave)
	}
	return err
}

// vippsIsImpatient saves the time that the API gives the merchant in reality.
func vippsIsImpatient(ctx context.Context) error {
	worldFrom(ctx).unit.impatient = true
	return nil
}

// somebodyChangesInPortal takes, gives up or gives back all that there is.
func somebodyChangesInPortal(ctx context.Context, done string) error {
	w := worldFrom(ctx)
	act := strings.TrimSuffix(done, "s")
	want, err := w.payment.after(act, nil)
	if err != nil {
		return err
	}
	w.payment.money = want.money
	return w.act(ctx, w.payment.order.Reference, act, nil)
}

func endpointBreaksOnce(ctx context.Context) error {
	return worldFrom(ctx).onPost(receiver.Behaviour{Status: http.StatusInternalServerError, Times: 1})
}

func endpointBreaksForPayment(ctx context.Context) error {
	w := worldFrom(ctx)
	reference := w.payment.order.Reference
	return w.onPost(receiver.Behaviour{Choose: func(c receiver.Call) receiver.Behaviour {
		if strings.Contains(string(c.Body), reference) {
			return receiver.Behaviour{Status: http.StatusInternalServerError}
		}
		return receiver.Verifying(c)
	}})
}

func endpointWorks(ctx context.Context) error {
	return worldFrom(ctx).onPost(receiver.Behaviour{Choose: receiver.Verifying})
}

// merchantVerifiesBadly plays the mistakes that merchants make with signatures.
func merchantVerifiesBadly(ctx context.Context, how string) error {
	return worldFrom(ctx).onPost(receiver.Behaviour{Choose: func(c receiver.Call) receiver.Behaviour {
		accepted := true
		switch how {
		case "hashes the body written anew":
			accepted = anewHash(c.Body) == c.Header.Get(signature.HeaderContent)
		case "ignores the date":
			accepted = c.Signature != nil
			for _, f := range c.Signature.Flaws {
				accepted = accepted && f.Header == signature.HeaderDate
			}
		}
		if accepted {
			return receiver.Behaviour{}
		}
		return receiver.Behaviour{Status: http.StatusUnauthorized}
	}})
}

// anewHash is what comes out for who parses a body and writes it again.
func anewHash(body []byte) string {
	var v any
	if json.Unmarshal(body, &v) != nil {
		return ""
	}
	again, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return ""
	}
	return signature.ContentHash(again)
}

// deliveriesAre switches a seeded defect on for the scenario's merchant.
func deliveriesAre(ctx context.Context, how string) error {
	name, ok := map[string]string{
		"changed on their way":           "webhook-body-changed-after-signing",
		"signed with another secret":     "webhook-signed-with-another-secret",
		"signed for another port":        "webhook-default-port-signed",
		"repeated with their first date": "webhook-repeated-with-the-first-date",
		"repeated after they were taken": "webhook-repeated-after-success",
	}[how]
	if !ok {
		return fmt.Errorf("deliveries cannot be this: %s", how)
	}
	w := worldFrom(ctx)
	m, err := w.shop(ctx)
	if err != nil {
		return err
	}
	var on struct {
		Faults []string `json:"faults"`
	}
	if err := w.control(ctx, m.tenant, http.MethodGet, "faults", nil, &on); err != nil {
		return err
	}
	if !slices.Contains(on.Faults, name) {
		on.Faults = append(on.Faults, name)
	}
	return w.control(ctx, m.tenant, http.MethodPut, "faults", on, nil)
}

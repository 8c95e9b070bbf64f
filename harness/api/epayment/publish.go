package epayment

import (
	"strings"

	"kontrakt/harness/api/defect"
	"kontrakt/harness/sandbox"
	"kontrakt/harness/sandbox/webhook"
)

// toldJSON is the payload of a webhook. The authorization also tells of the
// customer.
type toldJSON struct {
	MSN string `json:"msn"`
	event
	sharedJSON
	Sub        string `json:"sub,omitempty"`
	Guaranteed string `json:"captureGuaranteedUntil,omitempty"`
}

// tell publishes what has happened since the merchant was told last. Payments of
// other APIs have no webhooks.
//
// Choice: attempts that failed are told as well, with success false.
func (p *payment) tell(b *sandbox.Box) {
	if p.foreign {
		return
	}
	all := p.events(b)
	fresh := all[p.told:]
	p.told = len(all)
	for _, e := range fresh {
		if !silent(b, e) {
			p.publish(b, e)
		}
	}
}

// silent says whether a seeded defect keeps an event from the merchant.
func silent(b *sandbox.Box, e event) bool {
	return e.Name == "EXPIRED" && b.Fault(faultExpiryUntold) || e.Name == "ABORTED" && b.Fault(faultAbortUntold) ||
		e.Name == "CREATED" && b.Fault(faultCreationUntold) || !e.Success && b.Fault(faultFailureUntold)
}

func (p *payment) publish(b *sandbox.Box, e event) {
	body := toldJSON{MSN: b.MSN(), event: e}
	if e.Name == "AUTHORIZED" && e.Success {
		body.sharedJSON, body.Sub, body.Guaranteed = p.shared(b), p.sub, p.guaranteed()
	}
	if b.Fault(faultEventsShareNumber) {
		body.PspReference = p.events(b)[0].PspReference
	}
	name := strings.ToLower(e.Name)
	if e.Name == "TERMINATED" && b.Fault(faultTerminatedCancelled) {
		name, body.Name = "cancelled", "CANCELLED"
	}
	webhook.Publish(b, webhook.Event{
		Name: "epayments.payment." + name + ".v1", Subject: e.Reference,
		Body: defect.Change(b, alterations(), tellCall, sandbox.JSON(200, "", body).Body),
	})
}

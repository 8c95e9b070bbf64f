package journal

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"

	"kontrakt/harness/client"
)

// A making is a call that makes something.
type making struct {
	path string
	kind Kind
	api  string
	// asked finds the name in the request, answered in the answer.
	asked, answered []string
	// url finds where a webhook leads.
	url []string
}

// makings are the calls after which there is something to give up. A session of
// Checkout v2 is none: nothing ends it but time.
func makings() []making {
	return []making{
		{path: "/ecomm/v2/payments", kind: Payment, api: "ecom.v2", asked: []string{"transaction", "orderId"}},
		{path: "/epayment/v1/payments", kind: Payment, api: "epayment.v1", asked: []string{"reference"}},
		{path: "/checkout/v3/session", kind: Session, api: "checkout.v3", asked: []string{"reference"}},
		{path: "/checkout/v3/session", kind: Session, api: "checkout.v3", asked: []string{"transaction", "reference"}},
		{path: "/recurring/v3/agreements", kind: Agreement, api: "recurring.v3", answered: []string{"agreementId"}},
		{path: "/recurring/v2/agreements", kind: Agreement, api: "recurring.v2", answered: []string{"agreementId"}},
		{path: "/webhooks/v1/webhooks", kind: Webhook, api: "webhooks.v1", answered: []string{"id"}, url: []string{"url"}},
	}
}

// Around notes what a scenario makes: before the call what the request names, and
// what the answer names before anybody has it. What cannot be noted is not made.
//
// An agreement whose answer was lost needs no line: nobody can accept it, and it
// expires within ten minutes.
func (j *Journal) Around(scenario string) client.Around {
	return func(ctx context.Context, r client.Request, send client.Send) (client.Answer, error) {
		var fresh []Thing
		for _, m := range makings() {
			t, ok := j.asked(m, r)
			if !ok {
				continue
			}
			isFresh, err := j.Made(t, scenario)
			if err != nil {
				return client.Answer{}, &client.Broken{Doing: r.Method + " " + r.Target, Cause: err}
			}
			if isFresh {
				fresh = append(fresh, t)
			}
		}
		answer, err := send(ctx, r)
		if err != nil {
			return answer, err // nobody knows what became of it
		}
		if err := j.answered(r, answer, scenario, fresh); err != nil {
			return client.Answer{}, &client.Broken{Doing: r.Method + " " + r.Target, Cause: err}
		}
		return answer, nil
	}
}

// asked gives what a request is going to make, by what it says itself.
func (j *Journal) asked(m making, r client.Request) (Thing, bool) {
	path, _, _ := strings.Cut(r.Target, "?")
	if r.Method != http.MethodPost || !strings.EqualFold(strings.TrimSuffix(path, "/"), m.path) {
		return Thing{}, false
	}
	t := Thing{Target: j.Target, MSN: j.MSN, Kind: m.kind, API: m.api}
	t.ID, t.URL = text(r.Body, m.asked), text(r.Body, m.url)
	return t, t.ID != "" || t.URL != ""
}

// answered notes what the answer names, and takes back what was refused.
func (j *Journal) answered(r client.Request, a client.Answer, scenario string, fresh []Thing) error {
	if a.Status >= 400 && a.Status < 500 {
		for _, t := range fresh {
			if err := j.Gone(t); err != nil {
				return err
			}
		}
		return nil
	}
	for _, m := range makings() {
		path, _, _ := strings.Cut(r.Target, "?")
		id := text(a.Body, m.answered)
		if id == "" || r.Method != http.MethodPost || !strings.EqualFold(strings.TrimSuffix(path, "/"), m.path) {
			continue
		}
		t := Thing{Target: j.Target, MSN: j.MSN, Kind: m.kind, API: m.api, ID: id}
		if _, err := j.Made(t, scenario); err != nil {
			return err
		}
		for _, unnamed := range fresh { // now it has a name
			if err := j.Gone(unnamed); err != nil {
				return err
			}
		}
	}
	return nil
}

// text finds a text, or a number as it is written, in a JSON body.
func text(body []byte, path []string) string {
	if len(path) == 0 {
		return ""
	}
	at := json.RawMessage(body)
	for _, name := range path {
		var object map[string]json.RawMessage
		if json.Unmarshal(at, &object) != nil {
			return ""
		}
		at = object[name]
	}
	var s string
	if json.Unmarshal(at, &s) != nil {
		return ""
	}
	return s
}

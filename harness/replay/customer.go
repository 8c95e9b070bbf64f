package replay

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"kontrakt/harness"
	"kontrakt/harness/client"
)

// An Act is what a customer did, or time.
type Act struct {
	// Kind is payments, agreements or charges, Name the target's own of it.
	Kind, Name string
	// Verb is approve, reject, expire, fail, settle or stop.
	Verb string
	// Contract is the API that it belongs to, such as ecom.v2.
	Contract string
	Scenario string
}

// A Customer acts in the place of customers. Its error says why it cannot; a
// *client.Broken ends the replay.
type Customer interface {
	Act(ctx context.Context, a Act) error
}

// Control acts through the control calls of a sandbox, where every recorded
// scenario gets a merchant of its own.
type Control struct {
	URL  string
	HTTP *http.Client
	// Tenant gives the sandbox's name of a scenario's merchant.
	Tenant func(scenario string) string
}

// Act implements [Customer].
func (c Control) Act(ctx context.Context, a Act) error {
	return c.call(ctx, c.Tenant(a.Scenario), a.Kind+"/"+url.PathEscape(a.Name)+"/"+a.Verb, struct{}{}, nil)
}

// A Tenant is a merchant of the replay's own in a sandbox.
type Tenant struct {
	MSN             string `json:"msn"`
	ClientID        string `json:"clientId"`
	ClientSecret    string `json:"clientSecret"`
	SubscriptionKey string `json:"subscriptionKey"`
}

// Open makes a merchant who may call as often as it likes. One that is able may do
// all that a sales unit can be allowed.
func (c Control) Open(ctx context.Context, name string, able bool) (Tenant, error) {
	var t Tenant
	abilities := map[string]bool{}
	if able {
		for _, a := range []string{"skipLandingPage", "nationalIdentityNumber", "express", "longLiving", "partialCapture", "unscheduled", "fullFlex"} {
			abilities[a] = true
		}
	}
	err := c.call(ctx, "", "tenants", map[string]any{"name": "replay " + name, "abilities": abilities, "rateLimits": false, "patienceMs": 200}, &t)
	return t, err
}

// Able says, of every scenario, whether its sales unit was allowed what it asked
// for: nothing that it wanted to start was refused.
func Able(recorded []harness.Exchange) map[string]bool {
	able := map[string]bool{}
	for i := range recorded {
		x := &recorded[i]
		path, _, _ := strings.Cut(x.Request.Target, "?")
		starts := x.Request.Method == http.MethodPost && startPath.MatchString(path)
		if _, seen := able[x.Scenario]; !seen {
			able[x.Scenario] = true
		}
		if starts && x.Response.Status >= 400 {
			able[x.Scenario] = false
		}
	}
	return able
}

var startPath = regexp.MustCompile(`/(payments|agreements|session|charges)$`)

func (c Control) call(ctx context.Context, tenant, path string, in, out any) error {
	body, err := json.Marshal(in)
	if err != nil {
		return err
	}
	q, err := http.NewRequestWithContext(ctx, http.MethodPost, c.URL+"/__sandbox/"+path, bytes.NewReader(body))
	if err != nil {
		return err
	}
	q.Header.Set("Content-Type", "application/json")
	if tenant != "" {
		q.Header.Set("Kontrakt-Tenant", tenant)
	}
	answer, err := c.HTTP.Do(q)
	if err != nil {
		return &client.Broken{Doing: "ask the sandbox", Cause: errors.Unwrap(err)}
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(io.LimitReader(answer.Body, 1<<20))
	if err != nil {
		return &client.Broken{Doing: "ask the sandbox", Cause: err}
	}
	if answer.StatusCode > 299 {
		return fmt.Errorf("the sandbox answers with status %d", answer.StatusCode)
	}
	if out != nil {
		return json.Unmarshal(text, out)
	}
	return nil
}

// Force approves through the calls that test environments have for it; of all
// else it says that a person is needed.
type Force struct {
	Client func(ctx context.Context, scenario string) (*client.Client, error)
	// Phone is a test user's number, of eight digits.
	Phone string
}

// Act implements [Customer].
func (f Force) Act(ctx context.Context, a Act) error {
	if a.Verb != "approve" {
		return errors.New("only a person, or time, can do that")
	}
	r, ok := f.request(a)
	switch {
	case !ok:
		return errors.New("nothing approves it but the customer")
	case f.Phone == "":
		return errors.New("it wants the number of a test user: --phone")
	}
	c, err := f.Client(ctx, a.Scenario)
	if err != nil {
		return err
	}
	answer, err := c.Do(ctx, r)
	if err != nil {
		return err
	}
	if answer.Status > 299 {
		return fmt.Errorf("the target answers with status %d", answer.Status)
	}
	return nil
}

func (f Force) request(a Act) (client.Request, bool) {
	name := url.PathEscape(a.Name)
	switch {
	case a.Contract == "ecom.v2":
		return client.Request{Method: http.MethodPost, Target: "/ecomm/v2/integration-test/payments/" + name + "/approve",
			Body: []byte(`{"customerPhoneNumber":"` + f.Phone + `"}`)}, true
	case a.Contract == "epayment.v1":
		return client.Request{Method: http.MethodPost, Target: "/epayment/v1/test/payments/" + name + "/approve",
			Body: []byte(`{"customer":{"phoneNumber":"47` + f.Phone + `"}}`)}, true
	case strings.HasPrefix(a.Contract, "recurring.") && a.Kind == "agreements":
		return client.Request{Method: http.MethodPatch, Target: "/recurring/v3/agreements/" + name + "/accept",
			Header: http.Header{"Idempotency-Key": {"accept-" + a.Name}}, Body: []byte(`{"phoneNumber":"47` + f.Phone + `"}`)}, true
	}
	return client.Request{}, false
}

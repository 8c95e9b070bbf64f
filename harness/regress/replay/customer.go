package replay

import (
	"bytes"
	"cmp"
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
	// Kind is what it is done to, such as payments, agreements, charges or sessions,
	// and Name the target's own of it; clock and faults have none.
	Kind, Name string
	// Verb is what is done, such as approve, reject, expire, fail, settle or stop.
	Verb string
	// Contract is the API that it belongs to, such as ecom.v2.
	Contract string
	// Of is the recorded merchant that it is about.
	Of Merchant
	// Method and Body are those of the recorded control call; empty where the act
	// follows from what was answered.
	Method string
	Body   []byte
}

// A Merchant is one of a recording.
type Merchant struct {
	// Scenario is empty in a recording that has none.
	Scenario string
	// MSN is the recorded serial number, empty where the recording does not say
	// how the merchant was made.
	MSN string
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
	// Tenant gives the sandbox's name of a recorded merchant.
	Tenant func(m Merchant) string
	// Routes lead from the addresses of recorded merchants to where they are now.
	Routes map[string]string
}

// Act implements [Customer].
func (c Control) Act(ctx context.Context, a Act) error {
	path := a.Kind
	if a.Name != "" {
		path += "/" + url.PathEscape(a.Name) + "/" + a.Verb
	}
	if len(a.Body) == 0 {
		a.Body = []byte("{}")
	}
	if err := c.call(ctx, c.Tenant(a.Of), cmp.Or(a.Method, http.MethodPost), path, a.Body, nil); err != nil || len(c.Routes) == 0 {
		return err
	}
	// What follows from it may hang on the merchant's answers.
	return c.call(ctx, c.Tenant(a.Of), http.MethodGet, "deliveries?wait=PT10S", nil, nil)
}

// A Tenant is a merchant of the replay's own in a sandbox.
type Tenant struct {
	MSN             string `json:"msn"`
	ClientID        string `json:"clientId"`
	ClientSecret    string `json:"clientSecret"`
	SubscriptionKey string `json:"subscriptionKey"`
}

// A Unit is what a recording shows of the sales unit behind a scenario.
type Unit struct {
	// Able says that it may do all that one can be allowed.
	Able bool
	// Market is where it sells: NO, DK or FI; empty is anywhere.
	Market string
}

// Open makes a merchant who may call as often as it likes.
func (c Control) Open(ctx context.Context, name string, u Unit) (Tenant, error) {
	var t Tenant
	abilities := map[string]any{}
	if u.Able {
		for _, a := range []string{"skipLandingPage", "nationalIdentityNumber", "express", "longLiving", "partialCapture", "unscheduled", "fullFlex"} {
			abilities[a] = true
		}
	}
	if u.Market != "" {
		abilities["market"] = u.Market
	}
	err := c.make(ctx, map[string]any{"name": "replay " + name, "abilities": abilities, "rateLimits": false, "patienceMs": 200}, &t)
	return t, err
}

// Repeat makes a merchant as a recorded one was made, its clock included.
func (c Control) Repeat(ctx context.Context, made []byte) (Tenant, error) {
	var t Tenant
	var ask map[string]any
	d := json.NewDecoder(bytes.NewReader(made))
	d.UseNumber()
	if err := d.Decode(&ask); err != nil {
		return t, fmt.Errorf("read how the merchant was made: %w", err)
	}
	err := c.make(ctx, ask, &t)
	return t, err
}

func (c Control) make(ctx context.Context, ask map[string]any, t *Tenant) error {
	if len(c.Routes) > 0 {
		ask["routes"] = c.Routes
	}
	body, err := json.Marshal(ask)
	if err != nil {
		return err
	}
	return c.call(ctx, "", http.MethodPost, "tenants", body, t)
}

// Units says of every scenario what its sales unit must have been. One that was
// refused nothing that it wanted to start was allowed all it asked for; one that
// sold in one currency, and in another not, sells where that is the money.
func Units(recorded []harness.Exchange) map[string]Unit {
	units, sold, refused := map[string]Unit{}, map[string]string{}, map[string]string{}
	for i := range recorded {
		x := &recorded[i]
		path, _, _ := strings.Cut(x.Request.Target, "?")
		if _, seen := units[x.Scenario]; !seen {
			units[x.Scenario] = Unit{Able: true}
		}
		if x.Request.Method != http.MethodPost || !startPath.MatchString(path) {
			continue
		}
		currency := ""
		if m := currencyOf.FindSubmatch(x.Request.Body.Bytes); m != nil {
			currency = string(m[1])
		}
		if x.Response.Status >= 400 {
			units[x.Scenario] = Unit{}
			refused[x.Scenario] = currency
		} else {
			sold[x.Scenario] = currency
		}
	}
	for name, u := range units {
		u.Market = market(sold[name], refused[name])
		units[name] = u
	}
	return units
}

// market is where a unit sells that took money in one currency, if in any, and
// refused another.
func market(sold, refused string) string {
	markets := map[string]string{"NOK": "NO", "DKK": "DK", "EUR": "FI"}
	switch {
	case sold != "" && refused != "" && sold != refused, sold == "DKK", sold == "EUR":
		return markets[sold]
	case sold == "" && refused == "NOK":
		return "DK"
	case sold == "" && refused != "":
		return "NO"
	}
	return ""
}

var currencyOf = regexp.MustCompile(`"currency"\s*:\s*"([A-Z]{3})"`)

var startPath = regexp.MustCompile(`/(payments|agreements|session|charges)$`)

func (c Control) call(ctx context.Context, tenant, method, path string, body []byte, out any) error {
	q, err := http.NewRequestWithContext(ctx, method, c.URL+"/__sandbox/"+path, bytes.NewReader(body))
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
	Client func(ctx context.Context, m Merchant) (*client.Client, error)
	// Phone is a test user's number, of eight digits.
	Phone string
}

// Act implements [Customer].
func (f Force) Act(ctx context.Context, a Act) error {
	switch {
	case a.Kind == "clock":
		return errors.New("only a sandbox's time can be moved")
	case a.Kind == "faults":
		return errors.New("only a sandbox has defects to switch on")
	case a.Verb != "approve":
		return errors.New("only a person, or time, can do that")
	}
	r, ok := f.request(a)
	switch {
	case !ok:
		return errors.New("nothing approves it but the customer")
	case f.Phone == "":
		return errors.New("it wants the number of a test user: --phone")
	}
	c, err := f.Client(ctx, a.Of)
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

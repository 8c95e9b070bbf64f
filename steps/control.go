package steps

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"kontrakt/harness"
	"kontrakt/harness/client"
	"kontrakt/harness/config"
)

// A unit is what kind of sales unit a scenario asks the sandbox for.
type unit struct {
	DirectCapture          bool   `json:"directCapture,omitempty"`
	SkipLandingPage        bool   `json:"skipLandingPage,omitempty"`
	LoginOnly              bool   `json:"loginOnly,omitempty"`
	NationalIdentityNumber bool   `json:"nationalIdentityNumber,omitempty"`
	Express                bool   `json:"express,omitempty"`
	LongLiving             bool   `json:"longLiving,omitempty"`
	PartialCapture         bool   `json:"partialCapture,omitempty"`
	LateCapture            bool   `json:"lateCapture,omitempty"`
	Unscheduled            bool   `json:"unscheduled,omitempty"`
	FullFlex               bool   `json:"fullFlex,omitempty"`
	Market                 string `json:"market,omitempty"`
	Limits                 string `json:"limits,omitempty"`
	// impatient lets the sandbox wait less for the merchant's answers than the
	// APIs do.
	impatient bool
	// unlimited lets the merchant call as often as it likes.
	unlimited bool
}

// impatience is enough for any answer on loopback that comes at all.
const impatience = time.Second

// tenant makes a merchant of the scenario's own in the sandbox.
func (w *world) tenant(ctx context.Context, u unit) (*merchant, error) {
	ask := map[string]any{"name": w.plan.ID, "abilities": u, "rateLimits": !u.unlimited, "clockStands": true}
	if u.impatient {
		ask["patienceMs"] = impatience.Milliseconds()
	}
	if w.ReceiverURL != "" && w.Receiver != nil {
		origin, err := url.Parse(w.Receiver.Origin())
		if err != nil {
			return nil, fmt.Errorf("read the receiver's origin: %w", err)
		}
		ask["routes"] = map[string]string{origin.Scheme + "://" + origin.Host: w.ReceiverURL}
	}
	var t struct {
		Clock           string `json:"clock"`
		MSN             string `json:"msn"`
		ClientID        string `json:"clientId"`
		ClientSecret    string `json:"clientSecret"`
		SubscriptionKey string `json:"subscriptionKey"`
	}
	if err := w.control(ctx, "", http.MethodPost, "tenants", ask, &t); err != nil {
		return nil, err
	}
	delete(ask, "name")
	delete(ask, "routes")
	ask["clock"] = t.Clock
	if err := w.tell(t.MSN, http.MethodPost, "tenants", ask); err != nil {
		return nil, err
	}
	return &merchant{
		tenant: t.MSN, tokens: client.NewTokens(),
		credentials: config.Credentials{
			ClientID: config.NewSecret(t.ClientID), ClientSecret: config.NewSecret(t.ClientSecret),
			SubscriptionKey: config.NewSecret(t.SubscriptionKey), MSN: t.MSN,
		},
	}, nil
}

// act lets the customer, or time, act on the scenario's payment. It skips the
// scenario where the target is no sandbox.
func (w *world) act(ctx context.Context, reference, verb string, data any) error {
	m, err := w.shop(ctx)
	if err != nil {
		return err
	}
	if data == nil {
		data = struct{}{}
	}
	return w.control(ctx, m.tenant, http.MethodPost, "payments/"+url.PathEscape(reference)+"/"+verb, data, nil)
}

// advance lets time pass for the scenario's merchant. What falls due meanwhile
// has happened when it returns, deliveries included.
func (w *world) advance(ctx context.Context, iso string) error {
	m, err := w.shop(ctx)
	if err != nil {
		return err
	}
	// The token may end on the way; a fresh one saves the refusal.
	m.tokens.Forget()
	return w.control(ctx, m.tenant, http.MethodPost, "clock", map[string]string{"advance": iso}, nil)
}

// control calls the sandbox itself and tells of what happened.
func (w *world) control(ctx context.Context, tenant, method, path string, in, out any) error {
	if err := w.askSandbox(ctx, tenant, method, path, in, out); err != nil || method == http.MethodGet || tenant == "" {
		return err
	}
	return w.tell(tenant, method, path, in)
}

// tell tells whoever records the scenario what was asked of the sandbox.
func (w *world) tell(tenant, method, path string, in any) error {
	if w.Acted == nil {
		return nil
	}
	body, err := json.Marshal(in)
	if err != nil {
		return fmt.Errorf("tell of %s %s: %w", method, path, err)
	}
	w.Acted(w.plan.ID, harness.Act{Tenant: tenant, Method: method, Path: path, Body: body})
	return nil
}

// askSandbox calls the sandbox itself, past the proxy.
func (w *world) askSandbox(ctx context.Context, tenant, method, path string, in, out any) error {
	if w.Control == "" {
		return skip("needs the sandbox")
	}
	doing := "ask the sandbox: " + method + " " + path
	body, err := json.Marshal(in)
	if err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	q, err := http.NewRequestWithContext(ctx, method, w.Control+"/__sandbox/"+path, bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	q.Header.Set("Content-Type", "application/json")
	if tenant != "" {
		q.Header.Set("Kontrakt-Tenant", tenant)
	}
	resp, err := w.direct.RoundTrip(q)
	if err != nil {
		return &client.Broken{Doing: doing, Cause: err}
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(resp.Body, 1<<20))
	switch {
	case err != nil:
		return &client.Broken{Doing: doing, Cause: err}
	case resp.StatusCode == http.StatusConflict:
		return &controlRefused{&client.Broken{Doing: doing, Cause: fmt.Errorf("%s", bytes.TrimSpace(answer))}}
	case resp.StatusCode > 299:
		return &client.Broken{Doing: doing, Cause: fmt.Errorf("status %d: %s", resp.StatusCode, bytes.TrimSpace(answer))}
	case out == nil:
		return nil
	}
	if err := json.Unmarshal(answer, out); err != nil {
		return &client.Broken{Doing: doing, Cause: err}
	}
	return nil
}

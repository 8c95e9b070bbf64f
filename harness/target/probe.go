package target

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"kontrakt/harness"
	"kontrakt/harness/client"
	"kontrakt/harness/sandbox"
)

// How long a target has to answer that it is there, and to give out a token.
const (
	probePatience = 10 * time.Second
	admitPatience = 30 * time.Second
)

// probe makes sure that somebody answers, and finds out whether it is a
// sandbox of ours. Any answer will do; its status says nothing here.
func (t *Target) probe(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, probePatience)
	defer cancel()
	q, err := http.NewRequestWithContext(ctx, http.MethodGet, t.URL+"/__sandbox/", nil)
	if err != nil {
		return err
	}
	q.Header.Set("Accept", "application/json")
	answer, err := t.ask(q)
	if err != nil {
		return t.unreachable(ctx, probePatience, err)
	}
	defer answer.Body.Close()
	var self struct {
		Name string `json:"name"`
	}
	body := io.LimitReader(answer.Body, 1<<16)
	if answer.StatusCode == http.StatusOK && json.NewDecoder(body).Decode(&self) == nil && self.Name == sandbox.Name {
		t.Control, t.Environment = t.URL, "sandbox"
		if !t.Credentials.Complete() {
			t.Credentials = defaultTenant()
		}
	}
	return nil
}

// ask sends one request of ours, past the proxy.
func (t *Target) ask(q *http.Request) (*http.Response, error) {
	if t.TLS == nil {
		return http.DefaultTransport.RoundTrip(q)
	}
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.TLSClientConfig, transport.DisableKeepAlives = t.TLS.Clone(), true
	return transport.RoundTrip(q)
}

// Admit makes sure that the target takes the credentials. It asks for one
// access token and forgets it; around stands around that, and waits where the target
// asks for it. A redirection is not followed: the credentials are for the target alone.
func (t *Target) Admit(ctx context.Context, around client.Around) error {
	if missing := t.missing(); len(missing) > 0 {
		return &harness.Stop{
			Err:   fmt.Errorf("target %s wants credentials; not set: %s", t.URL, strings.Join(missing, ", ")),
			Hint:  "export them, from the portal's page on the sales unit's API keys",
			Usage: true,
		}
	}
	if broken := t.uncarried(); len(broken) > 0 {
		return &harness.Stop{
			Err:   fmt.Errorf("no header can carry what stands in %s", strings.Join(broken, ", ")),
			Hint:  "is there a line break, at the end perhaps?",
			Usage: true,
		}
	}
	answer, err := around(ctx, client.Request{Method: http.MethodPost, Target: client.TokenPath, Header: t.keys()}, t.token)
	switch {
	case errors.Is(err, client.ErrThrottled):
		return &harness.Stop{
			Err:  fmt.Errorf("target %s gives no access token: %w", t.URL, err),
			Hint: "do many runs share these credentials? later it may have room",
		}
	case err != nil:
		return t.unreachable(ctx, admitPatience, err)
	}
	return t.admitted(answer)
}

func (t *Target) keys() http.Header {
	h := http.Header{
		"client_id":     {t.Credentials.ClientID.Reveal()},
		"client_secret": {t.Credentials.ClientSecret.Reveal()},
	}
	h.Set("Ocp-Apim-Subscription-Key", t.Credentials.SubscriptionKey.Reveal())
	h.Set("Merchant-Serial-Number", t.Credentials.MSN)
	return h
}

// token asks once.
func (t *Target) token(ctx context.Context, r client.Request) (client.Answer, error) {
	ctx, cancel := context.WithTimeout(ctx, admitPatience)
	defer cancel()
	q, err := http.NewRequestWithContext(ctx, r.Method, t.URL+r.Target, nil)
	if err != nil {
		return client.Answer{}, err
	}
	q.Header = r.Header.Clone()
	answer, err := t.ask(q)
	if err != nil {
		return client.Answer{}, err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(io.LimitReader(answer.Body, 1<<20))
	return client.Answer{Status: answer.StatusCode, Header: answer.Header, Body: body}, err
}

func (t *Target) admitted(answer client.Answer) error {
	switch answer.Status {
	case http.StatusOK:
		var token struct {
			AccessToken string `json:"access_token"`
		}
		if json.Unmarshal(answer.Body, &token) == nil && token.AccessToken != "" {
			return nil
		}
		return &harness.Stop{
			Err:  fmt.Errorf("target %s gives no access token: what it answers holds none", t.URL),
			Hint: "is it the API? it answers POST /accesstoken/get with something else",
		}
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusBadRequest:
		return &harness.Stop{
			Err:  fmt.Errorf("target %s refuses the credentials (status %d to the request for an access token)", t.URL, answer.Status),
			Hint: "check KONTRAKT_CLIENT_ID, KONTRAKT_CLIENT_SECRET, KONTRAKT_SUBSCRIPTION_KEY and KONTRAKT_MSN; test and production have keys of their own",
		}
	}
	return &harness.Stop{
		Err:  fmt.Errorf("target %s gives no access token (status %d)", t.URL, answer.Status),
		Hint: "does it serve POST /accesstoken/get?",
	}
}

// missing names the credentials that are not set.
func (t *Target) missing() []string {
	return t.which(func(value string) bool { return value == "" })
}

// uncarried names the credentials that are no value of a header (RFC 9110 §5.5).
func (t *Target) uncarried() []string {
	return t.which(func(value string) bool {
		return strings.ContainsFunc(value, func(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f })
	})
}

// which names the variables whose credentials are so.
func (t *Target) which(so func(value string) bool) []string {
	var names []string
	c := t.Credentials
	for _, n := range []struct{ name, value string }{
		{"KONTRAKT_CLIENT_ID", c.ClientID.Reveal()},
		{"KONTRAKT_CLIENT_SECRET", c.ClientSecret.Reveal()},
		{"KONTRAKT_SUBSCRIPTION_KEY", c.SubscriptionKey.Reveal()},
		{"KONTRAKT_MSN", c.MSN},
	} {
		if so(n.value) {
			names = append(names, n.name)
		}
	}
	return names
}

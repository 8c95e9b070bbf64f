package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// keys are those of the sales unit.
type keys struct{ url, id, secret, subscription, msn string }

// api calls Vipps MobilePay.
type api struct {
	keys
	habits
	client http.Client

	mu      sync.Mutex
	token   string
	expires time.Time
}

// A refusal is an answer that will be the same next time.
type refusal struct {
	status int
	body   string
}

func (r *refusal) Error() string { return fmt.Sprintf("the API answered %d: %s", r.status, r.body) }

// attempts is how often a call is made whose outcome is not known. Each has the
// key and the body of the first, so that it takes effect once.
const attempts = 5

// call makes a call and reads its answer. What cannot be known is asked again
// with the same key; what was refused is not.
func (a *api) call(ctx context.Context, method, path, key string, body, answer any) error {
	var sent []byte
	if body != nil {
		var err error
		if sent, err = json.Marshal(body); err != nil {
			return err
		}
	}
	var last error
	tries := attempts
	if a.chargesAnew && strings.HasSuffix(path, "/charges") {
		tries = 1
	}
	for attempt := range tries {
		if attempt > 0 && (a.newKeyOnRetry && strings.Contains(path, "/payments/") || a.newKeyForCharges && strings.Contains(path, "/charges")) {
			key += "-again"
		}
		status, text, wait, err := a.once(ctx, method, path, key, sent)
		switch {
		case err == nil && status < 300:
			if answer == nil || len(text) == 0 {
				return nil
			}
			return json.Unmarshal(text, answer)
		case err == nil && status < 500 && status != http.StatusTooManyRequests && status != http.StatusLocked:
			last = &refusal{status, string(text)}
			if !a.retriesRefused || attempt > 1 {
				return last
			}
		case err == nil:
			last = &refusal{status, string(text)}
		default:
			last = err
		}
		if err := pause(ctx, max(wait, time.Duration(attempt+1)*200*time.Millisecond)); err != nil {
			return err
		}
	}
	return last
}

// once sends one request. wait is how long the answer asks to wait.
func (a *api) once(ctx context.Context, method, path, key string, body []byte) (status int, text []byte, wait time.Duration, err error) {
	r, err := http.NewRequestWithContext(ctx, method, a.url+path, bytes.NewReader(body))
	if err != nil {
		return 0, nil, 0, err
	}
	a.sign(r)
	if err := a.enter(r); err != nil {
		return 0, nil, 0, err
	}
	if len(body) > 0 {
		r.Header.Set("Content-Type", "application/json")
	}
	switch {
	case key == "":
	case strings.HasPrefix(path, ecomPayments):
		r.Header.Set("X-Request-Id", key)
	default:
		r.Header.Set("Idempotency-Key", key)
	}
	answer, err := a.client.Do(r)
	if err != nil {
		return 0, nil, 0, err
	}
	defer answer.Body.Close()
	if text, err = io.ReadAll(io.LimitReader(answer.Body, 1<<20)); err != nil {
		return 0, nil, 0, err
	}
	if seconds, err := strconv.Atoi(answer.Header.Get("Retry-After")); err == nil {
		wait = time.Duration(seconds) * time.Second
	}
	return answer.StatusCode, text, wait, nil
}

// sign says who calls, and for which sales unit.
func (a *api) sign(r *http.Request) {
	for field, value := range a.system {
		r.Header.Set(field, value)
	}
	r.Header.Set("Merchant-Serial-Number", a.msn)
	r.Header.Set("Ocp-Apim-Subscription-Key", a.subscription)
}

// enter shows the access token; Checkout is shown what tokens are given for.
func (a *api) enter(r *http.Request) error {
	if strings.HasPrefix(r.URL.Path, sessions) {
		r.Header.Set("client_id", a.id)
		r.Header.Set("client_secret", a.secret)
		return nil
	}
	token, err := a.bearer(r.Context())
	r.Header.Set("Authorization", "Bearer "+token)
	return err
}

// bearer gives the access token, a new one where the last has expired.
func (a *api) bearer(ctx context.Context) (string, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.token != "" && time.Now().Before(a.expires) && !a.tokenEachTime {
		return a.token, nil
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, a.url+"/accesstoken/get", nil)
	if err != nil {
		return "", err
	}
	a.sign(r)
	if a.tokenUnsigned {
		r.Header.Del("Merchant-Serial-Number")
	}
	r.Header.Set("client_id", a.id)
	r.Header.Set("client_secret", a.secret)
	answer, err := a.client.Do(r)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return "", &refusal{answer.StatusCode, "no access token"}
	}
	var t struct {
		Token   string      `json:"access_token"`
		Seconds json.Number `json:"expires_in"`
	}
	if err := json.NewDecoder(answer.Body).Decode(&t); err != nil {
		return "", err
	}
	seconds, err := t.Seconds.Int64()
	if err != nil {
		return "", err
	}
	a.token, a.expires = t.Token, time.Now().Add(time.Duration(seconds)*time.Second-time.Minute)
	return a.token, nil
}

func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

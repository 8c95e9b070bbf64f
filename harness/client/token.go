package client

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"kontrakt/harness/config"
)

// TokenPath is where access tokens are fetched.
const TokenPath = "/accesstoken/get"

// margin is how long before its end a token counts as ended, so that it does
// not end on the way.
const margin = time.Minute

// Tokens keeps the access token of one merchant for as long as it lives. It is
// safe for concurrent use; while one client fetches, the others wait.
type Tokens struct {
	mu    sync.Mutex
	token config.Secret
	until time.Time
}

// NewTokens makes an empty cache.
func NewTokens() *Tokens { return &Tokens{} }

// Forget drops the token; the next call fetches a fresh one.
func (t *Tokens) Forget() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.token = config.Secret{}
}

func (c *Client) token(ctx context.Context) (config.Secret, error) {
	t := c.o.Tokens
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.token.Set() && c.o.Now().Before(t.until) {
		return t.token, nil
	}
	token, life, err := c.fetchToken(ctx)
	if err != nil {
		return config.Secret{}, err
	}
	t.token, t.until = token, c.o.Now().Add(life-margin)
	return token, nil
}

func (c *Client) fetchToken(ctx context.Context) (config.Secret, time.Duration, error) {
	doing := "fetch an access token"
	answer, err := c.Token(ctx, TokenPath, c.o.Credentials)
	if err != nil {
		return config.Secret{}, 0, err
	}
	switch {
	case answer.Status >= 400 && answer.Status < 500:
		return config.Secret{}, 0, &Broken{doing, fmt.Errorf("%w with status %d", ErrCredentialsRefused, answer.Status)}
	case answer.Status != http.StatusOK:
		return config.Secret{}, 0, &Broken{doing, fmt.Errorf("status %d", answer.Status)}
	}
	token, life, err := readToken(answer.Body)
	if err != nil {
		return config.Secret{}, 0, &Broken{doing, err}
	}
	return token, life, nil
}

// AccessToken gives the token that calls carry, fetched if need be.
func (c *Client) AccessToken(ctx context.Context) (config.Secret, error) { return c.token(ctx) }

// Token asks for an access token with these credentials, whatever the cache
// holds; a credential that is not set is not sent. path is TokenPath, or
// another spelling of it.
func (c *Client) Token(ctx context.Context, path string, as config.Credentials) (Answer, error) {
	h := c.standard(false)
	for name, value := range map[string]config.Secret{
		"Client_id": as.ClientID, "Client_secret": as.ClientSecret, "Ocp-Apim-Subscription-Key": as.SubscriptionKey,
	} {
		h.Del(name)
		if value.Set() {
			h.Set(name, value.Reveal())
		}
	}
	return c.Raw(ctx, Request{Method: http.MethodPost, Target: path, Header: h, Body: []byte{}})
}

// readToken reads only what the API promises for good; expires_in has been
// both a string and a number.
func readToken(body []byte) (config.Secret, time.Duration, error) {
	var answer struct {
		AccessToken string          `json:"access_token"`
		ExpiresIn   json.RawMessage `json:"expires_in"`
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return config.Secret{}, 0, errors.New("the answer is not the JSON of a token")
	}
	if answer.AccessToken == "" {
		return config.Secret{}, 0, errors.New("the answer holds no access_token")
	}
	seconds, err := strconv.ParseInt(strings.Trim(string(answer.ExpiresIn), `"`), 10, 32)
	if err != nil {
		return config.Secret{}, 0, errors.New("the answer holds no expires_in in whole seconds")
	}
	return config.NewSecret(answer.AccessToken), time.Duration(seconds) * time.Second, nil
}

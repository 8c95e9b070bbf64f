package steps

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/cucumber/godog"

	"kontrakt/harness/client"
)

func sayWire(b *book) {
	b.say(`a client sends (GET|POST|PUT|PATCH|DELETE) (/\S*)`, clientSends)
	b.say(`a client sends (GET|POST|PUT|PATCH|DELETE) (/\S*) with`, clientSendsWith)
	b.say(`the answer has the status {number}`, answerHasStatus)
	b.say(`the answer has a status of 4xx`, answerBlamesCaller)
	b.say(`the answer names the code {number}`, answerNamesCode)
	b.say(`the answer's {text} is {text}`, answerFieldIs)
	b.say(`the answer's {text} is not empty`, answerFieldIsNotEmpty)
}

func clientSends(ctx context.Context, method, target string) error {
	return clientSendsWith(ctx, method, target, nil)
}

// clientSendsWith sends a call as a well-behaved client would, but for what the
// table says: a header's name and value, nothing to leave it out, and the body
// under that name.
func clientSendsWith(ctx context.Context, method, target string, t *godog.Table) error {
	w := worldFrom(ctx)
	m, err := w.shop(ctx)
	if err != nil {
		return err
	}
	if target, err = w.fill(ctx, target); err != nil {
		return err
	}
	r := client.Request{Method: method, Target: target, Header: http.Header{}, Keys: strings.HasPrefix(target, "/checkout/")}
	if t != nil {
		for _, cells := range t.Rows {
			name := cells.Cells[0].Value
			value, err := w.fill(ctx, cells.Cells[1].Value)
			if err != nil {
				return err
			}
			switch {
			case name == "body":
				r.Body = []byte(value)
			case value == "":
				r.Header[http.CanonicalHeaderKey(name)] = nil
			default:
				r.Header.Set(name, value)
			}
		}
	}
	w.answer, err = m.client.Once(ctx, r)
	return err
}

// A blank is the name that a text has for a value of the scenario's own.
type blank struct {
	name string
	give func() (string, error)
}

// fill puts the scenario's own values in place of their names in braces.
func (w *world) fill(ctx context.Context, text string) (string, error) {
	m, err := w.shop(ctx)
	if err != nil {
		return "", err
	}
	for _, of := range w.blanks(ctx, m) {
		if !strings.Contains(text, of.name) {
			continue
		}
		value, err := of.give()
		if err != nil {
			return "", err
		}
		text = strings.ReplaceAll(text, of.name, value)
	}
	return text, nil
}

func (w *world) blanks(ctx context.Context, m *merchant) []blank {
	known := func(value *string) func() (string, error) {
		return func() (string, error) { return *value, nil }
	}
	other := func(of func(*merchant) (string, error)) func() (string, error) {
		return func() (string, error) {
			o, err := w.newMerchant(ctx, unit{})
			if err != nil {
				return "", err
			}
			return of(o)
		}
	}
	return []blank{
		{"{order}", known(&w.payment.order.Reference)},
		{"{agreement}", known(&w.recurs.drafted.Agreement)},
		{"{charge}", known(&w.recurs.charge)},
		{"{in 3 days}", func() (string, error) { return w.dayIn(ctx, 3) }},
		{"{session}", known(&w.shops.opened.Reference)},
		{"{session-id}", func() (string, error) {
			s, err := w.look(ctx)
			return s.ID, err
		}},
		{"{the same key}", func() (string, error) { return w.key("same"), nil }},
		{"{a key}", func() (string, error) { return w.id(), nil }},
		{"{msn}", known(&m.credentials.MSN)},
		{"{token}", func() (string, error) { return m.token(ctx, w) }},
		{"{other msn}", other(func(o *merchant) (string, error) { return o.credentials.MSN, nil })},
		{"{other token}", other(func(o *merchant) (string, error) { return o.token(ctx, w) })},
	}
}

// token gives the merchant's token: the one that a scenario keeps, or the one
// that calls carry.
func (m *merchant) token(ctx context.Context, w *world) (string, error) {
	if m == w.merchant && w.kept.Set() {
		return w.kept.Reveal(), nil
	}
	token, err := m.client.AccessToken(ctx)
	return token.Reveal(), err
}

// timePassesWithToken lets a token expire that the merchant goes on to use.
func timePassesWithToken(ctx context.Context, n int, unit string) error {
	w := worldFrom(ctx)
	m, err := w.shop(ctx)
	if err != nil {
		return err
	}
	if w.kept, err = m.client.AccessToken(ctx); err != nil {
		return err
	}
	return w.advance(ctx, period(n, unit))
}

func answerHasStatus(ctx context.Context, status int) error {
	return equal("status", status, worldFrom(ctx).answer.Status)
}

func answerBlamesCaller(ctx context.Context) error {
	if got := worldFrom(ctx).answer.Status; got < 400 || got > 499 {
		return fmt.Errorf("status: want 4xx, got %d", got)
	}
	return nil
}

// answerNamesCode looks for a code where problems have it.
func answerNamesCode(ctx context.Context, code int) error {
	var problem struct {
		ExtraDetails []struct{ Name, Reason string }
	}
	if err := json.Unmarshal(worldFrom(ctx).answer.Body, &problem); err != nil {
		return errors.New("read the answer: want a problem, got something else")
	}
	for _, d := range problem.ExtraDetails {
		if d.Name == "ErrorCode" {
			return equal("code of the problem", fmt.Sprint(code), d.Reason)
		}
	}
	return fmt.Errorf("code of the problem: want %d, got none", code)
}

// field gives a string of the answer's JSON object; the value never goes into a
// message, as it may be a secret.
func (w *world) field(name string) (string, error) {
	var object map[string]any
	if err := json.Unmarshal(w.answer.Body, &object); err != nil {
		return "", fmt.Errorf("read the answer: want a JSON object, got something else")
	}
	s, ok := object[name].(string)
	if !ok {
		return "", fmt.Errorf("answer's %q: want a text, got nothing of the kind", name)
	}
	return s, nil
}

func answerFieldIs(ctx context.Context, name, want string) error {
	got, err := worldFrom(ctx).field(name)
	if err != nil {
		return err
	}
	if got != want {
		return fmt.Errorf("answer's %q: want %q, got something else", name, want)
	}
	return nil
}

func answerFieldIsNotEmpty(ctx context.Context, name string) error {
	got, err := worldFrom(ctx).field(name)
	if err == nil && got == "" {
		return fmt.Errorf("answer's %q: want a text, got an empty one", name)
	}
	return err
}

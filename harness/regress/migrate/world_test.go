package migrate_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/harness/catalog"
	"kontrakt/harness/judge"
	"kontrakt/harness/regress/migrate"
	"kontrakt/harness/sandbox"
)

var loaded = sync.OnceValues(func() (*catalog.Catalog, error) { return catalog.Load(false) })

// A world is a sandbox with a merchant who is recorded.
type world struct {
	t     *testing.T
	c     *catalog.Catalog
	box   http.Handler
	token string
	n     int
	// recorded are the calls to the API.
	recorded []harness.Exchange
}

func newWorld(t *testing.T) *world {
	t.Helper()
	c, err := loaded()
	require.NoError(t, err)
	start := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	box, err := sandbox.New(sandbox.Options{Services: c.Services(), Now: func() time.Time { return start }, Seed: 1})
	require.NoError(t, err)
	t.Cleanup(func() { _ = box.Close() })
	w := &world{t: t, c: c, box: box}
	w.renew()
	return w
}

// renew asks for a token.
func (w *world) renew() {
	w.t.Helper()
	answer := w.send(http.MethodPost, "/accesstoken/get", "", http.Header{
		"Client_id": {"11111111-2222-4333-8444-555555555555"}, "Client_secret": {"c2FuZGJveC1zZWNyZXQtMDE="},
	})
	var token struct {
		AccessToken string `json:"access_token"`
	}
	require.NoError(w.t, json.Unmarshal(answer.Response.Body.Bytes, &token))
	w.token = token.AccessToken
}

// send sends a request and gives the exchange.
func (w *world) send(method, target, body string, more http.Header) harness.Exchange {
	w.t.Helper()
	w.n++
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	r.Header.Set("Ocp-Apim-Subscription-Key", "5b0d6b0ea1f64d0c9d2f7c3e8a4b1c6d")
	r.Header.Set("Merchant-Serial-Number", "123456")
	if w.token != "" {
		r.Header.Set("Authorization", "Bearer "+w.token)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for name, values := range more {
		r.Header[name] = values
	}
	header := r.Header.Clone()
	a := httptest.NewRecorder()
	w.box.ServeHTTP(a, r)
	text, err := io.ReadAll(a.Result().Body)
	require.NoError(w.t, err)
	return harness.Exchange{
		ID: fmt.Sprintf("x%04d", w.n), Flow: harness.FlowAPI, Started: time.Date(2026, 3, 2, 9, 0, w.n, 0, time.UTC),
		Request:  harness.Request{Method: method, Scheme: "https", Host: "api.example", Target: target, Proto: "HTTP/1.1", Header: header, Body: bodyOf([]byte(body))},
		Response: harness.Response{Status: a.Code, Proto: "HTTP/1.1", Header: a.Header(), Body: bodyOf(text)},
	}
}

func bodyOf(b []byte) harness.Body { return harness.Body{Bytes: b, Size: int64(len(b))} }

// call makes a call of the API that is recorded.
func (w *world) call(method, target, body string, headers ...string) harness.Exchange {
	w.t.Helper()
	more := http.Header{}
	for i := 0; i < len(headers); i += 2 {
		more[headers[i]] = []string{headers[i+1]}
	}
	x := w.send(method, target, body, more)
	w.recorded = append(w.recorded, x)
	return x
}

// control acts in the customer's place, or moves time.
func (w *world) control(target, body string) {
	w.t.Helper()
	x := w.send(http.MethodPost, "/__sandbox/"+target, body, nil)
	require.Less(w.t, x.Response.Status, 300, "%s: %s", target, x.Response.Body.Bytes)
	w.renew()
}

// migrator makes one for a pair.
func (w *world) migrator(from, to string) *migrate.Migrator {
	w.t.Helper()
	pair, err := migrate.Find(from, to)
	require.NoError(w.t, err)
	m, err := migrate.New(pair, w.c.Contract(from), w.c.Contract(to), w.c.Contracts)
	require.NoError(w.t, err)
	return m
}

// errorsIn judges a request by the contract and the prose rules.
func (w *world) errorsIn(x harness.Exchange) []string {
	w.t.Helper()
	j, err := judge.New(judge.Options{Contracts: w.c.Contracts, Checks: w.c.Checks(), Key: []byte("k"), Workers: 1})
	require.NoError(w.t, err)
	defer j.Close()
	var wrong []string
	for _, f := range j.One(&x).Findings {
		if f.Direction == harness.InRequest && f.Severity == harness.Error {
			wrong = append(wrong, f.Message()+" ["+f.Rule+"]")
		}
	}
	return wrong
}

func text(t *testing.T, x harness.Exchange, pointer string) string {
	t.Helper()
	v := at(t, x.Response.Body.Bytes, pointer)
	s, is := v.(string)
	require.True(t, is, "%s in %s", pointer, x.Response.Body.Bytes)
	return s
}

// at gives what stands at a pointer of a JSON text; nil where there is nothing.
func at(t *testing.T, body []byte, pointer string) any {
	t.Helper()
	if len(bytes.TrimSpace(body)) == 0 {
		return nil
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	var v any
	require.NoError(t, d.Decode(&v), "%s", body)
	for token := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
		switch in := v.(type) {
		case map[string]any:
			v = in[token]
		case []any:
			var i int
			_, err := fmt.Sscan(token, &i)
			require.NoError(t, err)
			if i >= len(in) {
				return nil
			}
			v = in[i]
		default:
			return nil
		}
	}
	return v
}

// instant gives a time for its text: how many digits a second has is no difference.
func instant(v any) any {
	if s, is := v.(string); is {
		if t, err := time.Parse(time.RFC3339, s); err == nil {
			return t.UTC()
		}
	}
	return v
}

// field finds what became of a field.
func field(s migrate.Step, part, from, to string) *migrate.Field {
	for i, f := range s.Fields {
		if f.Part == part && f.From == from && f.To == to {
			return &s.Fields[i]
		}
	}
	return nil
}

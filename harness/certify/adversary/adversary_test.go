package adversary_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/harness/certify/adversary"
	"kontrakt/harness/signature"
)

const hook = "https://shop.example/hooks?x=1"

var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

func heard(t *testing.T, routes map[string]string) *adversary.Adversary {
	t.Helper()
	a := &adversary.Adversary{Routes: routes, Now: func() time.Time { return noon }}
	body := func(s string) harness.Body { return harness.Body{Bytes: []byte(s), Size: int64(len(s))} }
	a.Hear(&harness.Exchange{
		Flow: harness.FlowAPI, Request: harness.Request{Method: "POST", Target: "/webhooks/v1/webhooks", Body: body(`{"url":"` + hook + `"}`)},
		Response: harness.Response{Status: 201, Body: body(`{"secret":"s3cret"}`)},
	})
	for _, event := range []string{`{"reference":"order-1","name":"AUTHORIZED"}`, `{"reference":"order-2","name":"CAPTURED"}`} {
		a.Hear(&harness.Exchange{Flow: harness.FlowCallback, Request: harness.Request{
			Method: "POST", Scheme: "https", Host: "shop.example", Target: "/hooks?x=1", Header: http.Header{"X-Ms-Date": {"then"}, "Authorization": {"as signed"}}, Body: body(event),
		}})
	}
	return a
}

// holds says what is wrong with a letter's signature.
func holds(t *testing.T, l adversary.Letter) signature.Verdict {
	t.Helper()
	l.Header.Set("Host", "shop.example")
	r, err := signature.Received(hook, "POST", "shop.example", l.Header, l.Body)
	require.NoError(t, err)
	return signature.Verify("s3cret", r, noon, signature.Tolerance)
}

func TestLetters(t *testing.T) {
	t.Parallel()
	a := heard(t, nil)
	l, ok := a.Last("AUTHORIZED", "order-1")
	require.True(t, ok)
	_, ok = a.Last("AUTHORIZED", "order-2")
	assert.False(t, ok)

	again, err := a.Again(l)
	require.NoError(t, err)
	assert.Empty(t, holds(t, again).Flaws)
	assert.NotEmpty(t, holds(t, a.Forged(l)).Flaws)
	assert.NotEmpty(t, holds(t, a.About(again, "order-2")).Flaws)
	assert.JSONEq(t, `{"reference":"order-2","name":"AUTHORIZED"}`, string(a.About(again, "order-2").Body))
	assert.NotEmpty(t, holds(t, a.Changed(again, "order-1", "order-3", false)).Flaws)
	numbered := adversary.Letter{URL: hook, Header: http.Header{}, Body: []byte(`{"reference":"order-1","pspReference":"09af-AFG"}`)}
	number := func(about string) string {
		said := string(a.About(numbered, about).Body)
		assert.Regexp(t, `^{"reference":"`+about+`","pspReference":"[0-9]{2}[a-f]{2}-[A-F]{2}G"}$`, said)
		assert.NotContains(t, said, "09af-AFG", "an event that nobody has heard of")
		_, number, _ := strings.Cut(said, "pspReference")
		return number
	}
	assert.NotEqual(t, number("order-4"), number("order-3"))
	old, err := a.Old(l, time.Hour)
	require.NoError(t, err)
	assert.NotEmpty(t, holds(t, old).Flaws)
	assert.JSONEq(t, `{"reference":"order-1","name":"AUTHORIZED"}`, string(l.Body), "what was heard is left as it was")
	assert.Equal(t, "as signed", l.Header.Get("Authorization"))

	_, err = a.Again(adversary.Letter{URL: "https://shop.example/other"})
	assert.ErrorContains(t, err, "was not seen")
}

func TestSending(t *testing.T) {
	t.Parallel()
	var asked, host, body string
	shop := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		text, _ := io.ReadAll(r.Body)
		asked, host, body = r.Method+" "+r.URL.RequestURI(), r.Host, string(text)
		http.Redirect(w, r, "/elsewhere", http.StatusFound)
	}))
	t.Cleanup(shop.Close)
	a := heard(t, map[string]string{"https://shop.example": shop.URL})
	l, _ := a.Last("CAPTURED")
	status, err := a.Send(t.Context(), l)
	require.NoError(t, err)
	assert.Equal(t, 302, status, "a redirect is not followed")
	assert.Equal(t, "POST /hooks?x=1", asked)
	assert.Equal(t, "shop.example", host)
	assert.Equal(t, string(l.Body), body)

	page := `{"reference":"order-1","returnUrl":"https://shop.example/back?o=1"}`
	started := false
	a.Before(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		started = true
		text, err := io.ReadAll(r.Body)
		assert.NoError(t, err)
		assert.Equal(t, page, string(text), "the API gets what was looked at")
		_, err = a.Visit(t.Context(), "order-1")
		assert.NoError(t, err, "the page is known before the merchant has an answer")
	})).ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("POST", "/epayment/v1/Payments/", strings.NewReader(page)))
	assert.True(t, started)
	status, err = a.Visit(t.Context(), "order-1")
	require.NoError(t, err)
	assert.Equal(t, 302, status)
	assert.Equal(t, "GET /back?o=1", asked)
	_, err = a.Visit(t.Context(), "order-9")
	assert.ErrorContains(t, err, "names no page")
	_, err = a.Send(t.Context(), adversary.Letter{URL: "https://elsewhere.example/"})
	assert.ErrorContains(t, err, "no route leads")
}

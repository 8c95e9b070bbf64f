package adversary_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/certify/adversary"
)

type merchant func(*http.Request) (*http.Response, error)

func (m merchant) RoundTrip(r *http.Request) (*http.Response, error) { return m(r) }

// deliver lets the API deliver an event, and gives the status that it hears.
func deliver(t *testing.T, rt http.RoundTripper, event string) (int, error) {
	t.Helper()
	r, err := http.NewRequest(http.MethodPost, "http://127.0.0.1:1/hooks?x=1", strings.NewReader(event))
	require.NoError(t, err)
	r.Host = "shop.example"
	answer, err := rt.RoundTrip(r)
	if err != nil {
		return 0, err
	}
	defer answer.Body.Close()
	return answer.StatusCode, nil
}

func TestWhatBefallsADelivery(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		fate     adversary.Fate
		status   int
		wrong    string
		got      int
		kept     int
		keptBody string
	}{
		{adversary.Kept, 204, "", 0, 1, `{"reference":"order-1"}`},
		{adversary.Refused, 0, "connection refused", 0, 0, ""},
		{adversary.Unheard, 0, "no answer within 10s", 1, 0, ""},
	} {
		t.Run(string(tt.fate), func(t *testing.T) {
			t.Parallel()
			var a adversary.Adversary
			assert.False(t, a.Carries())
			var got []string
			rt := a.Carry(merchant(func(r *http.Request) (*http.Response, error) {
				body, err := io.ReadAll(r.Body)
				got = append(got, string(body))
				return &http.Response{StatusCode: 200, Body: http.NoBody}, err
			}))
			assert.True(t, a.Carries())
			a.Befall("order-1", tt.fate, 1)
			status, err := deliver(t, rt, `{"reference":"order-2"}`)
			require.NoError(t, err, "it befalls what it is about")
			assert.Equal(t, 200, status)

			status, err = deliver(t, rt, `{"reference":"order-1"}`)
			assert.Equal(t, tt.status, status)
			if tt.wrong == "" {
				require.NoError(t, err)
			} else {
				require.ErrorContains(t, err, tt.wrong)
			}
			assert.Len(t, got, 1+tt.got)
			assert.Equal(t, tt.kept, a.Kept("order-1"))

			status, err = deliver(t, rt, `{"reference":"order-1"}`)
			require.NoError(t, err, "once, and no more")
			assert.Equal(t, 200, status)
			kept := a.Spare("order-1")
			require.Len(t, kept, tt.kept)
			if tt.kept > 0 {
				assert.Equal(t, tt.keptBody, string(kept[0].Body))
				assert.Equal(t, "https://shop.example/hooks?x=1", kept[0].URL)
			}
		})
	}
}

func TestItGoesOnUntilItIsSpared(t *testing.T) {
	t.Parallel()
	var a adversary.Adversary
	rt := a.Carry(merchant(func(*http.Request) (*http.Response, error) { return nil, errors.New("nobody is there") }))
	a.Befall("order-1", adversary.Kept, -1)
	for range 3 {
		_, err := deliver(t, rt, "order-1")
		require.NoError(t, err)
	}
	assert.Len(t, a.Spare("order-1"), 3)
	_, err := deliver(t, rt, "order-1")
	assert.ErrorContains(t, err, "nobody is there", "what the merchant's end says is told")
}

// ask asks how an order stands, and says after which time the API has answered.
func ask(a *adversary.Adversary, method, path string) time.Duration {
	began := time.Now()
	a.Before(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})).ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(method, path, nil))
	return time.Since(began)
}

func TestTheAPIAnswersAfterTheMerchant(t *testing.T) {
	t.Parallel()
	const path = "/epayment/v1/payments/order-1"
	synctest.Test(t, func(t *testing.T) {
		var a adversary.Adversary
		rt := a.Carry(merchant(func(*http.Request) (*http.Response, error) {
			time.Sleep(3 * time.Second)
			return &http.Response{StatusCode: 200, Body: http.NoBody}, nil
		}))
		a.Stall("order-1")
		assert.Zero(t, ask(&a, "GET", "/epayment/v1/payments/order-2"))
		assert.Zero(t, ask(&a, "POST", path+"/capture"), "questions alone wait")
		go func() { _, _ = deliver(t, rt, "order-1") }()
		assert.Equal(t, 3*time.Second, ask(&a, "GET", path))
		assert.Zero(t, ask(&a, "GET", path), "once it has answered")

		a.Stall("order-1")
		assert.Equal(t, 11*time.Second, ask(&a, "GET", path), "and not for ever")
		a.Spare("order-1")
		assert.Zero(t, ask(&a, "GET", path))
	})
}

func TestSayingSomethingElse(t *testing.T) {
	t.Parallel()
	a := heard(t, nil)
	l, _ := a.Last("AUTHORIZED")
	other, err := a.Saying(l, map[string]any{"success": false, "reference": "order-9"})
	require.NoError(t, err)
	assert.JSONEq(t, `{"reference":"order-9","name":"AUTHORIZED","success":false}`, string(other.Body))
	assert.Empty(t, holds(t, other).Flaws, "the API could have sent it")
	_, err = a.Saying(adversary.Letter{URL: hook, Body: []byte("no event")}, nil)
	assert.ErrorContains(t, err, "read the letter")
}

package replay_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/harness/client"
	"kontrakt/harness/regress/replay"
)

// elsewhere replays on a target that is no sandbox and answers one after the other.
func elsewhere(t *testing.T, recorded []harness.Exchange, answers ...string) []replay.Played {
	t.Helper()
	return playAt(t, recorded, func(w http.ResponseWriter, _ *http.Request) {
		status, body, _ := strings.Cut(answers[0], " ")
		answers = answers[1:]
		if status == "400" {
			w.WriteHeader(http.StatusBadRequest)
		}
		_, _ = w.Write([]byte(body))
	})
}

// playAt replays on a target that is no sandbox.
func playAt(t *testing.T, recorded []harness.Exchange, target http.HandlerFunc) []replay.Played {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/accesstoken/get") {
			_, _ = w.Write([]byte(`{"access_token":"t","expires_in":"3600"}`))
			return
		}
		target(w, r)
	}))
	t.Cleanup(server.Close)
	c, err := loaded()
	require.NoError(t, err)
	of := func(context.Context, replay.Merchant) (*client.Client, error) {
		return client.New(client.Options{URL: server.URL, IDs: func() string { return "id" }}), nil
	}
	all, err := replay.Play(t.Context(), replay.Options{Routes: c.Contracts, Client: of, Customer: replay.Force{Client: of}, Run: "r", Now: time.Now}, recorded)
	require.NoError(t, err)
	return all
}

func exchange(id, method, target string, status int, body string) harness.Exchange {
	answer := harness.Response{Status: status, Body: harness.Body{Bytes: []byte(body), Size: int64(len(body))}}
	return harness.Exchange{ID: id, Flow: harness.FlowAPI, Scenario: "s", Request: harness.Request{Method: method, Target: target, Header: http.Header{}}, Response: answer}
}

const payment = "/epayment/v1/payments/order-1234"

// What a customer chose, and days gone by, nobody repeats at a real target: what
// hangs on that is not compared, and said to be so.
func TestElsewhereWhatWasNotRepeatedIsNotCompared(t *testing.T) {
	t.Parallel()
	before, after := exchange("x1", "GET", payment, 200, `{"state":"CREATED"}`), exchange("x2", "GET", payment, 200, `{"state":"EXPIRED"}`)
	before.Acts = []harness.Act{{Tenant: "200001", Method: "POST", Path: "tenants", Body: []byte(`{"clock":"2026-01-31T12:00:00Z"}`)}}
	after.Acts = []harness.Act{{Tenant: "200001", Method: "POST", Path: "clock", Body: []byte(`{"advance":"PT11M"}`)}}
	all := elsewhere(t, []harness.Exchange{before, after}, `200 {"state":"AUTHORIZED"}`, `200 {"state":"CREATED"}`)
	assert.Empty(t, all[0].Undone, "a merchant is there")
	assert.Len(t, all[0].Differences, 1, "nothing excuses it")
	require.Len(t, all[1].Undone, 1)
	assert.Equal(t, replay.Undone{What: "clock", Why: "only a sandbox's time can be moved"}, all[1].Undone[0])
	assert.True(t, all[1].Unsure)
	assert.Empty(t, all[1].Differences)
	found := replay.Findings(all)
	require.Len(t, found, 2)
	assert.Equal(t, []string{"replay.state", "replay.customer"}, []string{found[0].Rule, found[1].Rule})
	assert.Equal(t, harness.Warning, found[1].Severity)
}

// A session is read by the name that the target's own address of it ends with, of
// whatever letters either is.
func TestANameIsLearnedFromAnAddress(t *testing.T) {
	t.Parallel()
	const sessions = "/checkout/v2/session"
	opened := func(name string) string { return `{"pollingUrl":"https://api.example` + sessions + "/" + name + `"}` }
	asked := ""
	all := playAt(t, []harness.Exchange{exchange("x1", "POST", sessions, 200, opened("OXxBIy_HOyDLuYyOrzT")), exchange("x2", "GET", sessions+"/OXxBIy_HOyDLuYyOrzT", 200, `{}`)}, func(w http.ResponseWriter, r *http.Request) {
		if r.Method == "GET" {
			asked = r.URL.Path
		}
		_, _ = w.Write([]byte(opened("of-the-target")))
	})
	require.Len(t, all, 2)
	assert.Equal(t, sessions+"/of-the-target", asked)
}

// What no contract declares stands as a pseudonym in a recording: no wonder that it
// is refused.
func TestWhatARecordingHidesIsAReason(t *testing.T) {
	t.Parallel()
	undeclared := harness.Finding{Rule: "body.undocumented-property", Direction: harness.InRequest, Pointer: "/campaign/interval"}
	hidden := harness.Judged{
		Exchange: harness.Exchange{ID: "x1"}, Findings: []harness.Finding{undeclared},
		Redacted: []string{"request header Authorization", "request body /phoneNumber", "request body /campaign/interval/unit", "response body /campaign/interval/unit"},
	}
	why := replay.Hidden(hidden)
	require.Len(t, why, 1)
	assert.Equal(t, "what stood at /campaign/interval/unit is declared by no contract, and hidden in the recording", why[0].Says)
	hidden.Findings[0].Pointer = "/campaign/inter"
	assert.Empty(t, replay.Hidden(hidden), "that is another member")
	hidden.Findings[0].Pointer, hidden.Findings[0].Direction = "/campaign/interval", harness.InResponse
	assert.Empty(t, replay.Hidden(hidden))
}

// Which of two calls at once was served first nobody knows.
func TestCallsAtOnceMayChangePlaces(t *testing.T) {
	t.Parallel()
	first, second := exchange("x1", "POST", payment+"/capture", 200, `{"aggregate":{"capturedAmount":{"value":100}}}`), exchange("x2", "POST", payment+"/capture", 400, `{}`)
	first.Started = time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC)
	second.Started = first.Started.Add(time.Millisecond)
	first.Acts = []harness.Act{{Tenant: "200001", Method: "POST", Path: "tenants", Body: []byte(`{}`)}}
	played := func() []replay.Played {
		return elsewhere(t, []harness.Exchange{first, second}, `400 {}`, `200 {"aggregate":{"capturedAmount":{"value":100}}}`)
	}
	for _, p := range played() {
		assert.Len(t, p.Differences, 1, "one after the other they have their places")
	}
	first.Duration = 5 * time.Millisecond
	for _, p := range played() {
		assert.Empty(t, p.Differences)
	}
}

func TestTheMerchantAnswersAsRecorded(t *testing.T) {
	t.Parallel()
	call := func(target string, status int, body string) harness.Exchange {
		x := exchange("x", "POST", target, status, body)
		x.Flow, x.Request.Scheme, x.Request.Host = harness.FlowCallback, "https", "shop.example"
		return x
	}
	require.Nil(t, replay.NewReceiver([]harness.Exchange{exchange("x", "GET", payment, 200, "")}))
	r := replay.NewReceiver([]harness.Exchange{
		call("/s1/options", 200, "first"), call("/s1/options", 500, "then"), call("/s2/options", 200, "other"), call("/s1/told/order-1", 202, ""), call("/s3/options", 0, ""),
	})
	assert.Equal(t, []string{"https://shop.example"}, r.Origins)
	server := httptest.NewServer(r)
	t.Cleanup(server.Close)
	ask := func(path string) (int, string) {
		answer, err := http.Post(server.URL+path, "application/json", strings.NewReader("{}"))
		require.NoError(t, err)
		defer answer.Body.Close()
		body, err := io.ReadAll(answer.Body)
		require.NoError(t, err)
		return answer.StatusCode, string(body)
	}
	for _, tt := range []struct {
		path, body string
		status     int
	}{
		{"/s1/options", "first", 200}, {"/s2/options", "other", 200}, {"/s1/options", "then", 500}, {"/s1/options", "then", 500},
		{"/s1/told/another-reference", "", 202}, {"/elsewhere", "", 200}, {"/a/b/c/d", "", 200},
	} {
		status, body := ask(tt.path)
		assert.Equal(t, tt.status, status, tt.path)
		assert.Equal(t, tt.body, body, tt.path)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	q, err := http.NewRequestWithContext(ctx, http.MethodPost, server.URL+"/s3/options", strings.NewReader("{}"))
	require.NoError(t, err)
	_, err = http.DefaultClient.Do(q)
	require.ErrorIs(t, err, context.DeadlineExceeded, "who gave no answer gives none")
}

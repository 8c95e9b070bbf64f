package main

import (
	"context"
	"io"
	"net/http"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A watched proxy has a live page.
type watched struct {
	proxy, page string
	token       string
	end         func() transcript
}

var livePage = regexp.MustCompile(`live page listening on (http://127\.0\.0\.1:\d+)`)

// watching starts a proxy before the embedded sandbox.
func watching(t *testing.T, more ...string) *watched {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	var stdout, stderr output
	o := transcript{Out: filepath.Join(t.TempDir(), "out")}
	ended := make(chan int, 1)
	go func() {
		ended <- run(ctx, outside(nil, &stdout, &stderr), append([]string{"proxy", "--admin", ":0", "--out", o.Out}, more...))
	}()
	require.Eventually(t, func() bool { return livePage.MatchString(stdout.String()) }, 20*time.Second, 5*time.Millisecond)
	w := &watched{proxy: awaitAddress(t.Fatalf, stdout.String), page: livePage.FindStringSubmatch(stdout.String())[1]}
	w.end = func() transcript {
		stop()
		o.Status, o.Stdout, o.Stderr = <-ended, stdout.String(), stderr.String()
		return o
	}
	return w
}

// calls makes a call as the public merchant.
func (w *watched) calls(t *testing.T, method, path, body string) string {
	t.Helper()
	q, err := http.NewRequestWithContext(t.Context(), method, w.proxy+path, strings.NewReader(body))
	require.NoError(t, err)
	for name, value := range sdkHeaders(w.token, "key-of-a-call", [4]string{"acme", "1", "shop", "2"}) {
		q.Header[name] = []string{value}
	}
	q.Header["client_id"], q.Header["client_secret"] = []string{"11111111-2222-4333-8444-555555555555"}, []string{"c2FuZGJveC1zZWNyZXQtMDE="}
	answer, err := http.DefaultClient.Do(q)
	require.NoError(t, err)
	defer answer.Body.Close()
	said, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	return string(said)
}

const wrongPayment = `{"amount":{"currency":"NOK","value":"499"},"paymentMethod":{"type":"WALLET"},"customer":{"phoneNumber":"+4798765432"},` +
	`"returnUrl":"https://shop.example/back","userFlow":"WEB_REDIRECT","paymentDescription":"Honey","reference":"honey-order-1"}`

// liveInABrowser watches a merchant's mistakes as they are made.
func liveInABrowser(t *testing.T, browser context.Context) {
	w, kari := watching(t), sit(t, browser)
	token := regexp.MustCompile(`"access_token":\s*"([^"]+)"`).FindStringSubmatch(w.calls(t, "POST", "/accesstoken/get", ""))
	require.NotNil(t, token)
	w.token = token[1]

	kari.does(t, chromedp.Navigate(w.page))
	kari.awaits(t, `document.querySelectorAll("#rows li").length === 1 && document.querySelector("#verdict").textContent === "No error so far"`)
	w.calls(t, "POST", "/epayment/v1/payments", wrongPayment)
	w.calls(t, "GET", "/epayment/v1/payments/honey-order-9", "")
	kari.awaits(t, `document.querySelectorAll("#rows li").length === 3 && document.querySelector("#verdict").textContent.includes("error finding")`)

	kari.does(t, chromedp.Click(chromedp.CSS(`#rows button[data-id="x0002"]`)))
	kari.awaits(t, `Array.from(document.querySelectorAll("#detail .body .l.bad")).some(l => l.textContent.includes('"value": "499"') && l.textContent.includes("schema.type"))`)
	kari.photographs(t, "live")
	command, err := chromedp.Run(kari, chromedp.Evaluate[string](`document.querySelector("#detail .acts button").dataset.text`))
	require.NoError(t, err)
	assert.Contains(t, command, `"$KONTRAKT_URL"'/epayment/v1/payments'`)
	assert.Contains(t, command, `"$KONTRAKT_SUBSCRIPTION_KEY"`)
	page := kari.reads(t) + command
	for _, secret := range []string{w.token, "98765432", "c2FuZGJveC1zZWNyZXQtMDE=", "5b0d6b0ea1f64d0c9d2f7c3e8a4b1c6d"} {
		assert.NotContains(t, page, secret)
	}

	kari.does(t, chromedp.Click(chromedp.CSS("#tab-findings")))
	kari.awaits(t, `document.querySelector("#findings").innerText.includes("guide.mobile-number") && document.querySelector("#exchanges").hidden`)
	kari.photographs(t, "live-findings")
	kari.does(t, chromedp.Click(chromedp.CSS("#tab-endpoints")))
	kari.awaits(t, `document.querySelectorAll("#endpoints .card").length === 3`)
	kari.photographs(t, "live-endpoints")
	kari.does(t, chromedp.Click(chromedp.CSS("#endpoints .card.bad h4 button")))
	kari.awaits(t, `document.querySelectorAll("#rows li").length === 1 && document.querySelector("#matches").textContent === "1 of 3"`)

	kari.does(t, chromedp.Click(chromedp.CSS("#reset")))
	kari.awaits(t, `document.querySelector("#verdict").textContent === "Nothing judged yet" && document.querySelectorAll("#rows li").length === 0`)
	assert.Contains(t, kari.reads(t), "Choose an exchange")
	kari.does(t, chromedp.Click(chromedp.CSS("#pause")))
	w.calls(t, "POST", "/epayment/v1/payments", wrongPayment)
	kari.awaits(t, `document.querySelector("#notice").textContent === "1 exchange came since the pause."`)
	kari.does(t, chromedp.Click(chromedp.CSS("#pause")))
	kari.awaits(t, `document.querySelectorAll("#rows li").length === 1 && document.querySelector("#headline").textContent.startsWith("1 exchange judged")`)

	kari.does(t, chromedp.EmulateViewport(360, 740, chromedp.EmulateMobile))
	kari.awaits(t, `document.documentElement.scrollWidth <= 360`)
	kari.photographs(t, "live-phone")
	kari.does(t, chromedp.EmulateViewport(1280, 900), chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}}})
		return err
	}))
	kari.photographs(t, "live-dark")

	r := w.end().held(t, violates).report(t)
	assert.Equal(t, 4, r.Exchanges.Recorded, "a reset takes nothing out of the report")
	kari.awaits(t, `document.querySelector("#link").textContent.startsWith("not connected")`)
	kari.mu.Lock()
	defer kari.mu.Unlock()
	for _, complaint := range kari.complaints { // that the connection is lost, the browser says too
		assert.Regexp(t, `ERR_(CONNECTION_REFUSED|INCOMPLETE_CHUNKED_ENCODING|CONNECTION_RESET|EMPTY_RESPONSE)`, complaint)
	}
	kari.complaints = nil
}

// What stands beside the live page is as guarded as it is.
func TestAdminListener(t *testing.T) {
	t.Parallel()
	w := watching(t, "--pprof")
	for path, want := range map[string]string{
		"/": "<title>kontrakt live</title>", "/metrics": "kontrakt_exchanges_total 0", "/report.json": `"schema": "kontrakt/report/v1"`,
		"/report.html": "Inconclusive", "/debug/pprof/goroutine?debug=1": "goroutine profile", "/healthz": "",
	} {
		assert.Contains(t, fetched(t, w.page+path), want, path)
		q, err := http.NewRequestWithContext(t.Context(), http.MethodGet, w.page+path, nil)
		require.NoError(t, err)
		q.Host = "evil.example"
		answer, err := http.DefaultClient.Do(q)
		require.NoError(t, err)
		require.NoError(t, answer.Body.Close())
		assert.Equal(t, http.StatusMisdirectedRequest, answer.StatusCode, path)
	}
	assert.Contains(t, fetched(t, w.page+"/debug/pprof/cmdline"), "Unknown profile", "how it was called is nobody's business")
	w.end().held(t, unjudged)

	kontrakt(t, nil, "proxy", "--pprof", "--", "fake", "nothing").held(t, misused)
}

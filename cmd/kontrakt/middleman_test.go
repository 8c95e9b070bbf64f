package main

import (
	"bytes"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/reports"
)

// brokenOff is the header of an answer that promises more than it holds.
const brokenOff = "X-Broken-Off"

// A spoil makes one thing wrong with an answer.
type spoil func(t *testing.T, a *http.Response, body []byte) []byte

// middleman stands between the proxy and a sandbox and spoils the answers with
// status 200 to one kind of request. All else, control calls among it, passes.
func middleman(t *testing.T, box, method, path string, do spoil) string {
	t.Helper()
	base, err := url.Parse(box)
	require.NoError(t, err)
	spoiled := regexp.MustCompile("^" + path + "$")
	forward := &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(base); r.Out.Host = r.In.Host },
		ModifyResponse: func(a *http.Response) error {
			if a.Request.Method != method || !spoiled.MatchString(a.Request.URL.Path) || a.StatusCode != http.StatusOK {
				return nil
			}
			body, err := io.ReadAll(a.Body)
			if err != nil {
				return err
			}
			body = do(t, a, body)
			a.Body = io.NopCloser(bytes.NewReader(body))
			a.ContentLength = int64(len(body))
			if a.Header.Get(brokenOff) != "" {
				a.ContentLength++
			}
			a.Header.Set("Content-Length", strconv.FormatInt(a.ContentLength, 10))
			return nil
		},
	}
	server := httptest.NewServer(forward)
	t.Cleanup(server.Close)
	return server.URL
}

// replacing changes the body's text; it fails the test where there is nothing
// to change.
func replacing(pattern, with string) spoil {
	find := regexp.MustCompile(pattern)
	return func(t *testing.T, _ *http.Response, body []byte) []byte {
		assert.True(t, find.Match(body), "%s is not in %s", pattern, body)
		return find.ReplaceAll(body, []byte(with))
	}
}

func status200To(status int) spoil {
	return func(_ *testing.T, a *http.Response, body []byte) []byte {
		a.StatusCode, a.Status = status, ""
		return body
	}
}

func header(name, value string) spoil {
	return func(_ *testing.T, a *http.Response, body []byte) []byte {
		a.Header.Set(name, value)
		return body
	}
}

func appending(text string) spoil {
	return func(_ *testing.T, _ *http.Response, body []byte) []byte { return append(body, text...) }
}

// oneMore adds one øre to the first number after a name.
func oneMore(name string) spoil {
	find := regexp.MustCompile(`"` + name + `": ?(\d+)`)
	return func(t *testing.T, _ *http.Response, body []byte) []byte {
		at := find.FindSubmatchIndex(body)
		if !assert.NotNil(t, at, "%s is not in %s", name, body) {
			return body
		}
		n, err := strconv.Atoi(string(body[at[2]:at[3]]))
		assert.NoError(t, err)
		return slices.Concat(body[:at[2]], []byte(strconv.Itoa(n+1)), body[at[3]:])
	}
}

const (
	payments = "/ecomm/v2/payments"
	captures = payments + "/[^/]+/capture"
	cancels  = payments + "/[^/]+/cancel"
	refunds  = payments + "/[^/]+/refund"
	details  = payments + "/[^/]+/details"

	initiatePayment = "initiatePaymentV3UsingPOST"
	capturePayment  = "capturePaymentUsingPOST"
	cancelPayment   = "cancelPaymentRequestUsingPUT"
	refundPayment   = "refundPaymentUsingPOST"
	paymentDetails  = "getPaymentDetailsUsingGET"
)

// Through a middleman that spoils answers one way at a time, the run names what
// is wrong and where.
func TestRunFindsSpoiltAnswers(t *testing.T) {
	t.Parallel()
	box := separately(t)
	const wholeCapture = "@rule:payment-capture-full"
	tests := []struct {
		name         string
		method, path string
		do           spoil
		tags         string
		// want are findings that the report must have: severity, rule,
		// operation, direction, pointer.
		want []string
	}{
		{
			"a required field is dropped", "POST", captures, replacing(`"transactionId":"\d+",?`, ""), wholeCapture,
			[]string{"error schema.required " + capturePayment + " response /transactionInfo/transactionId"},
		},
		{
			"a required object is dropped", "POST", payments, replacing(`,"url":"[^"]*"`, ""), wholeCapture,
			[]string{"error schema.required " + initiatePayment + " response /url"},
		},
		{
			"a number becomes text", "POST", captures, replacing(`"capturedAmount":(\d+)`, `"capturedAmount":"$1"`), wholeCapture,
			[]string{"error schema.type " + capturePayment + " response /transactionSummary/capturedAmount"},
		},
		{
			"text becomes a number", "GET", details, replacing(`"orderId":"[^"]*"`, `"orderId":12345`), wholeCapture,
			[]string{"error schema.type " + paymentDetails + " response /orderId"},
		},
		{
			"a state that nobody knows", "POST", captures, replacing(`"status":"Captured"`, `"status":"Caught"`), wholeCapture,
			[]string{"error schema.enum " + capturePayment + " response /transactionInfo/status"},
		},
		{
			"an operation that nobody knows", "GET", details, replacing(`"operation":"INITIATE"`, `"operation":"BEGIN"`), wholeCapture,
			[]string{"error schema.enum " + paymentDetails + " response /transactionLogHistory/2/operation"},
		},
		{
			"202 in place of 200", "POST", payments, status200To(202), wholeCapture,
			[]string{"error status.undocumented " + initiatePayment + " response"},
		},
		{
			"206 in place of 200", "GET", details, status200To(206), wholeCapture,
			[]string{"error status.undocumented " + paymentDetails + " response"},
		},
		{
			"418 in place of 200", "POST", captures, status200To(418), wholeCapture,
			[]string{"error schema.required " + capturePayment + " response /ResponseInfo"},
		},
		{
			"another media type", "POST", captures, header("Content-Type", "text/html"), wholeCapture,
			[]string{"error content-type.undocumented " + capturePayment + " response"},
		},
		{
			"a key twice", "POST", captures, replacing(`"orderId"`, `"orderId":"x","orderId"`), wholeCapture,
			[]string{"error body.duplicate-key " + capturePayment + " response /orderId"},
		},
		{
			"data after the end", "POST", captures, appending(`{"more":1}`), wholeCapture,
			[]string{"error body.trailing-data " + capturePayment + " response"},
		},
		{
			"an amount in another notation", "POST", captures, replacing(`"remainingAmountToCapture":\d+`, `"remainingAmountToCapture":0e3`), wholeCapture,
			[]string{"error body.lossy-number " + capturePayment + " response /transactionSummary/remainingAmountToCapture"},
		},
		{
			"an amount of a thousand as 1e3", "GET", details, replacing(`"amount":49900`, `"amount":1e3`), wholeCapture,
			[]string{"error body.lossy-number " + paymentDetails + " response /transactionLogHistory/0/amount"},
		},
		{
			"the key of another answer", "POST", refunds, replacing(`"transaction":`, `"transactionInfo":`), "@rule:payment-refund-full",
			[]string{"warning body.undocumented-property " + refundPayment + " response /transactionInfo"},
		},
		{
			"money left over after a cancel", "PUT", cancels, replacing(`"remainingAmountToCapture":0`, `"remainingAmountToCapture":49900`), "@rule:payment-cancel-reservation",
			[]string{"error money.sum " + cancelPayment + " response /transactionSummary/remainingAmountToCapture"},
		},
		{
			"no JSON at all", "GET", details, func(*testing.T, *http.Response, []byte) []byte { return []byte("<html>") }, wholeCapture,
			[]string{"error body.not-json " + paymentDetails + " response"},
		},
		{
			"no body at all", "GET", details, func(*testing.T, *http.Response, []byte) []byte { return nil }, wholeCapture,
			[]string{"error body.missing " + paymentDetails + " response"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			target := middleman(t, box, tt.method, tt.path, tt.do)
			o := kontrakt(t, nil, "run", "--target", target, "--api", "ecom.v2", "--tags", tt.tags, "--quiet", "--format", "json,har")
			r := o.held(t, violates).report(t)
			assert.Equal(t, "violates", r.Run.Verdict)
			found := allShown(r.Findings)
			for _, want := range tt.want {
				assert.Contains(t, found, want)
				fields := strings.Fields(want)
				assert.Regexp(t, `(?m)^`+fields[0]+` +`+regexp.QuoteMeta(fields[1])+` +ecom\.v2 `+fields[2], o.Stdout)
			}
			assert.Positive(t, r.Totals.Scenarios.Failed, "a broken contract fails the scenario")
			assertRepeats(t, o, r)
		})
	}
}

// One øre is enough.
func TestRunFindsOneOre(t *testing.T) {
	t.Parallel()
	box := separately(t)
	tests := []struct {
		name         string
		method, path string
		field        string
		want         string
	}{
		{"captured in the details", "GET", details, "capturedAmount", "error money.history " + paymentDetails + " response /transactionSummary/capturedAmount"},
		{"left to refund in the details", "GET", details, "remainingAmountToRefund", "error money.sum " + paymentDetails + " response /transactionSummary/remainingAmountToRefund"},
		{"left to capture in the details", "GET", details, "remainingAmountToCapture", "error money.history " + paymentDetails + " response /transactionSummary/remainingAmountToCapture"},
		{"refunded in the details", "GET", details, "refundedAmount", "error money.history " + paymentDetails + " response /transactionSummary/refundedAmount"},
		{"captured in the answer to a capture", "POST", captures, "capturedAmount", "error money.sum " + capturePayment + " response /transactionSummary/remainingAmountToRefund"},
		{"moved in the answer to a capture", "POST", captures, "amount", "error money.answered " + capturePayment + " response /transactionInfo/amount"},
		{"left to refund in the answer to a capture", "POST", captures, "remainingAmountToRefund", "error money.sum " + capturePayment + " response /transactionSummary/remainingAmountToRefund"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			target := middleman(t, box, tt.method, tt.path, oneMore(tt.field))
			o := kontrakt(t, nil, "run", "--target", target, "--api", "ecom.v2", "--tags", "@rule:payment-capture-full", "--quiet", "--format", "json,har")
			r := o.held(t, violates).report(t)
			assert.Contains(t, allShown(r.Findings), tt.want)
			assert.Contains(t, statuses(r), "failed")
			assertRepeats(t, o, r)
		})
	}
}

func statuses(r reports.Report) []string {
	var list []string
	for _, s := range r.Scenarios {
		list = append(list, s.Status)
	}
	return list
}

// A target that breaks is no target that violates.
func TestRunAgainstATargetThatBreaks(t *testing.T) {
	t.Parallel()
	box := separately(t)
	tests := []struct {
		name string
		do   spoil
	}{
		{"it hangs up without an answer", func(*testing.T, *http.Response, []byte) []byte { panic(http.ErrAbortHandler) }},
		{"it breaks off within its answer", func(_ *testing.T, a *http.Response, body []byte) []byte {
			a.Header.Set(brokenOff, "yes")
			return body
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			target := middleman(t, box, "POST", captures, tt.do)
			o := kontrakt(t, nil, "run", "--target", target, "--api", "ecom.v2", "--tags", "@rule:payment-capture-full,@rule:payment-reserve", "--quiet")
			r := o.held(t, unjudged).report(t)
			assert.Equal(t, "inconclusive", r.Run.Verdict)
			assert.Positive(t, r.Exchanges.Broken)
			assert.Zero(t, r.Totals.Findings.Error)
			assert.Positive(t, r.Totals.Scenarios.Inconclusive, "%v", statuses(r))
			assert.Zero(t, r.Totals.Scenarios.Failed, "%v", statuses(r))
			assert.Positive(t, r.Totals.Scenarios.Passed, "the others go on")
			for _, s := range r.Scenarios {
				if s.Status == "inconclusive" {
					assert.Contains(t, s.Reason, "cut-off")
				}
			}
		})
	}
}

// A target that is no sandbox has no control calls: nobody can make merchants,
// move time or press buttons there.
func TestRunAgainstATargetThatIsNoSandbox(t *testing.T) {
	t.Parallel()
	free, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	receives := free.Addr().String()
	require.NoError(t, free.Close())
	box, err := url.Parse(separately(t, "--route", "https://callbacks.example=http://"+receives))
	require.NoError(t, err)
	forward := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(box) }}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/__sandbox") {
			http.NotFound(w, r)
			return
		}
		forward.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	credentials := settings{
		"KONTRAKT_CLIENT_ID": "11111111-2222-4333-8444-555555555555", "KONTRAKT_CLIENT_SECRET": "c2FuZGJveC1zZWNyZXQtMDE=",
		"KONTRAKT_SUBSCRIPTION_KEY": "5b0d6b0ea1f64d0c9d2f7c3e8a4b1c6d", "KONTRAKT_MSN": "123456",
	}
	o := kontrakt(t, credentials, "run", "--target", server.URL, "--api", "ecom.v2", "--phone", "91234567", "--quiet",
		"--callback-url", "https://callbacks.example", "--callback-listen", receives)
	r := o.held(t, conforms).report(t)
	assert.Equal(t, "other", r.Run.Environment)
	assert.GreaterOrEqual(t, r.Totals.Scenarios.Passed, 60)
	assert.Positive(t, r.Totals.Scenarios.Skipped)
	assert.Zero(t, r.Totals.Scenarios.Inconclusive)
	told := false
	for _, s := range r.Scenarios {
		if slices.Contains(s.Tags, "@sandbox") {
			assert.Equal(t, "skipped", s.Status, s.ID)
		}
		if s.Status == "skipped" {
			assert.NotEmpty(t, s.Reason, s.ID)
		}
		told = told || s.Status == "passed" && strings.HasSuffix(s.ID, "the-merchant-is-told-of-a-reservation-with-the-token-it-gave")
	}
	assert.True(t, told, "callbacks reach the scenarios")
}

package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/reports"
)

// planted is what must never be seen again. The national identity number is a
// synthetic one (month + 80) with valid check digits.
var planted = map[string]string{
	"client id":        "7f0c9d1e-55aa-4b0b-9c3d-2e6f8a1b4c5d",
	"client secret":    "UzNjcjN0L3ZlcnkrbG9uZz9hbmQ9b2Rk",
	"subscription key": "d3c0ffee5eedfacecafe0123456789ab",
	"access token":     "eyJhbGciOiJSUzI1NiJ9.eyJwbGFudGVkIjoiYWNjZXNzLXRva2VuIn0.c2lnbmF0dXJlLW9mLW91cnM",
	"auth token":       "planted-auth-token-8812",
	"identity number":  "13897248110",
	"e-mail":           "planted.person+shop@mail.example",
	"phone number":     "98765437",
	"street":           "Plantegata 77 B",
	"card token":       "tok_9aF3kLmQ2wXz81",
}

// forms are the ways in which a value could still be read: as it is, escaped
// for a URL, JSON or HTML, and in base64, at whatever place of a longer text it
// stood.
func forms(value string) []string {
	quoted, _ := json.Marshal(value) // a string is always JSON
	list := []string{
		value, strings.ToUpper(value), url.QueryEscape(value), url.PathEscape(value), html.EscapeString(value),
		strings.Trim(string(quoted), `"`), fmt.Sprintf("%x", value),
	}
	for shift := range 3 {
		for _, encoding := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
			text := encoding.EncodeToString([]byte(strings.Repeat("\x00", shift) + value))
			// What the neighbours have a part in is cut off.
			from, to := (shift*8+5)/6, (shift+len(value))*8/6
			list = append(list, text[from:to])
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// packed finds what could be an encoded body in a recording.
var packed = regexp.MustCompile(`[A-Za-z0-9+/_-]{40,}={0,2}`)

// unpacked is a text with all that is base64 or gzip in it opened.
func unpacked(text string) string {
	var b strings.Builder
	b.WriteString(text)
	for _, found := range packed.FindAllString(text, -1) {
		data, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(found, "="))
		if err != nil {
			continue
		}
		b.WriteByte('\n')
		b.Write(data)
		if r, err := gzip.NewReader(bytes.NewReader(data)); err == nil {
			b.WriteByte('\n')
			_, _ = io.Copy(&b, io.LimitReader(r, 1<<20)) // what opens is looked at
		}
	}
	return b.String()
}

// assertKept fails for every value that can be read in anything a command left.
func assertKept(t *testing.T, o transcript, values map[string]string) {
	t.Helper()
	outputs := o.files(t)
	require.Len(t, outputs, len(reports.Renderers())-1, "all formats, one of which is printed")
	outputs["stdout"], outputs["stderr"] = o.Stdout, o.Stderr
	for output, text := range outputs {
		text = unpacked(text)
		for name, value := range values {
			for _, form := range forms(value) {
				if at := strings.Index(text, form); at >= 0 {
					t.Errorf("the %s stands in %s, as %q: …%s…", name, output, form, text[max(0, at-160):min(len(text), at+len(form)+80)])
					break
				}
			}
		}
	}
}

// fakeLeak is a client that puts what is planted wherever a client can.
func fakeLeak() error {
	p := planted
	base := os.Getenv("KONTRAKT_URL")
	object := map[string]any{
		"customerInfo": map[string]any{"mobileNumber": p["phone number"], "nin": p["identity number"], "email": p["e-mail"], "address": map[string]any{"street": p["street"]}},
		"merchantInfo": map[string]any{
			"merchantSerialNumber": "123456", "authToken": p["auth token"], "callbackPrefix": "https://shop.example/cb?token=" + p["card token"],
			"fallBack": "https://shop.example/back?email=" + url.QueryEscape(p["e-mail"]) + "&access_token=" + p["access token"],
		},
		"transaction": map[string]any{"amount": 49900, "orderId": "leaking-shop-order-1", "transactionText": "for " + p["e-mail"] + ", " + p["identity number"]},
		"undeclared":  []any{p["street"], map[string]any{p["e-mail"]: p["client secret"]}, json.Number(p["phone number"]), json.Number(p["identity number"]), p["card token"]},
	}
	whole, err := json.Marshal(object)
	if err != nil {
		return err
	}
	var zipped bytes.Buffer
	z := gzip.NewWriter(&zipped)
	_, _ = z.Write(whole) // into memory
	_ = z.Close()
	all := strings.Join(slices.Sorted(maps.Values(p)), " | ")
	login := map[string]string{"client_id": p["client id"], "client_secret": p["client secret"]}
	for _, call := range []struct {
		method, target, body string
		header               map[string]string
	}{
		{"POST", "/accesstoken/get", "", login},
		{"POST", "/accessToken/get?client_secret=" + url.QueryEscape(p["client secret"]), `{"client_secret":"` + p["client secret"] + `"}`, login},
		{"POST", "/ecomm/v2/payments", string(whole), nil},
		{"POST", "/ecomm/v2/payments?nin=" + p["identity number"] + "&mobile=" + p["phone number"], string(whole[:len(whole)-20]), nil},
		{"POST", "/ecomm/v2/payments", string(whole) + string(whole), map[string]string{"X-Customer": p["e-mail"], "Cookie": "session=" + p["card token"]}},
		{"POST", "/ecomm/v2/payments", zipped.String(), map[string]string{"Content-Encoding": "gzip"}},
		{"POST", "/ecomm/v2/payments", all, map[string]string{"Content-Type": "text/plain"}},
		{"POST", "/ecomm/v2/payments", url.Values{"email": {p["e-mail"]}, "token": {p["card token"]}, "street": {p["street"]}}.Encode(), map[string]string{"Content-Type": "application/x-www-form-urlencoded"}},
		{"GET", "/ecomm/v2/payments/" + url.PathEscape(p["e-mail"]) + "/details", "", nil},
		{"GET", "/ecomm/v2/payments/" + p["identity number"] + "/details", "", nil},
		{"GET", "/ecomm/v2/payments/leaking-shop-order-1/details?access_token=" + p["access token"] + "&email=" + url.QueryEscape(p["e-mail"]), "", nil},
		{"PUT", "/ecomm/v2/payments/leaking-shop-order-1/cancel", string(whole), map[string]string{"Authorization": "Basic " + base64.StdEncoding.EncodeToString([]byte(p["client id"]+":"+p["client secret"]))}},
		{"POST", "/ecomm/v2/payments/leaking-shop-order-1/capture", `{"merchantInfo":"` + p["e-mail"] + `","transaction":{"amount":"` + p["phone number"] + `","transactionText":` + p["identity number"] + `}}`, map[string]string{"X-Request-Id": p["e-mail"]}},
		{"DELETE", "/nowhere/" + p["identity number"] + "/" + url.PathEscape(p["e-mail"]) + "?token=" + p["card token"], "", nil},
	} {
		q, err := http.NewRequest(call.method, base+call.target, strings.NewReader(call.body))
		if err != nil {
			return err
		}
		q.Header.Set("Content-Type", "application/json")
		q.Header.Set("Authorization", "Bearer "+p["access token"])
		q.Header.Set("Ocp-Apim-Subscription-Key", p["subscription key"])
		for name, value := range call.header {
			q.Header.Set(name, value)
		}
		answer, err := http.DefaultClient.Do(q)
		if err != nil {
			return err
		}
		_ = answer.Body.Close()
	}
	return nil
}

// leakyAPI answers every request with what is planted: in declared fields,
// undeclared ones, errors, pages and headers.
func leakyAPI(t *testing.T) string {
	t.Helper()
	p := planted
	summary := `"transactionSummary":{"capturedAmount":0,"refundedAmount":0,"remainingAmountToCapture":49900,"remainingAmountToRefund":1}`
	answers := []struct {
		status     int
		kind, body string
	}{
		{200, "application/json", `{"token_type":"Bearer","access_token":"` + p["access token"] + `","expires_in":"` + p["phone number"] + `","owner":"` + p["e-mail"] + `"}`},
		{400, "application/json", `[{"errorGroup":"Payment","errorCode":"` + p["identity number"] + `","errorMessage":"no payment for ` + p["e-mail"] + ` with ` + p["access token"] + `","contextId":"` + p["card token"] + `","who":"` + p["street"] + `"}]`},
		{200, "application/json", `{"orderId":"` + p["e-mail"] + `","url":"https://pay.example/?v=2&token=` + p["access token"] + `&mail=` + url.QueryEscape(p["e-mail"]) + `","more":{"ssn":"` + p["identity number"] + `"}}`},
		{500, "text/html", "<h1>" + p["client secret"] + "</h1><p>" + p["street"] + " " + p["e-mail"] + " " + p["identity number"] + " " + p["phone number"]},
		{200, "application/json", `{"orderId":"x",` + summary + `,"transactionLogHistory":[],"sub":"` + p["card token"] + `","userDetails":{"email":"` + p["e-mail"] + `","firstName":"` + p["street"] + `","lastName":"x","mobileNumber":"+47 ` + p["phone number"] + `","userId":"` + p["auth token"] + `","ssn":` + p["identity number"] + `},` +
			`"shippingDetails":{"address":{"addressLine1":"` + p["street"] + `","city":7,"country":"` + p["e-mail"] + `","postCode":"` + p["phone number"] + `"},"shippingCost":"` + p["phone number"] + `"}}`},
		{404, "application/problem+json", `{"title":"` + p["e-mail"] + `","detail":"` + p["street"] + `","traceId":"` + p["auth token"] + `"}`},
		{200, "application/json", `{"a":"` + p["e-mail"] + `","a":"` + p["street"]},
	}
	var mu sync.Mutex
	n := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		answer := answers[n%len(answers)]
		n++
		mu.Unlock()
		_, _ = io.Copy(io.Discard, r.Body) // it is looked at on the way
		w.Header().Set("Content-Type", answer.kind)
		w.Header().Set("Location", "/next?token="+p["card token"])
		w.Header().Set("Set-Cookie", "session="+p["card token"])
		w.Header().Set("X-Customer", p["e-mail"]+" "+p["identity number"])
		w.WriteHeader(answer.status)
		_, _ = io.WriteString(w, answer.body)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

func TestNothingPlantedIsSeenAgain(t *testing.T) {
	t.Parallel()
	t.Run("in somebody else's traffic", func(t *testing.T) {
		t.Parallel()
		for name, s := range map[string]settings{
			"whose credentials nobody told": {},
			"whose credentials are known": {
				"KONTRAKT_CLIENT_ID": planted["client id"], "KONTRAKT_CLIENT_SECRET": planted["client secret"],
				"KONTRAKT_SUBSCRIPTION_KEY": planted["subscription key"], "KONTRAKT_MSN": "123456",
			},
		} {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				o := kontrakt(t, s, "proxy", "--target", leakyAPI(t), "--format", everyFormat, "--", "fake", "leak").held(t, violates)
				r := o.report(t)
				assert.Equal(t, 14, r.Exchanges.Recorded)
				assert.Greater(t, r.Totals.Findings.Error, 10)
				assertKept(t, o, planted)
				assertRepeats(t, o, r)
			})
		}
	})
	t.Run("in scenarios that fail", func(t *testing.T) {
		t.Parallel()
		box := separately(t)
		seen := &harvest{values: map[string]string{}}
		target := middleman(t, box, "GET", details, plantInDetails)
		o := kontrakt(t, nil, "run", "--target", seen.before(t, target), "--api", "ecom.v2", "--format", everyFormat,
			"--tags", "@rule:payment-reserve,@rule:ecom-scope,@rule:ecom-callback,@rule:ecom-express-static,@rule:ecom-approve").held(t, violates)
		assert.Positive(t, o.report(t).Totals.Scenarios.Failed)
		require.Greater(t, len(seen.values), 20, "secrets passed by")
		assertKept(t, o, seen.values)
		assertKept(t, o, planted)
	})
	t.Run("in messages about credentials that are refused", func(t *testing.T) {
		t.Parallel()
		o := kontrakt(t, settings{
			"KONTRAKT_CLIENT_ID": planted["client id"], "KONTRAKT_CLIENT_SECRET": planted["client secret"],
			"KONTRAKT_SUBSCRIPTION_KEY": planted["subscription key"], "KONTRAKT_MSN": "123456",
		}, "run", "--target", separately(t)).held(t, unjudged)
		assert.NoDirExists(t, o.Out)
		for name, value := range planted {
			assert.NotContains(t, o.Stdout+o.Stderr, value, name)
		}
	})
}

// plantInDetails spoils the details of payments so that scenarios fail over
// what is planted.
func plantInDetails(t *testing.T, a *http.Response, body []byte) []byte {
	a.Header.Set("X-Customer", planted["e-mail"])
	object := map[string]any{}
	assert.NoError(t, json.Unmarshal(body, &object))
	object["orderId"] = planted["e-mail"]
	object["nin"] = planted["identity number"]
	object["userDetails"] = map[string]any{
		"email": planted["street"], "firstName": 1, "lastName": planted["street"], "mobileNumber": "+47" + planted["phone number"], "userId": planted["client secret"],
	}
	if history, ok := object["transactionLogHistory"].([]any); ok {
		entry := history[0].(map[string]any)
		entry["operation"], entry["transactionText"] = planted["access token"], planted["e-mail"]
		entry["amount"] = planted["identity number"]
	}
	spoilt, err := json.Marshal(object)
	assert.NoError(t, err)
	return spoilt
}

// A harvest is what credentials and personal data went by.
type harvest struct {
	mu     sync.Mutex
	values map[string]string
}

// before puts a listener before a target.
func (h *harvest) before(t *testing.T, target string) string {
	t.Helper()
	base, err := url.Parse(target)
	require.NoError(t, err)
	forward := &http.Transport{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		for _, name := range []string{"Client_id", "Client_secret", "Ocp-Apim-Subscription-Key", "Authorization"} {
			h.keep(name, strings.TrimPrefix(r.Header.Get(name), "Bearer "))
		}
		h.keepBody(body)
		out := r.Clone(context.WithoutCancel(r.Context()))
		out.URL.Scheme, out.URL.Host, out.RequestURI = base.Scheme, base.Host, ""
		out.Body = io.NopCloser(bytes.NewReader(body))
		answer, err := forward.RoundTrip(out)
		if err != nil {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		defer answer.Body.Close()
		got, _ := io.ReadAll(answer.Body)
		h.keepBody(got)
		for name, values := range answer.Header {
			w.Header()[name] = values
		}
		w.WriteHeader(answer.StatusCode)
		_, _ = w.Write(got)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

func (h *harvest) keep(name, value string) {
	if len(value) < 8 {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, known := range h.values {
		if known == value {
			return
		}
	}
	h.values[fmt.Sprintf("%s %d", name, len(h.values))] = value
}

// secretFields are the fields whose values are nobody's business.
var secretFields = []string{
	"access_token", "authToken", "clientId", "clientSecret", "subscriptionKey", "email", "addressLine1", "customerPhoneNumber", "token", "userId", "sub",
}

func (h *harvest) keepBody(body []byte) {
	var v any
	if json.Unmarshal(body, &v) == nil {
		h.keepJSON("", v)
	}
}

func (h *harvest) keepJSON(name string, v any) {
	switch v := v.(type) {
	case map[string]any:
		for name, value := range v {
			h.keepJSON(name, value)
		}
	case []any:
		for _, value := range v {
			h.keepJSON(name, value)
		}
	case string:
		if slices.Contains(secretFields, name) {
			h.keep(name, v)
		}
		if u, err := url.Parse(v); err == nil && name == "url" {
			h.keep("link token", u.Query().Get("token"))
		}
	}
}

// The search itself finds what stands in the open.
func TestFormsFindAValueInItsEncodings(t *testing.T) {
	t.Parallel()
	for name, value := range planted {
		for before := range 4 {
			text := strings.Repeat("x", before) + value + " and more"
			for _, shown := range []string{
				text, url.QueryEscape(text), base64.StdEncoding.EncodeToString([]byte(text)), base64.URLEncoding.EncodeToString([]byte(text)),
				html.EscapeString(text), fmt.Sprintf("%x", text),
			} {
				found := slices.ContainsFunc(forms(value), func(form string) bool { return strings.Contains(shown, form) })
				assert.True(t, found, "%s in %s", name, shown)
			}
		}
	}
}

package sequence

import (
	"hash/maphash"
	"net/http"
	"strconv"
	"strings"
	"time"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// New makes a fact of an exchange, with what is the same for every API. The
// API's own package fills in the rest.
func New(v *rules.View) *Fact {
	f := &Fact{
		Exchange: v.ID, Scenario: v.Scenario, Operation: v.Operation,
		Started: v.Started, Ended: v.Started.Add(v.Duration),
		Status:    v.Response.Status,
		Undecided: v.Response.Status == 0 || v.Failure != nil,
		Merchant:  v.Sent("Merchant-Serial-Number"),
	}
	if v.Flow == harness.FlowCallback {
		f.Deed, f.Address = Tell, Digest([]byte(v.Request.Host+v.Request.Target))
		return f
	}
	f.Caller = Digest([]byte(v.Sent("Ocp-Apim-Subscription-Key")))
	f.Place = placeOf(v.Request.Host)
	f.RetryAfter = retryAfterOf(v.Response.Header, f.Ended)
	return f
}

// A request is what a key may be sent with once.
type request struct {
	method, target string
	content        uint64
}

// placeOf tells an environment by its host.
func placeOf(host string) string {
	switch strings.ToLower(host) {
	case "api.vipps.no":
		return "production"
	case "apitest.vipps.no":
		return "test"
	}
	return ""
}

// Keyed notes the idempotency key and what was sent with it. The order of an
// object's members and the space between them do not count.
func (f *Fact) Keyed(v *rules.View, header string) {
	content, is := v.RequestBody.At("")
	var sent uint64
	if is {
		sent = content.Digest(seed)
	} else {
		sent = Digest(v.Request.Body.Bytes)
	}
	f.Sent = maphash.Comparable(seed, request{v.Request.Method, v.Request.Target, sent}) | 1
	if key := v.Request.Header.Get(header); key != "" {
		f.Key = Digest([]byte(key))
	}
}

// About notes what the exchange is about; no name is about nothing.
func (f *Fact) About(kind, name string) {
	if name != "" {
		f.Kind, f.Subject = kind, name
	}
}

// Told gives the sum at a pointer of a body.
func Told(body *rules.JSON, pointer string) Sum {
	value, ok := body.At(pointer)
	if !ok {
		return Sum{}
	}
	minor, ok := value.Int()
	return Sum{minor, ok, pointer}
}

// AmountIn reads what a request names; 0 or nothing stands for all there is.
func AmountIn(body *rules.JSON, value, currency string) Amount {
	at, ok := body.At(value)
	minor, exact := at.Int()
	if !ok || !exact || minor <= 0 {
		return Amount{}
	}
	a := Amount{Minor: minor, Known: true}
	if c, ok := body.At(currency); ok && c.Text() {
		a.Currency = c.String()
	}
	return a
}

// Text gives the string at a pointer of a body, empty where there is none.
func Text(body *rules.JSON, pointer string) string { return body.TextAt(pointer) }

// retryAfterOf reads Retry-After, in seconds or as a time.
func retryAfterOf(h http.Header, now time.Time) time.Duration {
	text := h.Get("Retry-After")
	if text == "" {
		return 0
	}
	if seconds, err := strconv.Atoi(text); err == nil {
		return time.Duration(max(seconds, 0)) * time.Second
	}
	if at, err := http.ParseTime(text); err == nil {
		return max(at.Sub(now), 0)
	}
	return 0
}

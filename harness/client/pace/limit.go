package pace

import (
	"net/http"
	"strings"

	"kontrakt/harness/client"
)

// A Limit is how often an operation may be called within a minute.
type Limit struct {
	Method string
	// Path is a template: every parameter in it counts by itself, unless all count
	// Together.
	Path     string
	Together bool
	// Body leads to what counts by itself where no path names it: transaction,
	// orderId. A body that lacks it counts with all others that do, as the API
	// counts them.
	Body []string
	// Header names the header that counts by itself, such as Idempotency-Key.
	Header string
	// PerMinute is the documented number of calls.
	PerMinute int
	// ByKey counts for the subscription key; otherwise for the sales unit.
	ByKey bool
	// Source is where the number stands.
	Source string
}

// counts says whether the limit is one of the request's, and what it counts by.
func (l Limit) counts(r client.Request) (key string, ok bool) {
	if r.Method != l.Method {
		return "", false
	}
	named, ok := match(l.Path, r.Target)
	if !ok {
		return "", false
	}
	parts := []string{l.Method, l.Path}
	if !l.Together {
		parts = append(parts, named...)
	}
	if len(l.Body) > 0 {
		parts = append(parts, string(client.Member(r.Body, l.Body...)))
	}
	if l.Header != "" {
		parts = append(parts, r.Header.Get(l.Header))
	}
	whose := "Merchant-Serial-Number"
	if l.ByKey {
		whose = "Ocp-Apim-Subscription-Key"
	}
	return strings.Join(append(parts, r.Header.Get(whose)), "\x00"), true
}

// match holds a request's target against a template and gives the parameters. It
// forgives case and a trailing slash, as the API does.
func match(template, target string) (named []string, ok bool) {
	path, _, _ := strings.Cut(target, "?")
	want, have := strings.Split(template, "/"), strings.Split(strings.TrimSuffix(path, "/"), "/")
	if len(want) != len(have) {
		return nil, false
	}
	for i, segment := range want {
		switch {
		case strings.HasPrefix(segment, "{") && have[i] != "":
			named = append(named, have[i])
		case !strings.EqualFold(segment, have[i]):
			return nil, false
		}
	}
	return named, true
}

// Limits are the documented ones.
func Limits() []Limit {
	var all []Limit
	all = append(all, ecom()...)
	all = append(all, epayment()...)
	return append(all, recurring()...)
}

func ecom() []Limit {
	const order = "/ecomm/v2/payments/{orderId}"
	all := []Limit{
		{Method: http.MethodPost, Path: "/ecomm/v2/payments", Body: []string{"transaction", "orderId"}, PerMinute: 2},
		{Method: http.MethodPost, Path: order + "/capture", PerMinute: 5},
		{Method: http.MethodPut, Path: order + "/cancel", PerMinute: 5},
		{Method: http.MethodPost, Path: order + "/refund", PerMinute: 5},
		{Method: http.MethodGet, Path: order + "/details", PerMinute: 120, ByKey: true},
		{Method: http.MethodGet, Path: order + "/status", PerMinute: 120, ByKey: true},
	}
	return from("vippsas/vipps-ecom-api of 2023-11-15, vipps-ecom-api.md, on rate limiting", all)
}

func epayment() []Limit {
	const payment = "/epayment/v1/payments/{reference}"
	all := []Limit{
		{Method: http.MethodPost, Path: "/epayment/v1/payments", Body: []string{"reference"}, PerMinute: 5},
		{Method: http.MethodGet, Path: payment, PerMinute: 120, ByKey: true},
		{Method: http.MethodGet, Path: payment + "/events", PerMinute: 120, ByKey: true},
		{Method: http.MethodPost, Path: payment + "/capture", PerMinute: 5},
		{Method: http.MethodPost, Path: payment + "/cancel", PerMinute: 5},
		{Method: http.MethodPost, Path: payment + "/refund", PerMinute: 5},
	}
	return from("vippsas/vipps-epayment-api of 2023-12-06, operations/README.md", all)
}

// recurring are those of v3; v2 shares them where it has the call.
func recurring() []Limit {
	var all []Limit
	for _, agreements := range []string{"/recurring/v3/agreements", "/recurring/v2/agreements"} {
		one := agreements + "/{agreementId}"
		charge := one + "/charges/{chargeId}"
		all = append(all, []Limit{
			{Method: http.MethodGet, Path: agreements, PerMinute: 5},
			{Method: http.MethodPost, Path: agreements, PerMinute: 300},
			{Method: http.MethodGet, Path: one, PerMinute: 120},
			{Method: http.MethodPatch, Path: one, PerMinute: 5},
			{Method: http.MethodGet, Path: one + "/charges", PerMinute: 10},
			// The charge's own number comes from the idempotency key.
			{Method: http.MethodPost, Path: one + "/charges", Header: "Idempotency-Key", PerMinute: 2},
			{Method: http.MethodGet, Path: charge, PerMinute: 10},
			{Method: http.MethodDelete, Path: charge, PerMinute: 5},
			{Method: http.MethodPost, Path: charge + "/capture", PerMinute: 5},
			{Method: http.MethodPost, Path: charge + "/refund", PerMinute: 5},
		}...)
	}
	all = append(all,
		Limit{Method: http.MethodPost, Path: "/recurring/v3/agreements/{agreementId}/charges", Together: true, PerMinute: 500},
		Limit{Method: http.MethodPut, Path: "/recurring/v2/agreements/{agreementId}", PerMinute: 5},
		Limit{Method: http.MethodPost, Path: "/recurring/v3/agreements/charges", PerMinute: 100},
		Limit{Method: http.MethodGet, Path: "/recurring/v3/charges/{chargeId}", PerMinute: 100})
	return from("vippsas/vipps-recurring-api of 2023-12, on rate limiting; its change log of 2024-02 and 2025-09 on bulk", all)
}

func from(source string, all []Limit) []Limit {
	for i := range all {
		all[i].Source = source
	}
	return all
}

package judge_test

import (
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/harness/contract"
	"kontrakt/specs"
)

// embedded are the contracts as shipped; they never change, so all tests share
// them.
var embedded = sync.OnceValues(func() (map[string]*contract.Contract, error) {
	sources, err := specs.Sources()
	if err != nil {
		return nil, err
	}
	all := map[string]*contract.Contract{}
	for _, s := range sources {
		d := contract.Document{ID: s.ID, Title: s.Title, State: s.State, SpecFile: s.Document, OverlayFile: s.Overlay}
		if d.Spec, err = specs.Read(s.Document); err != nil {
			return nil, err
		}
		if s.Overlay != "" {
			if d.Overlay, err = specs.Read(s.Overlay); err != nil {
				return nil, err
			}
		}
		if all[s.ID], err = contract.Load(d, contract.Options{}); err != nil {
			return nil, err
		}
	}
	return all, nil
})

// load gives embedded contracts.
func load(tb testing.TB, ids ...string) []*contract.Contract {
	tb.Helper()
	known, err := embedded()
	require.NoError(tb, err)
	var all []*contract.Contract
	for _, id := range ids {
		require.Contains(tb, known, id)
		all = append(all, known[id])
	}
	return all
}

func set(tb testing.TB, contracts ...*contract.Contract) *contract.Set {
	tb.Helper()
	s, err := contract.NewSet(contracts, nil)
	require.NoError(tb, err)
	return s
}

func bodyOf(text string) harness.Body {
	return harness.Body{Bytes: []byte(text), Size: int64(len(text))}
}

const (
	bearer = "eyJhbGciOiJSUzI1NiIsImtpZCI6IjEifQ.eyJzdWIiOiJtZXJjaGFudCIsImV4cCI6MTc2NDAwMDAwMH0.c2lnbmF0dXJlLW9mLXRoZS10b2tlbg"
	subKey = "0f9e8d7c6b5a49382716f5e4d3c2b1a0"
)

func headers(more ...string) http.Header {
	h := http.Header{
		"Authorization":               {"Bearer " + bearer},
		"Ocp-Apim-Subscription-Key":   {subKey},
		"Merchant-Serial-Number":      {"654321"},
		"Content-Type":                {"application/json"},
		"Vipps-System-Name":           {"shop"},
		"Vipps-System-Version":        {"1.0"},
		"Vipps-System-Plugin-Name":    {"plugin"},
		"Vipps-System-Plugin-Version": {"2.0"},
		"User-Agent":                  {"shop/1.0"},
		"Accept":                      {"application/json"},
	}
	for i := 0; i+1 < len(more); i += 2 {
		h.Set(more[i], more[i+1])
	}
	return h
}

// initiate is a payment that keeps to the contract.
func initiate(n int) *harness.Exchange {
	request := fmt.Sprintf(`{"customerInfo":{"mobileNumber":"91234567"},"merchantInfo":{"merchantSerialNumber":"654321",`+
		`"callbackPrefix":"https://shop.test/callbacks","fallBack":"https://shop.test/done","authToken":"a-callback-token-%d"},`+
		`"transaction":{"amount":49900,"orderId":"order-%d","transactionText":"Two pairs of socks"}}`, n, n)
	answer := fmt.Sprintf(`{"orderId":"order-%d","url":"https://api.test/dwo-api-application/v1/deeplink/vippsgateway?v=2&token=%s"}`, n, bearer)
	return &harness.Exchange{
		ID: fmt.Sprintf("x%04d", n), Flow: harness.FlowAPI,
		Started: time.Date(2026, 3, 1, 12, 0, 0, n, time.UTC), Duration: 3 * time.Millisecond, Waited: 2 * time.Millisecond,
		Request: harness.Request{
			Method: http.MethodPost, Scheme: "http", Host: "127.0.0.1:8080", Target: "/ecomm/v2/payments", Proto: "HTTP/1.1",
			Header: headers(), Body: bodyOf(request),
		},
		Response: harness.Response{
			Status: 200, Proto: "HTTP/1.1", Header: http.Header{"Content-Type": {"application/json;charset=UTF-8"}, "Date": {"Sun, 01 Mar 2026 12:00:00 GMT"}},
			Body: bodyOf(answer),
		},
	}
}

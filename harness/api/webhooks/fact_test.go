package webhooks_test

import (
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/harness/api/webhooks"
	"kontrakt/harness/rules"
	"kontrakt/harness/rules/sequence"
)

// A call is one about registrations, with what the API answers.
type call struct {
	method, target, sent string
	status               int
	answer               string
	// msn is the sales unit that it is for.
	msn string
}

// told are the rules that calls break, one after the other.
func told(t *testing.T, calls ...call) []string {
	t.Helper()
	_, set := contracts(t)
	var record sequence.Record
	began := time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC)
	for i, c := range calls {
		x := &harness.Exchange{
			ID: "x" + strconv.Itoa(i+1), Flow: harness.FlowAPI, Started: began.Add(time.Duration(i) * time.Minute),
			Request: harness.Request{Method: c.method, Scheme: "https", Host: "api.example", Target: c.target, Body: harness.Body{Bytes: []byte(c.sent), Size: int64(len(c.sent))}, Header: http.Header{
				"Content-Type": {"application/json"}, "Ocp-Apim-Subscription-Key": {"key"}, "Merchant-Serial-Number": {c.msn},
			}},
			Response: harness.Response{Status: c.status, Header: http.Header{"Content-Type": {"application/json"}}, Body: harness.Body{Bytes: []byte(c.answer), Size: int64(len(c.answer))}},
		}
		m := set.Match(x)
		require.NotNil(t, m.Operation, c.target)
		v := rules.NewView(x, *m.Operation, m.Params)
		f := sequence.New(v)
		webhooks.V1().Fact(v, f)
		record.Add(f)
	}
	var ids []string
	for _, f := range record.Findings(sequence.All()) {
		ids = append(ids, f.Rule)
	}
	return ids
}

func TestRegistrationsAreHeldAgainstEachOther(t *testing.T) {
	t.Parallel()
	const at = "/webhooks/v1/webhooks"
	register := func(id, url, events, msn string) call {
		return call{"POST", at, `{"url":"` + url + `","events":` + events + `}`, 201, `{"id":"` + id + `","secret":"s"}`, msn}
	}
	const (
		hook = "https://shop.example/hook"
		one  = `["epayments.payment.authorized.v1"]`
		two  = `["epayments.payment.aborted.v1","epayments.payment.authorized.v1"]`
		id   = "0b3c1a52-7d5e-4c1f-9a11-2f1f5a0c7e01"
	)
	first := register(id, hook, one, "123456")
	list := func(ids string) call {
		return call{"GET", at, "", 200, `{"webhooks":[` + ids + `]}`, "123456"}
	}
	again := []string{"guide.webhook-once"}
	for name, tt := range map[string]struct {
		calls []call
		want  []string
	}{
		"the same":            {[]call{first, first}, again},
		"among others":        {[]call{first, register("b", hook, two, "123456")}, again},
		"listed":              {[]call{first, list(`{"id":"` + id + `"}`), first}, again},
		"another address":     {[]call{first, register("b", hook+"2", one, "123456")}, nil},
		"another sales unit":  {[]call{first, register("b", hook, one, "654321")}, nil},
		"deleted":             {[]call{first, {"DELETE", at + "/" + id, "", 204, "", "123456"}, first}, nil},
		"another was deleted": {[]call{first, {"DELETE", at + "/0b3c1a52-7d5e-4c1f-9a11-2f1f5a0c7e02", "", 204, "", "123456"}, first}, again},
		"not listed any more": {[]call{first, list(""), first}, nil},
	} {
		assert.Equal(t, tt.want, told(t, tt.calls...), name)
	}
}

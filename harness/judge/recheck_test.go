package judge_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"iter"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"kontrakt/harness"
	"kontrakt/harness/har"
	"kontrakt/harness/judge"
	"kontrakt/harness/rules"
)

// A mistake spoils an exchange.
var mistakes = map[string]func(*harness.Exchange){
	"a number as text":               func(x *harness.Exchange) { with(x, `"amount":49900`, `"amount":"49900"`) },
	"too little":                     func(x *harness.Exchange) { with(x, `"amount":49900`, `"amount":1`) },
	"no amount":                      func(x *harness.Exchange) { with(x, `"amount":49900,`, ``) },
	"a phone number of another form": func(x *harness.Exchange) { with(x, "91234567", "+47 912 34 567") },
	"a phone number as number":       func(x *harness.Exchange) { with(x, `"91234567"`, `91234567`) },
	"a token that is too long":       func(x *harness.Exchange) { with(x, "a-callback-token", strings.Repeat("tok-", 80)) },
	"a token that is none":           func(x *harness.Exchange) { with(x, `"authToken":"`, `"authToken":7,"was":"`) },
	"a property nobody knows":        func(x *harness.Exchange) { with(x, `"amount"`, `"colour":"blue","amount"`) },
	"an object nobody knows":         func(x *harness.Exchange) { with(x, `"amount"`, `"buyer":{"name":"Kari","n":[1,"x"]},"amount"`) },
	"a key twice":                    func(x *harness.Exchange) { with(x, `"amount"`, `"amount":49900,"amount"`) },
	"a secret twice":                 func(x *harness.Exchange) { with(x, `"authToken"`, `"authToken":"one","authToken"`) },
	"a body that breaks off": func(x *harness.Exchange) {
		x.Request.Body = bodyOf(string(x.Request.Body.Bytes[:len(x.Request.Body.Bytes)/2]))
	},
	"something after the body":       func(x *harness.Exchange) { with(x, `socks"}}`, `socks"}} {"more":"of it"}`) },
	"no body":                        func(x *harness.Exchange) { x.Request.Body = harness.Body{} },
	"an order that is none":          func(x *harness.Exchange) { with(x, "order-", "order_ ") },
	"an e-mail as order":             func(x *harness.Exchange) { with(x, `"orderId":"`, `"orderId":"kari@shop.no`) },
	"no key":                         func(x *harness.Exchange) { x.Request.Header.Del("Ocp-Apim-Subscription-Key") },
	"no token":                       func(x *harness.Exchange) { x.Request.Header.Del("Authorization") },
	"a token twice":                  func(x *harness.Exchange) { x.Request.Header.Add("Authorization", "Bearer other") },
	"a system name that is too long": func(x *harness.Exchange) { x.Request.Header.Set("Vipps-System-Name", strings.Repeat("shop", 20)) },
	"a path nobody knows": func(x *harness.Exchange) {
		x.Request.Target = "/ecomm/v2/paymnets/0a1b2c3d4e5f60718293?token=" + bearer
	},
	"a path with an e-mail":      func(x *harness.Exchange) { x.Request.Target = "/ecomm/v2/kari@shop.no" },
	"another spelling":           func(x *harness.Exchange) { x.Request.Target = "/Ecomm/v2/payments/" },
	"another method":             func(x *harness.Exchange) { x.Request.Method = http.MethodPatch },
	"a status nobody knows":      func(x *harness.Exchange) { x.Response.Status = 299 },
	"an answer that is an error": func(x *harness.Exchange) { x.Response.Status = 400 },
	"an answer of another kind": func(x *harness.Exchange) {
		x.Response.Header.Set("Content-Type", "text/html")
		x.Response.Body = bodyOf("<b>Kari 91234567</b>")
	},
	"an answer without order":       func(x *harness.Exchange) { x.Response.Body = bodyOf(`{"url":7,"extra":"e"}`) },
	"an answer that is packed":      func(x *harness.Exchange) { pack(x, string(x.Response.Body.Bytes)) },
	"a wrong answer that is packed": func(x *harness.Exchange) { pack(x, `{"orderId":"o","url":null,"name":"Kari"}`) },
	"an answer that broke off":      func(x *harness.Exchange) { x.Failure = &harness.Failure{Kind: harness.CutOff, Detail: "reset"} },
	"a body that was not captured":  func(x *harness.Exchange) { x.Request.Body.Size += 100 },
}

func pack(x *harness.Exchange, body string) {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write([]byte(body))
	_ = w.Close()
	x.Response.Header.Set("Content-Encoding", "gzip")
	x.Response.Body = bodyOf(b.String())
}

// recorded sends an exchange through a judge and its recording through an
// archive and back.
func recorded(t require.TestingT, j *judge.Judge, x *harness.Exchange) har.Entry {
	j.Submit(x)
	var run harness.Run
	j.Fill(&run)
	var last harness.Judged
	for judged, err := range run.Exchanges() {
		require.NoError(t, err)
		if judged.ID == x.ID {
			last = judged
		}
	}
	var b bytes.Buffer
	var one iter.Seq2[harness.Judged, error] = func(yield func(harness.Judged, error) bool) { yield(last, nil) }
	require.NoError(t, har.Write(&b, harness.Tool{Name: "kontrakt"}, nil, one))
	for _, secret := range []string{bearer, subKey, "91234567", "a-callback-token", "kari@shop.no"} {
		require.NotContains(t, b.String(), secret)
	}
	entries, err := har.Read(&b)
	require.NoError(t, err)
	require.Len(t, entries, 1)
	return entries[0]
}

func TestARecordingRepeatsTheLiveFindings(t *testing.T) {
	t.Parallel()
	for name, spoil := range mistakes {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			j := newJudge(t, nil)
			x := initiate(1)
			spoil(x)
			live := j.One(x).Findings
			again := j.Recheck(recorded(t, j, x).Judged)
			assert.Equal(t, whole(live), whole(again.Findings))
			for _, secret := range []string{bearer, subKey, "91234567", "912 34 567", "a-callback-token", "kari@shop.no", "Kari", "tok-tok"} {
				assert.NotContains(t, whole(live), secret)
			}
		})
	}
}

func TestARecordingOfSeveralMistakesRepeatsTheLiveFindings(t *testing.T) {
	t.Parallel()
	names := slices.Sorted(maps.Keys(mistakes))
	contracts := set(t, load(t, "ecom.v2")...)
	rapid.Check(t, func(t *rapid.T) {
		j, err := judge.New(judge.Options{Contracts: contracts, Checks: map[string][]rules.Check{"ecom.v2": {eightDigits}}})
		require.NoError(t, err)
		defer j.Close()
		x := initiate(1)
		for _, name := range rapid.SliceOfNDistinct(rapid.SampledFrom(names), 1, 4, rapid.ID[string]).Draw(t, "mistakes") {
			mistakes[name](x)
		}
		live := j.One(x).Findings
		again := j.Recheck(recorded(t, j, x).Judged)
		require.Equal(t, whole(live), whole(again.Findings))
	})
}

func TestAnIntendedMistakeStaysIntended(t *testing.T) {
	t.Parallel()
	j := newJudge(t, nil)
	x := with(initiate(1), `"amount":49900`, `"amount":1`)
	x.Scenario = "too little"
	j.Submit(x)
	for _, f := range j.Settle("too little").Findings {
		j.Excuse("too little", f)
	}
	var run harness.Run
	j.Fill(&run)
	require.Empty(t, run.Findings)
	var entry harness.Judged
	for judged, err := range run.Exchanges() {
		require.NoError(t, err)
		entry = judged
	}
	offline := newJudge(t, nil)
	offline.Replay(entry)
	offline.Fill(&run)
	assert.Empty(t, run.Findings, "what was meant live is meant offline")
	assert.Equal(t, 1, run.Recorded)
}

// whole words findings with all that a report takes from them.
func whole(findings []harness.Finding) string {
	var b strings.Builder
	for _, f := range findings {
		fmt.Fprintf(&b, "%+v\n", f)
	}
	return b.String()
}

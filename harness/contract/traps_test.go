package contract_test

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/harness/contract"
)

// A trap is an exchange that the libraries let pass, or report wrongly.
type trap struct {
	name string
	from func() *harness.Exchange
	with func(*harness.Exchange)
	want []string
}

func (tt trap) run(t *testing.T, s *contract.Set) {
	t.Helper()
	x := tt.from()
	if tt.with != nil {
		tt.with(x)
	}
	_, findings := s.Judge(x)
	assert.Equal(t, append([]string{}, tt.want...), lines(findings))
}

func runTraps(t *testing.T, table []trap) {
	t.Parallel()
	s := set(t, shop(t, contract.Options{}))
	for _, tt := range table {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.run(t, s)
		})
	}
}

func sends(body string) func(*harness.Exchange) {
	return func(x *harness.Exchange) { setBody(&x.Request.Body, body) }
}

func answers(body string) func(*harness.Exchange) {
	return func(x *harness.Exchange) { setBody(&x.Response.Body, body) }
}

func TestWhatKeepsToTheContractHasNoFindings(t *testing.T) {
	runTraps(t, []trap{
		{name: "a request with its answer", from: create},
		{name: "an answer to a read", from: read},
		{name: "a media type key with a parameter is met without it, and with another spelling", from: create,
			with: func(x *harness.Exchange) { x.Request.Header.Set("Content-Type", "Application/JSON; charset=UTF-8") }},
		{name: "an integer beyond 2^53 within 64 bits", from: create,
			with: sends(`{"amount":9007199254740993,"reference":"abc","customer":{}}`)},
		{name: "additional members where the schema names none", from: create,
			with: sends(`{"amount":100,"reference":"abc","customer":{},"free":{"any":1}}`)},
		{name: "header names in another case", from: create, with: func(x *harness.Exchange) {
			x.Request.Header["x-shop"] = x.Request.Header["X-Shop"]
			delete(x.Request.Header, "X-Shop")
		}},
		{name: "a failing answer in its own media type", from: create, with: func(x *harness.Exchange) {
			x.Response.Status = 422
			x.Response.Header.Set("Content-Type", "application/problem+json")
			setBody(&x.Response.Body, `{"title":"no"}`)
		}},
		{name: "an answer to HEAD has no body", from: read, with: func(x *harness.Exchange) {
			x.Request.Method, x.Request.Target = "HEAD", "/shop/v1/orders/abc"
			setBody(&x.Response.Body, "")
		}},
	})
}

func TestTrapsOfTheBody(t *testing.T) {
	runTraps(t, []trap{
		{name: "the second of two equal members", from: create, with: sends(`{"amount":100,"amount":100,"reference":"abc","customer":{}}`),
			want: []string{"error body.duplicate-key request body /amount: want one member of that name, got more than one"}},
		{name: "a repeated member deep in an answer is an escaped name all the same", from: create,
			with: sends("{\"amount\":100,\"reference\":\"abc\",\"customer\":{},\"free\":{\"a\":1,\"\\u0061\":2}}"),
			want: []string{"error body.duplicate-key request body /free/a: want one member of that name, got more than one"}},
		{name: "a second document after the first", from: create, with: sends(newOrder + ` {}`),
			want: []string{"error body.trailing-data request body: want one JSON value, got 2 bytes more after it"}},
		{name: "white space after the value is nothing", from: create, with: sends(newOrder + " \r\n\t")},
		{name: "an integer with an exponent", from: create, with: sends(`{"amount":1e3,"reference":"abc","customer":{}}`),
			want: []string{"error body.lossy-number request body /amount: want an integer in plain digits, got 1e3"}},
		{name: "an integer with a fraction of zero", from: create, with: sends(`{"amount":500.0,"reference":"abc","customer":{}}`),
			want: []string{"error body.lossy-number request body /amount: want an integer in plain digits, got 500.0"}},
		{name: "a fraction is a wrong type and no lossy number", from: create, with: sends(`{"amount":100.5,"reference":"abc","customer":{}}`),
			want: []string{"error schema.type request body /amount: want an integer, got 100.5"}},
		{name: "an integer beyond 64 bits is one finding", from: create, with: sends(`{"amount":100,"big":9223372036854775808,"reference":"abc","customer":{}}`),
			want: []string{"error body.lossy-number request body /big: want an integer of at most 64 bits, got 9223372036854775808"}},
		{name: "an integer beyond 32 bits where 32 are meant", from: create, with: sends(`{"amount":100,"small":2147483648,"reference":"abc","customer":{}}`),
			want: []string{"error schema.format request body /small: want an integer of 32 bits, got 2147483648"}},
		{name: "a number that is no integer may have a fraction", from: create, with: sends(`{"amount":100,"price":5.0,"reference":"abc","customer":{}}`)},
		{name: "a byte order mark", from: create, with: sends("\xef\xbb\xbf" + newOrder),
			want: []string{"error body.not-json request body: want JSON from the first byte on, got a byte order mark"}},
		{name: "bytes that are not UTF-8", from: create, with: sends("{\"amount\":100,\"reference\":\"a\xff\",\"customer\":{}}"),
			want: []string{"error body.not-json request body: want JSON in UTF-8, got bytes that are not UTF-8"}},
		{name: "a body that breaks off", from: create, with: sends(`{"amount":100,`),
			want: []string{"error body.not-json request body: want JSON in UTF-8, got text that ends after 14 bytes within a value"}},
		{name: "text around which there is no JSON", from: create, with: sends(`hello`),
			want: []string{"error body.not-json request body: want JSON in UTF-8, got a fault at byte 1 of 5"}},
		{name: "no body", from: create, with: sends(""),
			want: []string{"error body.missing request body: want a body of application/json, got nothing"}},
		{name: "no body in an answer", from: read, with: answers(""),
			want: []string{"error body.missing response body: want a body of application/json, got nothing"}},
		{name: "a body where none is read", from: read, with: sends("{}"),
			want: []string{"warning body.undocumented-property request body: want no body, got 2 bytes"}},
		{name: "an undeclared member in a request", from: create, with: sends(`{"amount":100,"reference":"abc","customer":{},"refrence":"x"}`),
			want: []string{"warning body.undocumented-property request body /refrence: want a documented member, got a string of 1 character"}},
		{name: "an undeclared member in an answer", from: read, with: answers(`{"reference":"abc","state":"OPEN","new":true}`),
			want: []string{"warning body.undocumented-property response body /new: want a documented member, got a boolean"}},
		{name: "an undeclared member in a variant that only the other knows", from: create,
			with: sends(`{"amount":100,"reference":"abc","customer":{},"delivery":{"kind":"PICKUP","shop":"a","zip":"0123"}}`),
			want: []string{"warning body.undocumented-property request body /delivery/zip: want a documented member, got a string of 4 characters"}},
		{name: "members of every part of an allOf are declared", from: create,
			with: sends(`{"amount":100,"reference":"abc","customer":{},"both":{"x":"a","y":1,"z":1}}`),
			want: []string{"warning body.undocumented-property request body /both/z: want a documented member, got a number"}},
		{name: "a member that the schema itself forbids is one error", from: create,
			with: sends(`{"amount":100,"reference":"abc","customer":{},"strict":{"b":1}}`),
			want: []string{"error schema.additionalProperties request body /strict/b: want no member but a, got a number"}},
		{name: "too many levels", from: create, with: sends(`{"amount":100,"reference":"abc","customer":{},"free":` + strings.Repeat(`{"a":`, 300) + "1" + strings.Repeat("}", 301)),
			want: []string{"error body.not-json request body: want JSON in UTF-8, got more than 200 levels"}},
	})
}

func TestTrapsOfFormats(t *testing.T) {
	with := func(member string) func(*harness.Exchange) {
		return sends(`{"amount":100,"reference":"abc","customer":{},` + member + `}`)
	}
	runTraps(t, []trap{
		{name: "uuid", from: create, with: with(`"id":"x"`), want: []string{`error schema.format request body /id: want a UUID, got "x"`}},
		{name: "a UUID of any version", from: create, with: with(`"id":"00000000-0000-7000-0000-00000000000F"`)},
		{name: "e-mail", from: create, with: with(`"mail":"kari"`), want: []string{`error schema.format request body /mail: want an e-mail address, got "kari"`}},
		{name: "a display name is no e-mail address", from: create, with: with(`"mail":"Kari <k@example.com>"`), want: []string{`error schema.format request body /mail: want an e-mail address, got (personal, 20 characters)`}},
		{name: "uri", from: create, with: with(`"callbackPrefix":"shop.example.com/cb"`), want: []string{`error schema.format request body /callbackPrefix: want an absolute URI, got "shop.example.com/cb"`}},
		{name: "a scheme of an app", from: create, with: with(`"callbackPrefix":"vipps://pay"`)},
		{name: "31 February", from: create, with: with(`"when":"2026-02-31T00:00:00Z"`), want: []string{`error schema.format request body /when: want a date and time with offset, such as 2026-01-31T12:00:00Z, got "2026-02-31T00:00:00Z"`}},
		{name: "a time without offset", from: create, with: with(`"when":"2026-02-01T00:00:00"`), want: []string{`error schema.format request body /when: want a date and time with offset, such as 2026-01-31T12:00:00Z, got "2026-02-01T00:00:00"`}},
		{name: "a leap second in lower case", from: create, with: with(`"when":"2016-12-31t23:59:60z"`)},
		{name: "30 February", from: create, with: with(`"day":"2026-02-30"`), want: []string{`error schema.format request body /day: want a date, such as 2026-01-31, got "2026-02-30"`}},
	})
}

func TestTrapsOfStatusAndMediaType(t *testing.T) {
	status := func(n int) func(*harness.Exchange) { return func(x *harness.Exchange) { x.Response.Status = n } }
	runTraps(t, []trap{
		{name: "an undocumented status", from: read, with: status(418), want: []string{"error status.undocumented response status: want one of 200, 204, 301, got 418"}},
		{name: "an undocumented redirect", from: read, with: status(307), want: []string{"error status.undocumented response status: want one of 200, 204, 301, got 307"}},
		{name: "a documented redirect is judged", from: read, with: status(301), want: []string{
			"error schema.required response body /to: want a value, got nothing"}},
		{name: "an undocumented status to HEAD", from: read, want: []string{"error status.undocumented response status: want status 200, got 500"},
			with: func(x *harness.Exchange) {
				x.Request.Method, x.Request.Target, x.Response.Status = "HEAD", "/shop/v1/orders/abc", 500
			}},
		{name: "204 with a body", from: read, with: status(204), want: []string{"error content-type.undocumented response media type: want no body with status 204, got 34 bytes"}},
		{name: "an undocumented media type", from: read, want: []string{`error content-type.undocumented response media type: want application/json, got "text/html"`},
			with: func(x *harness.Exchange) { x.Response.Header.Set("Content-Type", "text/html") }},
		{name: "no media type, and the body is judged all the same", from: create,
			with: func(x *harness.Exchange) {
				x.Request.Header.Del("Content-Type")
				setBody(&x.Request.Body, `{"amount":100,"reference":"abc"}`)
			},
			want: []string{
				"error content-type.undocumented request media type: want application/json, got nothing",
				"error schema.required request body /customer: want an object, got nothing",
			}},
	})
}

func TestTrapsOfHeadersAndParameters(t *testing.T) {
	target := func(s string) func(*harness.Exchange) { return func(x *harness.Exchange) { x.Request.Target = s } }
	runTraps(t, []trap{
		{name: "every response header is judged, and the body too", from: create, with: func(x *harness.Exchange) {
			x.Response.Header.Del("X-Rate")
			x.Response.Header.Set("X-Trace", "n")
			setBody(&x.Response.Body, `{"reference":"abc","state":"NEW"}`)
		}, want: []string{
			"error header.missing response header X-Rate: want an integer, got nothing",
			`error header.invalid response header X-Trace: want a UUID, got "n"`,
			`error schema.enum response body /state: want one of "OPEN", "DONE", got "NEW"`,
		}},
		{name: "a missing credential, whose name OpenAPI ignores", from: create,
			with: func(x *harness.Exchange) { x.Request.Header.Del("Authorization") },
			want: []string{"error auth.missing request header Authorization: want a credential, got nothing"}},
		{name: "a missing security scheme", from: read,
			with: func(x *harness.Exchange) {
				x.Request.Method, x.Request.Target, x.Response.Status = "DELETE", "/shop/v1/orders/abc", 204
				setBody(&x.Response.Body, "")
			},
			want: []string{
				"warning lifecycle.deprecated method and path: want an operation that is not deprecated, got DELETE:/shop/v1/orders/{id}",
				"error auth.missing request header X-Api-Key: want an API key, got nothing",
			}},
		{name: "a missing and an invalid header", from: create, with: func(x *harness.Exchange) {
			x.Request.Header.Del("Idempotency-Key")
			x.Request.Header.Set("X-Shop", "OSLO")
		}, want: []string{
			"error header.missing request header Idempotency-Key: want a string, got nothing",
			`error header.invalid request header X-Shop: want text matching ^[a-z]+$, got "OSLO"`,
		}},
		{name: "an empty header is a missing one", from: create, with: func(x *harness.Exchange) { x.Request.Header.Set("Idempotency-Key", "") },
			want: []string{`error header.missing request header Idempotency-Key: want a string, got ""`}},
		{name: "a header twice", from: create, with: func(x *harness.Exchange) { x.Request.Header.Add("Idempotency-Key", "k2") },
			want: []string{"error header.invalid request header Idempotency-Key: want one value, got 2 values"}},
		{name: "a path parameter is judged decoded", from: read, with: target("/shop/v1/orders/a%2Fb?token=abc")},
		{name: "a path parameter that fails", from: read, with: target("/shop/v1/orders/A?token=abc"),
			want: []string{`error param.invalid request path id: want text matching ^[a-z/-]{1,12}$, got "A"`}},
		{name: "a query parameter that is no integer", from: read, with: target("/shop/v1/orders/a?token=abc&page=x"),
			want: []string{`error param.invalid request query page: want an integer, got "x"`}},
		{name: "a scalar twice", from: read, with: target("/shop/v1/orders/a?token=abc&page=1&page=0"),
			want: []string{"error param.invalid request query page: want one value, got 2 values"}},
		{name: "every item of an array", from: read, with: target("/shop/v1/orders/a?token=abc&state=OPEN&state=X"),
			want: []string{`error param.invalid request query state: want one of "OPEN", "DONE", got "OPEN, X"`}},
		{name: "a missing query parameter", from: read, with: target("/shop/v1/orders/a"),
			want: []string{"error param.missing request query token: want a string, got nothing"}},
		{name: "a secret query parameter is not shown", from: read, with: target("/shop/v1/orders/a?token=ab"),
			want: []string{"error param.invalid request query token: want at least 3 characters, got (secret, 2 characters)"}},
	})
}

func TestVariantsAreExplainedByTheNearest(t *testing.T) {
	with := func(delivery string) func(*harness.Exchange) {
		return sends(`{"amount":100,"reference":"abc","customer":{},"delivery":` + delivery + `}`)
	}
	runTraps(t, []trap{
		{name: "by its tag", from: create, with: with(`{"kind":"PARCEL"}`), want: []string{
			"error schema.required request body /delivery/street: want a string, got nothing",
			"error schema.required request body /delivery/zip: want a string, got nothing"}},
		{name: "by the members that only one variant has", from: create, with: with(`{"street":"x","zip":"12"}`), want: []string{
			`error schema.pattern request body /delivery/zip: want text matching ^\d{4}$, got "12"`,
			`error schema.required request body /delivery/kind: want "PARCEL", got nothing`}},
		{name: "a wrong tag", from: create, with: with(`{"kind":"DRONE","shop":"a"}`), want: []string{
			`error schema.enum request body /delivery/kind: want "PICKUP", got "DRONE"`}},
		{name: "variants that overlap are the document's fault", from: create, with: sends(`{"amount":100,"reference":"abc","customer":{},"pick":{"a":"x"}}`),
			want: []string{"note spec.erratum request body /pick: want a body that fits one variant, got one that fits several"}},
		{name: "a value of no variant's type", from: create, with: with(`"x"`), want: []string{
			`error schema.oneOf request body /delivery: want an object, got "x"`}},
		{name: "a type beside the variants says no more", from: create, with: sends(`{"amount":100,"reference":"abc","customer":{},"pick":"x"}`),
			want: []string{`error schema.oneOf request body /pick: want an object, got "x"`}},
	})
}

func TestLongLiteralsAreCut(t *testing.T) {
	long := strings.Repeat("æ", 90)
	runTraps(t, []trap{
		{name: "text", from: create, with: sends(`{"amount":100,"reference":"abc","customer":{},"currency":"` + long + `"}`),
			want: []string{`error schema.enum request body /currency: want one of "NOK", "DKK", got "` + long[:160] + `"… (90 characters)`}},
		{name: "a number", from: create, with: sends(`{"amount":` + strings.Repeat("1", 100) + `,"reference":"abc","customer":{}}`),
			want: []string{"error body.lossy-number request body /amount: want an integer of at most 64 bits, got " + strings.Repeat("1", 80) + "…"}},
	})
}

func TestVocabularies(t *testing.T) {
	runTraps(t, []trap{
		{name: "a closed one in an answer is an error", from: read, with: answers(`{"reference":"abc","state":"NEW"}`),
			want: []string{`error schema.enum response body /state: want one of "OPEN", "DONE", got "NEW"`}},
		{name: "an open one in an answer is a warning", from: read, with: answers(`{"reference":"abc","state":"OPEN","colour":"PINK"}`),
			want: []string{`warning schema.enum response body /colour: want one of "RED", "BLUE", "GREY", got "PINK"`}},
		{name: "any in a request is an error", from: create, with: sends(`{"amount":100,"reference":"abc","customer":{},"currency":"SEK"}`),
			want: []string{`error schema.enum request body /currency: want one of "NOK", "DKK", got "SEK"`}},
		{name: "a number among words is a wrong type", from: read, with: answers(`{"reference":"abc","state":"OPEN","colour":5}`),
			want: []string{`error schema.type response body /colour: want a string, got 5`}},
	})
}

func TestErrataAreNotes(t *testing.T) {
	runTraps(t, []trap{
		{name: "a relaxed bound", from: create, with: sends(`{"amount":50,"reference":"abc","customer":{}}`),
			want: []string{"note spec.erratum request body /amount: want at least 100, got 50"}},
		{name: "what breaks the corrected bound is an error only", from: create, with: sends(`{"amount":0,"reference":"abc","customer":{}}`),
			want: []string{"error schema.minimum request body /amount: want at least 1, got 0"}},
		{name: "null where an erratum allows it", from: read, with: answers(`{"reference":"abc","state":"OPEN","colour":null}`),
			want: []string{`note spec.erratum response body /colour: want a string, got null`}},
		{name: "a member of an enum that an erratum added", from: read, with: answers(`{"reference":"abc","state":"OPEN","colour":"GREY"}`),
			want: []string{`note spec.erratum response body /colour: want one of "RED", "BLUE", got "GREY"`}},
		{name: "a status that an erratum added", from: create,
			with: func(x *harness.Exchange) { x.Response.Status = 200 },
			want: []string{"note spec.erratum response status: want one of 201, 4XX, got 200"}},
		{name: "a header that an erratum made optional", from: create,
			with: func(x *harness.Exchange) { x.Request.Header.Del("X-Shop") },
			want: []string{"note spec.erratum request header X-Shop: want a string, got nothing"}},
	})
}

func TestAsPublishedThereAreErrors(t *testing.T) {
	t.Parallel()
	s := set(t, shop(t, contract.Options{AsPublished: true}))
	trap{from: create, with: sends(`{"amount":50,"reference":"abc","customer":{}}`),
		want: []string{"error schema.minimum request body /amount: want at least 100, got 50"}}.run(t, s)
	m := s.Match(callback(`{"reference":"a","status":"RESERVE","shipping":{}}`))
	assert.Equal(t, "toldExpress", m.Operation.ID, "operation ids and callbacks stay")
}

func TestCodedBodiesAreJudgedUnpacked(t *testing.T) {
	bad := `{"reference":"abc","state":"NEW"}`
	want := []string{`error schema.enum response body /state: want one of "OPEN", "DONE", got "NEW"`}
	coded := func(coding string, pack func() []byte) func(*harness.Exchange) {
		return func(x *harness.Exchange) {
			x.Response.Header.Set("Content-Encoding", coding)
			setBody(&x.Response.Body, string(pack()))
		}
	}
	zip := func() []byte {
		var b bytes.Buffer
		w := gzip.NewWriter(&b)
		w.Write([]byte(bad))
		w.Close()
		return b.Bytes()
	}
	runTraps(t, []trap{
		{name: "gzip", from: read, with: coded("gzip", zip), want: want},
		{name: "deflate", from: read, want: want, with: coded("deflate", func() []byte {
			var b bytes.Buffer
			w := zlib.NewWriter(&b)
			w.Write([]byte(bad))
			w.Close()
			return b.Bytes()
		})},
		{name: "br", from: read, want: want, with: coded("br", func() []byte {
			var b bytes.Buffer
			w := brotli.NewWriter(&b)
			w.Write([]byte(bad))
			w.Close()
			return b.Bytes()
		})},
		{name: "a coding that we do not read", from: read, with: coded("zstd", zip),
			want: []string{`warning body.unread response body: want a body in gzip, deflate or br, or as it is, got coding "zstd"`}},
		{name: "bytes that do not unpack", from: read, with: coded("gzip", func() []byte { return zip()[:20] }),
			want: []string{"error body.not-json response body: want a body in the coding gzip, got bytes that do not unpack"}},
		{name: "a capture that is cut", from: read, with: func(x *harness.Exchange) { x.Response.Body.Size = 1 << 20 },
			want: []string{"warning body.unread response body: want a body that was captured whole, got 34 bytes of 1048576"}},
	})
}

func TestAnExchangeThatBrokeOffHasNoFalseFindings(t *testing.T) {
	fails := func(kind harness.FailureKind, with func(*harness.Exchange)) func(*harness.Exchange) {
		return func(x *harness.Exchange) {
			x.Failure = &harness.Failure{Kind: kind}
			if with != nil {
				with(x)
			}
		}
	}
	nothing := func(x *harness.Exchange) { x.Response = harness.Response{} }
	half := func(x *harness.Exchange) { setBody(&x.Response.Body, `{"refer`) }
	runTraps(t, []trap{
		{name: "unreachable", from: create, with: fails(harness.Unreachable, nothing)},
		{name: "unreachable, and our own 502", from: create, with: fails(harness.Unreachable, func(x *harness.Exchange) { x.Response.Status = 502 })},
		{name: "timed out, and the request is judged", from: create, with: fails(harness.TimedOut, func(x *harness.Exchange) {
			nothing(x)
			x.Request.Header.Del("X-Shop")
			x.Request.Header.Del("Idempotency-Key")
		}), want: []string{
			"error header.missing request header Idempotency-Key: want a string, got nothing",
			"note spec.erratum request header X-Shop: want a string, got nothing",
		}},
		{name: "cut off within the answer", from: read, with: fails(harness.CutOff, half)},
		{name: "the caller left within the answer", from: read, with: fails(harness.CallerGone, half)},
		{name: "the caller left within the request", from: create, with: fails(harness.CallerGone, func(x *harness.Exchange) {
			nothing(x)
			x.Request.Header.Set("Content-Length", "46")
			setBody(&x.Request.Body, `{"amou`)
		})},
		{name: "the guard answered", from: create, with: fails(harness.Enforced, func(x *harness.Exchange) {
			x.Response.Status = 400
			setBody(&x.Request.Body, `{"amount":100,"reference":"abc"}`)
		}), want: []string{"error schema.required request body /customer: want an object, got nothing"}},
	})
}

func TestCallbacks(t *testing.T) {
	tell := func(body string) func() *harness.Exchange { return func() *harness.Exchange { return callback(body) } }
	runTraps(t, []trap{
		{name: "the plain one", from: tell(`{"reference":"a","status":"SALE"}`)},
		{name: "the body chooses the variant", from: tell(`{"reference":"a","status":"RESERVE","shipping":{}}`)},
		{name: "the variant is held against its own words", from: tell(`{"reference":"a","status":"RESERVED","shipping":{}}`),
			want: []string{`warning schema.enum callback request body /status: want one of "RESERVE", "SALE", got "RESERVED"`}},
		{name: "the merchant's answer is judged, by the longest suffix", from: tell(""), with: func(x *harness.Exchange) {
			x.Request.Target = "/v2/payments/1/shipping"
			x.Request.Header.Del("Content-Type")
			x.Response.Header.Set("Content-Type", "application/json")
			setBody(&x.Response.Body, `[1]`)
		}, want: []string{"error schema.type callback response body /0: want a string, got 1"}},
		{name: "a body in an answer of which nothing is declared", from: tell(`{"reference":"a","status":"SALE"}`), with: answers("thanks")},
		{name: "a path that is no callback", from: tell("{}"), with: func(x *harness.Exchange) { x.Request.Target = "/hook" },
			want: []string{"error route.unknown method and path: want a path that a contract has, got POST /hook"}},
	})
}

func TestNoSecretIsEverShown(t *testing.T) {
	t.Parallel()
	s := set(t, shop(t, contract.Options{}))
	planted := []string{"hunter2hunter2hunter2hunter2", "kari.nordmann@example.com", "Kari Nordmann", "+4791234567", "12057912345", "eyJhbGciOiJIUzI1NiJ9"}
	for _, body := range []string{
		`{"customer":{"authToken":"hunter2hunter2hunter2hunter2","note":"kari.nordmann@example.com","nickname":"Kari Nordmann","mobileNumber":"+4791234567"}}`,
		`{"customer":"kari.nordmann@example.com","amount":"12057912345","reference":"eyJhbGciOiJIUzI1NiJ9_","currency":"12057912345"}`,
		`{"kari.nordmann@example.com":"Kari Nordmann","x":{"kari.nordmann@example.com":1,"kari.nordmann@example.com":2}}`,
		`{"customer":{"authToken":["hunter2hunter2hunter2hunter2"],"nickname":{"Kari Nordmann":1},"kari.nordmann@example.com":"+4791234567"}}`,
		`{"amount":1,"reference":"x?token=hunter2hunter2hunter2hunter2"}`, `"kari.nordmann@example.com`, `kari.nordmann@example.com`,
	} {
		x := create()
		setBody(&x.Request.Body, body)
		x.Request.Header["Authorization"] = []string{"hunter2hunter2hunter2hunter2", "hunter2hunter2hunter2hunter2"}
		x.Request.Header.Set("X-Shop", "kari.nordmann@example.com")
		setBody(&x.Response.Body, strings.ReplaceAll(body, "customer", "secretWord"))
		_, findings := s.Judge(x)
		require.NotEmpty(t, findings)
		for _, f := range findings {
			for _, p := range planted {
				assert.NotContains(t, f.Message()+f.Help+f.Path, p)
			}
		}
	}
	x := read()
	x.Request.Target = "/shop/v1/kari.nordmann@example.com/x?token=hunter2hunter2hunter2hunter2"
	_, findings := s.Judge(x)
	for _, p := range planted {
		assert.NotContains(t, findings[0].Message()+findings[0].Path, p)
	}
}

func TestJudgingIsPureAndConcurrent(t *testing.T) {
	t.Parallel()
	s := set(t, shop(t, contract.Options{}))
	x := create()
	setBody(&x.Request.Body, `{"amount":50,"amount":1e3,"reference":"abc","delivery":{"kind":"PARCEL"},"x":1} `)
	before := slices.Clone(x.Request.Body.Bytes)
	_, want := s.Judge(x)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 20 {
				_, got := s.Judge(x)
				assert.Equal(t, want, got)
			}
		})
	}
	wg.Wait()
	assert.Equal(t, before, x.Request.Body.Bytes)
}

package contract_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"net/http"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"kontrakt/harness"
	"kontrakt/harness/contract"
)

// valid are bodies of the small API that keep to it, with every construct that
// the fast path knows.
var valid = []string{
	newOrder,
	`{"amount":123456789012345,"reference":"a-b-c","customer":{"mobileNumber":"91234567","authToken":"t","note":"æøå"},"currency":"DKK"}`,
	`{"amount":100,"big":-12,"price":0.5,"reference":"abc","customer":{},"callbackPrefix":"https://shop.example.com/cb","when":"2026-01-31T12:00:00.5+01:00","day":"2026-02-28","id":"0f8fad5b-d9cb-469f-a165-70867728950e","mail":"a@example.com"}`,
	`{"amount":100,"reference":"abc","customer":{},"delivery":{"kind":"PICKUP","shop":"x"},"lines":[{"name":"a"},{"name":"b","count":2}]}`,
	`{"amount":100,"reference":"abc","customer":{},"delivery":{"kind":"PARCEL","street":"x","zip":"0123"},"free":{},"strict":{"a":"b"},"both":{"x":"y","y":3}}`,
}

var answersOK = []string{order, `{"reference":"abc","state":"DONE","colour":"RED","amount":0,"secretWord":"a"}`}

func TestFastPathKnowsWhatIsValid(t *testing.T) {
	t.Parallel()
	s := set(t, shop(t, contract.Options{}))
	for i, body := range valid {
		x := create()
		setBody(&x.Request.Body, body)
		setBody(&x.Response.Body, answersOK[i%len(answersOK)])
		require.Empty(t, lines(s.SlowJudge(x)), body)
		assert.True(t, s.FastAccepts(x), body)
		var indented bytes.Buffer
		require.NoError(t, json.Indent(&indented, []byte(body), " ", "\t"))
		setBody(&x.Request.Body, indented.String())
		assert.True(t, s.FastAccepts(x), "white space")
	}
}

// A mutation of a body: most are faults that only one of the two paths could
// miss.
func mutate(t *rapid.T, body string) string {
	b := []byte(body)
	pick := func(what string, is func(i int) bool) int {
		var at []int
		for i := range b {
			if is(i) {
				at = append(at, i)
			}
		}
		if len(at) == 0 {
			return -1
		}
		return rapid.SampledFrom(at).Draw(t, what)
	}
	splice := func(i, n int, with string) string { return string(b[:i]) + with + string(b[i+n:]) }
	token := func(i int) int { // the length of the scalar that begins at i
		if b[i] == '"' {
			for j := i + 1; j < len(b); j++ {
				if b[j] == '\\' {
					j++
				} else if b[j] == '"' {
					return j + 1 - i
				}
			}
			return len(b) - i
		}
		j := i
		for j < len(b) && !strings.ContainsRune(",}] \n:", rune(b[j])) {
			j++
		}
		return j - i
	}
	scalar := func(i int) bool {
		prev := strings.TrimRight(string(b[:i]), " \t\n")
		return prev != "" && (prev[len(prev)-1] == ':' || prev[len(prev)-1] == '[') && b[i] != '{' && b[i] != '[' && b[i] != ' ' && b[i] != '\n' && b[i] != '\t'
	}
	member := func(i int) bool { return b[i] == '{' && i+1 < len(b) && b[i+1] == '"' }
	switch rapid.SampledFrom([]string{"value", "value", "value", "value", "delete", "insert", "byte", "repeat", "name", "add", "tail", "truncate", "escape"}).Draw(t, "mutation") {
	case "value":
		if i := pick("at", scalar); i >= 0 {
			return splice(i, token(i), rapid.SampledFrom([]string{
				"null", "true", "0", "-0", "-1", "1", "50", "99", "100", "1e3", "5.0", "100.5", "1E400", "01", "-", "1.", "+1",
				"9007199254740993", "9223372036854775807", "9223372036854775808", "123456789012345678901234567890", "{}", "[]", `[1]`, `{"a":1}`,
				`""`, `"a"`, `"abc"`, `"NOK"`, `"nok"`, `"GREY"`, `"PARCEL"`, `"PICKUP"`, `"\u0041BC"`, `"\ud800"`, `"\x"`, "\"\x01\"", "\"\xff\"", `"æøå"`,
				`"12345678"`, `"2026-02-31T00:00:00Z"`, `"2026-01-01T00:00:00Z"`, `"2026-01-01t1:00:00z"`, `"ftp:x"`, `"a b"`, `"x@y.no"`, `"` + strings.Repeat("x", 60) + `"`,
				`[{"name":"a"},{"name":"a"},{"name":"a"},{"name":"a"}]`, `tru`, `nul`,
			}).Draw(t, "with"))
		}
	case "delete":
		if i := pick("at", func(int) bool { return true }); i >= 0 {
			return splice(i, rapid.IntRange(1, min(12, len(b)-i)).Draw(t, "n"), "")
		}
	case "insert":
		i := rapid.IntRange(0, len(b)).Draw(t, "at")
		return splice(i, 0, rapid.SampledFrom([]string{" ", ",", "\"", "\\", "{", "}", "[", "]", ":", "\x00", "\xef\xbb\xbf", "1", "e", "\u00a0", "null"}).Draw(t, "with"))
	case "byte":
		if i := pick("at", func(int) bool { return true }); i >= 0 {
			return splice(i, 1, string([]byte{rapid.Byte().Draw(t, "with")}))
		}
	case "repeat", "add":
		if i := pick("at", member); i >= 0 {
			return splice(i+1, 0, rapid.SampledFrom([]string{
				`"lines":[],`, `"lines":[{"name":"a"},{"name":"a"},{"name":"a"},{"name":"a"}],`, `"pick":{"a":"x"},`, `"pick":{"a":"xxxx"},`,
				`"amount":100,`, `"reference":"abc",`, `"kind":"PARCEL",`, `"kind":"PICKUP",`, `"shop":"a",`, `"zip":"0123",`, `"x":"y",`, `"y":1,`, `"name":"a",`,
				`"new":1,`, `"free":{"a":1,"a":2},`, `"amoun\u0074":1,`, `"colour":null,`, `"currency":null,`, `"customer":null,`, `"state":"OPEN",`, `"":1,`, `"url":"x",`, `"orderId":"x",`,
				`"shippingDetails":{},`, `"userDetails":null,`, `"transactionInfo":{},`,
			}).Draw(t, "with"))
		}
	case "name":
		if i := pick("at", func(i int) bool {
			return b[i] == '"' && i > 0 && (b[i-1] == '{' || b[i-1] == ',')
		}); i >= 0 {
			return splice(i, token(i), rapid.SampledFrom([]string{`"amount"`, `"Amount"`, `"x"`, `"a"`, `"reference"`, `"\u0061mount"`, `"zip"`}).Draw(t, "with"))
		}
	case "tail":
		return body + rapid.SampledFrom([]string{" ", "{}", "]", "x", "\n\n", "\x00", ","}).Draw(t, "tail")
	case "truncate":
		return body[:rapid.IntRange(0, len(body)).Draw(t, "to")]
	case "escape":
		if i := pick("at", func(i int) bool { return b[i] >= 'a' && b[i] <= 'z' }); i >= 0 {
			return splice(i, 1, `\u00`+string("0123456789abcdef"[b[i]>>4])+string("0123456789abcdef"[b[i]&15]))
		}
	}
	return body
}

func mutateHeaders(t *rapid.T, h http.Header) {
	keys := slices.Sorted(maps.Keys(h))
	if len(keys) == 0 {
		return
	}
	key := rapid.SampledFrom(append(keys, "Content-Encoding", "X-Shop", "Authorization")).Draw(t, "header")
	switch rapid.SampledFrom([]string{"drop", "twice", "value", "case"}).Draw(t, "how") {
	case "drop":
		h.Del(key)
	case "twice":
		h.Add(key, "b")
	case "value":
		h.Set(key, rapid.SampledFrom([]string{"", "UPPER", "1", "x", "gzip", "text/html", "application/problem+json", "application/json; charset=x", strings.Repeat("y", 60)}).Draw(t, "value"))
	case "case":
		v := h[key]
		delete(h, key)
		h[strings.ToLower(key)] = append(v, "z")
	}
}

// The fast path is one-sided: whatever it accepts, the slow path finds nothing
// in.
func TestFastPathAcceptsNothingThatIsReported(t *testing.T) {
	t.Parallel()
	s := set(t, shop(t, contract.Options{}), embedded(t, "ecom.v2", contract.Options{}))
	ecom := ecomExchanges()
	names := slices.Sorted(maps.Keys(ecom))
	rapid.Check(t, func(t *rapid.T) {
		var x *harness.Exchange
		if rapid.Bool().Draw(t, "ecom") {
			x = copied(ecom[rapid.SampledFrom(names).Draw(t, "exchange")])
		} else if rapid.Bool().Draw(t, "callback") {
			x = callback(rapid.SampledFrom([]string{`{"reference":"a","status":"SALE"}`, `{"reference":"a","status":"RESERVE","shipping":{}}`}).Draw(t, "told"))
		} else {
			x = create()
			setBody(&x.Request.Body, rapid.SampledFrom(valid).Draw(t, "body"))
			setBody(&x.Response.Body, rapid.SampledFrom(answersOK).Draw(t, "answer"))
		}
		request, answer := string(x.Request.Body.Bytes), string(x.Response.Body.Bytes)
		for range rapid.IntRange(1, 3).Draw(t, "mutations") {
			switch rapid.IntRange(0, 10).Draw(t, "what") {
			case 10:
				x.Request.Target = rapid.SampledFrom([]func(string) string{
					strings.ToUpper, func(s string) string { return s + "/" }, func(s string) string { return strings.Replace(s, "/", "//", 1) },
					func(s string) string { return strings.Replace(s, "shop-77", "shop_%37", 1) }, func(s string) string { return s + "?page=0" },
				}).Draw(t, "target")(x.Request.Target)
			case 0, 1, 2, 3:
				request = mutate(t, request)
			case 4, 5, 6:
				answer = mutate(t, answer)
			case 7:
				mutateHeaders(t, x.Request.Header)
			case 8:
				mutateHeaders(t, x.Response.Header)
			default:
				x.Response.Status = rapid.SampledFrom([]int{200, 201, 204, 301, 304, 400, 404, 418, 500, 0, 99, 700}).Draw(t, "status")
			}
		}
		setBody(&x.Request.Body, request)
		setBody(&x.Response.Body, answer)
		if s.FastAccepts(x) {
			if findings := s.SlowJudge(x); len(findings) > 0 {
				t.Fatalf("accepted, and yet %v\nrequest %q\nanswer %q", lines(findings), request, answer)
			}
		}
	})
}

func copied(x *harness.Exchange) *harness.Exchange {
	out := *x
	out.Request.Header, out.Response.Header = x.Request.Header.Clone(), x.Response.Header.Clone()
	return &out
}

func FuzzFastPath(f *testing.F) {
	for _, body := range valid {
		f.Add(body)
	}
	for _, body := range []string{`{"amount":1e3}`, `{"amount":100,"amount":100,"reference":"abc","customer":{}}`, "\xef\xbb\xbf{}", `[`, ``} {
		f.Add(body)
	}
	s := set(f, shop(f, contract.Options{}))
	f.Fuzz(func(t *testing.T, body string) {
		x := create()
		setBody(&x.Request.Body, body)
		if s.FastAccepts(x) {
			require.Empty(t, lines(s.SlowJudge(x)))
		}
	})
}

func BenchmarkJudge(b *testing.B) {
	s := set(b, embedded(b, "ecom.v2", contract.Options{}), embedded(b, "access-token.v1", contract.Options{}))
	exchanges := ecomExchanges()
	for _, name := range slices.Sorted(maps.Keys(exchanges)) {
		x := exchanges[name]
		b.Run(name+"/fast", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, findings := s.Judge(x); findings != nil {
					b.Fatal(findings)
				}
			}
		})
		b.Run(name+"/slow", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if findings := s.SlowJudge(x); len(findings) > 0 {
					b.Fatal(findings)
				}
			}
		})
		b.Run(name+"/json.Valid", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_ = json.Valid(x.Request.Body.Bytes)
				_ = json.Valid(x.Response.Body.Bytes)
			}
		})
	}
}

func TestPatternsMatchAsRegularExpressions(t *testing.T) {
	t.Parallel()
	patterns := []string{`^\d{8}$`, `^[a-zA-Z0-9-]{1,50}$`, `^[A-Z]+$`, `^[a-z]*$`, `^x{2}$`, `[0-9]+`, `^\[A-Z]$`, `^([\w/=+-]+|\[Expired\])$`, `^[^a]{1,3}$`, `(?i)^[a-z]{2}$`, `^\d{3,}$`, `^[å-ø]+$`, `^[a-c]?$`, `(?m)^[a-c]+$`, `^\d$`}
	rapid.Check(t, func(t *rapid.T) {
		pattern := rapid.SampledFrom(patterns).Draw(t, "pattern")
		text := rapid.OneOf(rapid.StringMatching(`[a-zA-Z0-9æ\[\]\n-]{0,10}`), rapid.StringMatching(pattern), rapid.String()).Draw(t, "text")
		got, err := contract.MatchFast(pattern, text)
		if err != nil || got != regexp.MustCompile(pattern).MatchString(text) {
			t.Fatalf("%s on %q is %v", pattern, text, got)
		}
	})
}

// The slow path's reader takes what encoding/json takes, no more and no less.
func TestReadingAgreesWithEncodingJSON(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		body := rapid.SampledFrom(append(valid, answersOK...)).Draw(t, "body")
		for range rapid.IntRange(0, 4).Draw(t, "mutations") {
			body = mutate(t, body)
		}
		value, whole := contract.ReadsWhole([]byte(body))
		if want := json.Valid([]byte(body)) && utf8.ValidString(body); whole != want {
			t.Fatalf("%q reads as JSON: %v, want %v", body, whole, want)
		}
		if !whole {
			return
		}
		d := json.NewDecoder(strings.NewReader(body))
		d.UseNumber()
		var want any
		if err := d.Decode(&want); err != nil || !reflect.DeepEqual(want, value) {
			t.Fatalf("%q reads as %v, want %v", body, value, want)
		}
	})
}

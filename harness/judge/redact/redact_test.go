package redact_test

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"kontrakt/harness"
	"kontrakt/harness/contract"
	"kontrakt/harness/judge/redact"
)

const (
	clientSecret = "c2Fu/ZGJv+eC1zZWNyZXQ="
	subKey       = "5b0d6b0ea1f64d0c9d2f7c3e8a4b1c6e"
	jwt          = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NSJ9.dGhlLXNpZ25hdHVyZQ"
	fnr          = "13097248022"
	mail         = "kari.nordmann@example.com"
	phone        = "91234567"
	street       = "Storgata 12 B"
	person       = "Kari Nordmann"
)

var planted = []string{clientSecret, subKey, jwt, fnr, mail, phone, street, person}

func declared(class contract.Class) *contract.Mask {
	return &contract.Mask{Declared: true, Class: class}
}

// mask declares a body such as those of a payment.
func mask() *contract.Mask {
	user := &contract.Mask{Declared: true, Class: contract.Personal, Properties: map[string]*contract.Mask{
		"email": declared(contract.Personal), "name": declared(contract.Personal), "mobile": declared(contract.Personal), "verified": declared(contract.Personal),
	}}
	return &contract.Mask{Declared: true, Properties: map[string]*contract.Mask{
		"amount": declared(contract.Public), "text": declared(contract.Public), "url": declared(contract.Public), "state": declared(contract.Public),
		"authToken": declared(contract.Secret), "user": user, "mobileNumber": declared(contract.Public), "nin": declared(contract.Public),
		"items": {Declared: true, Items: &contract.Mask{Declared: true, Properties: map[string]*contract.Mask{"text": declared(contract.Public), "owner": user}}},
	}}
}

func redactor(secrets ...string) *redact.Redactor {
	return redact.New(redact.Options{
		Key: []byte("a key"), Secrets: secrets,
		Mask: func(harness.Operation, harness.Direction, int) *contract.Mask { return mask() },
	})
}

func exchange(body string) *harness.Judged {
	b := harness.Body{Bytes: []byte(body), Size: int64(len(body))}
	h := func() http.Header { return http.Header{"Content-Type": {"application/json"}} }
	return &harness.Judged{
		Exchange: harness.Exchange{
			ID: "x0001", Flow: harness.FlowAPI,
			Request:  harness.Request{Method: "POST", Target: "/pay/v1/payments", Header: h(), Body: b},
			Response: harness.Response{Status: 200, Header: h(), Body: b},
		},
		Operation: &harness.Operation{Contract: "pay.v1", ID: "create", Method: "POST", Path: "/pay/v1/payments", Flow: harness.FlowAPI},
	}
}

func responseBody(t require.TestingT, r *redact.Redactor, body string) (string, []string) {
	j := r.Exchange(exchange(body))
	var places []string
	for _, place := range j.Redacted {
		if rest, is := strings.CutPrefix(place, "response "); is {
			places = append(places, rest)
		}
	}
	require.True(t, j.Response.Body.Whole())
	return string(j.Response.Body.Bytes), places
}

func TestBodiesAreRedactedByTheirContract(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, body string
		// want is an expression that the redacted body matches.
		want   string
		places []string
	}{
		{"what is declared and not marked stays", `{ "amount" : 49900, "text":"Two socks", "state":"RESERVED" }`, `^\{ "amount" : 49900, "text":"Two socks", "state":"RESERVED" \}$`, nil},
		{"a marked string gets a pseudonym of its shape", `{"authToken":"Abc-123"}`, `^\{"authToken":"[A-Z][a-z]{2}-\d{3}"\}$`, []string{"body /authToken"}},
		{"all below a marked object is marked", `{"user":{"email":"a.b@c.no","other":["x1"],"verified":true,"mobile":91234567}}`, `^\{"user":\{"email":"[a-z]\.[a-z]@[a-z]\.[a-z]{2}","other":\["[a-z]\d"\],"verified":true,"mobile":[1-9]\d{7}\}\}$`, []string{"body /user/email", "body /user/other/0", "body /user/mobile"}},
		{"what is not declared is not known to be safe", `{"nickname":"Kari","age":41,"ok":true,"no":null}`, `^\{"nickname":"[A-Z][a-z]{3}","age":41,"ok":true,"no":null\}$`, []string{"body /nickname"}},
		{"items are told apart", `{"items":[{"text":"a"},{"text":"b","owner":{"name":"Ola"}}]}`, `^\{"items":\[\{"text":"a"\},\{"text":"b","owner":\{"name":"[A-Z][a-z]{2}"\}\}\]\}$`, []string{"body /items/1/owner/name"}},
		{"a phone number in a property of that name, though unmarked", `{"mobileNumber":"+47 912 34 567"}`, `^\{"mobileNumber":"\+[1-9]\d \d{3} \d{2} \d{3}"\}$`, []string{"body /mobileNumber"}},
		{"a national identity number in a property of that name, whatever its digits", `{"nin":"12345678901"}`, `^\{"nin":"[1-9]\d{10}"\}$`, []string{"body /nin"}},
		{"an e-mail address in a text", `{"text":"mail kari@shop.no, please"}`, `^\{"text":"mail [a-z]{4}@[a-z]{4}\.[a-z]{2}, please"\}$`, []string{"body /text"}},
		{"a token in a URL, and nothing else of it", `{"url":"https://api.test/deeplink?v=2&token=AbC1"}`, `^\{"url":"https://api\.test/deeplink\?v=2&token=[A-Z][a-z][A-Z]\d"\}$`, []string{"body /url"}},
		{"escapes stay escapes", `{"authToken":"\u00e6\u00d8a\n\/\ud83d\ude00\""}`, `^\{"authToken":"\\u00[ef].\\u00[cd].[a-z]\\n\\/\\ud83d\\ude00\\""\}$`, []string{"body /authToken"}},
		{"JSON within a string", `{"text":"{\"name\":\"Kari\",\"n\":1}"}`, `^\{"text":"\{\\"name\\":\\"[A-Z][a-z]{3}\\",\\"n\\":1\}"\}$`, []string{"body /text"}},
		{"a text where an object with something personal is declared", `{"user":"Kari","items":"Kari","amount":1}`, `^\{"user":"[A-Z][a-z]{3}","items":"[A-Z][a-z]{3}","amount":1\}$`, []string{"body /user", "body /items"}},
		{"a number there", `{"user":4711}`, `^\{"user":[1-9]\d{3}\}$`, []string{"body /user"}},
		{"an object where a text is declared", `{"text":{"name":"Kari"},"amount":[{"x":"Kari"}]}`, `^\{"text":\{"name":"[A-Z][a-z]{3}"\},"amount":\[\{"x":"[A-Z][a-z]{3}"\}\]\}$`, []string{"body /text/name", "body /amount/0/x"}},
		{"what has expired is nobody's", `{"user":{"name":"[Expired]"},"text":"[Expired]"}`, `^\{"user":\{"name":"\[Expired\]"\},"text":"\[Expired\]"\}$`, nil},
		{"a text that only begins like JSON", `{"text":"[Two] socks"}`, `^\{"text":"\[Two\] socks"\}$`, nil},
		{"pointers are escaped", `{"a/b~c":"x"}`, `^\{"a/b~c":"[a-z]"\}$`, []string{"body /a~1b~0c"}},
		{"an address as a name of a property", `{"kari@shop.no":1}`, `^\{"[a-z]{4}@[a-z]{4}\.[a-z]{2}":1\}$`, []string{"body "}},
		{"what stops being JSON is text from there on", `{"amount":1,"text":"a` + "\n" + `Kari"}`, `^\{"amount":1,"text":"[a-z]\n[A-Z][a-z]{3}"\}$`, []string{"body "}},
		{"what follows the JSON too", `{"amount":1} Kari`, `^\{"amount":1\} [A-Z][a-z]{3}$`, []string{"body "}},
		{"a body that breaks off", `{"user":{"name":"Kari No`, `^\{"user":\{"name":"[A-Z][a-z]{3} [A-Z][a-z]$`, []string{"body "}},
		{"no JSON at all", `<b>Kari 12</b>`, `^<[a-z]>[A-Z][a-z]{3} \d\d</[a-z]>$`, []string{"body "}},
		{"an empty body", ``, `^$`, nil},
		{"deeper than anybody goes", strings.Repeat("[", 3000) + `"Kari"`, `^\[{1000}\[{1000}\[{1000}"[A-Z][a-z]{3}"$`, []string{"body "}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, places := responseBody(t, redactor(), tt.body)
			assert.Regexp(t, tt.want, got)
			for i := range tt.places {
				tt.places[i] = strings.TrimSuffix(tt.places[i], " ")
			}
			assert.Equal(t, tt.places, places)
			if places == nil {
				assert.Equal(t, tt.body, got)
			} else {
				assert.NotEqual(t, tt.body, got)
			}
		})
	}
}

func TestBodiesThatNeedNothingAreShared(t *testing.T) {
	t.Parallel()
	j := exchange(`{"amount":9007199254740993}`)
	redacted := redactor().Exchange(j)
	assert.Same(t, &j.Response.Body.Bytes[0], &redacted.Response.Body.Bytes[0])
	assert.Empty(t, redacted.Redacted)
}

func TestHeadersAreHiddenUnlessListed(t *testing.T) {
	t.Parallel()
	j := exchange(`{}`)
	for name, value := range map[string]string{
		"Authorization": "Bearer " + jwt, "Ocp-Apim-Subscription-Key": subKey, "Client_secret": clientSecret, "Cookie": "session=abc",
		"X-Api-Version": "v7", "User-Agent": "shop/1.0 (" + mail + ")", "X-Request-Id": "cap-1", "Merchant-Serial-Number": "123456",
		"Location": "https://u:p@shop.test/back?orderId=o-1&user=Kari", "Idempotency-Key": "k-1", "Date": "Sun, 01 Mar 2026 12:00:00 GMT",
	} {
		j.Request.Header.Set(name, value)
	}
	got := redactor().Exchange(j).Request.Header
	for name, want := range map[string]string{
		"Authorization":             `^Bearer [a-z]{2}[A-Z][a-z].*\..*\..*$`,
		"Ocp-Apim-Subscription-Key": `^[0-9a-f]{32}$`, "Client_secret": `^[a-z]\d[A-Z][a-z]/[A-Z]{3}[a-z]\+.*=$`, "Cookie": `^[a-z]{7}=[a-z]{3}$`,
		"X-Api-Version": `^[a-z]\d$`, "User-Agent": `^shop/1\.0 \([a-z]{4}\.[a-z]{8}@[a-z]{7}\.[a-z]{3}\)$`, "X-Request-Id": `^cap-1$`,
		"Merchant-Serial-Number": `^123456$`, "Location": `^https://[a-z]:[a-z]@shop\.test/back\?orderId=o-1&user=[A-Z][a-z]{3}$`,
		"Idempotency-Key": `^k-1$`, "Date": `^Sun, 01 Mar 2026 12:00:00 GMT$`,
	} {
		assert.Regexp(t, want, got.Get(name), name)
		if !strings.HasPrefix(want, "^"+regexp.QuoteMeta(j.Request.Header.Get(name))) {
			assert.NotEqual(t, j.Request.Header.Get(name), got.Get(name), name)
		}
	}
}

func TestTargets(t *testing.T) {
	t.Parallel()
	consent := &harness.Operation{Contract: "pay.v1", ID: "consent", Method: "DELETE", Path: "{consentRemovalPrefix}/v2/consents/{userId}", Flow: harness.FlowCallback}
	capture := &harness.Operation{Contract: "pay.v1", ID: "capture", Method: "POST", Path: "/pay/v1/{orderId}/capture", Flow: harness.FlowAPI}
	tests := []struct {
		name   string
		op     *harness.Operation
		target string
		want   string
		places []string
	}{
		{"a user in the path of a callback", consent, "/hooks/abc/v2/consents/Ab1cDe%3D%3D", `^/hooks/abc/v2/consents/[A-Z][a-z]\d[a-z][A-Z][a-z]==$`, []string{"callback request path userId"}},
		{"an order in the path stays", capture, "/pay/v1/order-12345678901234/capture", `^/pay/v1/order-12345678901234/capture$`, nil},
		{"a token in a query", capture, "/pay/v1/o-1/capture?page=2&token=abc&q", `^/pay/v1/o-1/capture\?page=2&token=[a-z]{3}&q$`, []string{"request query token"}},
		{"an unlisted parameter", capture, "/pay/v1/o-1/capture?name=Kari+No", `^/pay/v1/o-1/capture\?name=[A-Z][a-z]{3}\+[A-Z][a-z]$`, []string{"request query name"}},
		{"a token in the prefix of a callback", consent, "/hooks/4f1d2c3b5a697887/v2/consents/x", `^/hooks/[1-9][0-9a-f]{15}/v2/consents/[a-z]$`, []string{"callback request path", "callback request path userId"}},
		{"a key in the path of nobody", nil, "/unknown/a1b2c3d4e5f60718/x", `^/unknown/[a-f]\d[a-f]\d[a-f]\d[a-f]\d[a-f]\d[a-f]\d{5}/x$|^/unknown/[0-9a-f]{16}/x$`, []string{"request path"}},
		{"a service with its version in the path of nobody", nil, "/access-management-1.0/access/x", `^/access-management-1\.0/access/x$`, nil},
		{"what only ends like a version", nil, "/Access-a1b2c3-1.0/x", `^/[A-Z][a-z]{5}-[a-z0-9]{6}-\d\.\d/x$`, []string{"request path"}},
		{"an e-mail in any path", capture, "/pay/v1/kari%40shop.no/capture", `^/pay/v1/[a-z]{4}@[a-z]{4}\.[a-z]{2}/capture$`, []string{"request path orderId"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			j := exchange("")
			j.Operation, j.Request.Target = tt.op, tt.target
			if tt.op != nil {
				j.Flow = tt.op.Flow
			}
			got := redactor().Exchange(j)
			assert.Regexp(t, tt.want, got.Request.Target)
			assert.Equal(t, tt.places, got.Redacted)
			assert.Equal(t, tt.places == nil, got.Request.Target == tt.target)
		})
	}
}

func TestForms(t *testing.T) {
	t.Parallel()
	j := exchange("grant_type=client_credentials&client_secret=" + url.QueryEscape(clientSecret) + "&username=" + url.QueryEscape(mail))
	j.Request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	got := redactor().Exchange(j)
	assert.Regexp(t, `^grant_type=client_credentials&client_secret=[^&]+&username=[a-z]{4}\.[a-z]{8}%40[a-z]{7}\.[a-z]{3}$`, string(got.Request.Body.Bytes))
	assert.Subset(t, got.Redacted, []string{"request body /client_secret", "request body /username"})
	form, err := url.ParseQuery(string(got.Request.Body.Bytes))
	require.NoError(t, err)
	assert.Equal(t, redactor().Pseudonym(clientSecret), form.Get("client_secret"))
}

func gzipped(text string) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write([]byte(text))
	_ = w.Close()
	return b.Bytes()
}

func TestCompressedBodiesAreUnpacked(t *testing.T) {
	t.Parallel()
	j := exchange("")
	packed := gzipped(`{"authToken":"abc"}`)
	j.Response.Header.Set("Content-Encoding", "gzip")
	j.Response.Body = harness.Body{Bytes: packed, Size: int64(len(packed))}
	got := redactor().Exchange(j)
	assert.Regexp(t, `^\{"authToken":"[a-z]{3}"\}$`, string(got.Response.Body.Bytes))
	assert.True(t, got.Response.Body.Whole())
	assert.Empty(t, got.Response.Header.Get("Content-Encoding"))
	assert.Equal(t, []string{"response body (gzip unpacked)", "response body /authToken"}, got.Redacted)
	assert.Equal(t, "gzip", j.Response.Header.Get("Content-Encoding"), "the exchange in clear is as it was")

	j.Response.Header.Set("Content-Encoding", "zstd")
	got = redactor().Exchange(j)
	assert.Empty(t, got.Response.Body.Bytes, "what cannot be read is not kept")
	assert.False(t, got.Response.Body.Whole())
}

// Every place and encoding in which a secret may stand.
var places = map[string]func(j *harness.Judged, secret string){
	"marked": func(j *harness.Judged, s string) { setBody(j, fmt.Sprintf(`{"authToken":%s}`, quote(s))) },
	"beside a text": func(j *harness.Judged, s string) {
		setBody(j, fmt.Sprintf(`{"text":%s,"user":{"name":%s}}`, quote("for "+s+"."), quote(s)))
	},
	"undeclared":      func(j *harness.Judged, s string) { setBody(j, fmt.Sprintf(`{"extra":{"deep":[%s]}}`, quote("so "+s))) },
	"escaped":         func(j *harness.Judged, s string) { setBody(j, fmt.Sprintf(`{"user":{"name":"%s"}}`, escaped(s))) },
	"in JSON in JSON": func(j *harness.Judged, s string) { setBody(j, fmt.Sprintf(`{"text":%s}`, quote(`{"a":`+quote(s)+`}`))) },
	"as text": func(j *harness.Judged, s string) {
		setBody(j, "Dear "+s+"!")
		j.Response.Header.Set("Content-Type", "text/plain")
	},
	"broken JSON":      func(j *harness.Judged, s string) { setBody(j, `{"user":{"name":"`+s) },
	"in a header":      func(j *harness.Judged, s string) { j.Request.Header.Set("X-Custom", s) },
	"as authorization": func(j *harness.Judged, s string) { j.Request.Header.Set("Authorization", "Bearer "+s) },
	"as basic": func(j *harness.Judged, s string) {
		j.Request.Header.Set("Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte("id:"+s)))
	},
	"as query":         func(j *harness.Judged, s string) { j.Request.Target += "?token=" + url.QueryEscape(s) },
	"as unknown query": func(j *harness.Judged, s string) { j.Request.Target += "?q=" + url.QueryEscape(s) },
	"in a trailer":     func(j *harness.Judged, s string) { j.Response.Trailer = http.Header{"X-End": {s}} },
	"in a URL of a body": func(j *harness.Judged, s string) {
		setBody(j, `{"url":"https://shop.test/x?access_token=`+url.QueryEscape(s)+`"}`)
	},
	"compressed": func(j *harness.Judged, s string) {
		packed := gzipped(fmt.Sprintf(`{"other":%s}`, quote(s)))
		j.Response.Body = harness.Body{Bytes: packed, Size: int64(len(packed))}
		j.Response.Header.Set("Content-Encoding", "gzip")
	},
	"in a form": func(j *harness.Judged, s string) {
		setBody(j, "a=1&b="+url.QueryEscape(s))
		j.Response.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	},
}

func setBody(j *harness.Judged, body string) {
	j.Response.Body = harness.Body{Bytes: []byte(body), Size: int64(len(body))}
}

func quote(s string) string {
	b, _ := json.Marshal(s)
	return string(b)
}

func escaped(s string) string {
	var b strings.Builder
	for _, c := range s {
		fmt.Fprintf(&b, `\u%04x`, c)
	}
	return b.String()
}

func TestNothingPlantedSurvives(t *testing.T) {
	t.Parallel()
	for place, plant := range places {
		for _, secret := range planted {
			t.Run(place+" "+secret[:4], func(t *testing.T) {
				t.Parallel()
				j := exchange(`{}`)
				plant(j, secret)
				r := redactor(clientSecret, subKey)
				// A later exchange repeats it where nothing is marked; the second pass
				// is the one that gets written.
				r.Exchange(j)
				again := r.Exchange(j)
				for _, form := range []string{secret, url.QueryEscape(secret), url.PathEscape(secret), escaped(secret), strings.ReplaceAll(secret, "/", `\/`), base64.StdEncoding.EncodeToString([]byte("id:" + secret))} {
					assert.NotContains(t, whole(again), form)
				}
			})
		}
	}
}

// whole is an exchange as it would be written.
func whole(j harness.Judged) string {
	return fmt.Sprintf("%s %v %v %s %v %v %s", j.Request.Target, j.Request.Header, j.Request.Trailer, j.Request.Body.Bytes, j.Response.Header, j.Response.Trailer, j.Response.Body.Bytes)
}

func TestScrub(t *testing.T) {
	t.Parallel()
	r := redactor(clientSecret, subKey)
	r.Exchange(exchange(`{"user":{"name":"` + person + `","mobile":"` + phone + `"},"authToken":"a-callback/token"}`))
	for _, tt := range []struct{ name, text, want string }{
		{"a known secret", "the key " + subKey + " is wrong", `^the key [0-9a-f]{32} is wrong$`},
		{"one in a query", "GET /?s=" + url.QueryEscape(clientSecret), `^GET /\?s=[A-Za-z0-9%]+$`},
		{"one in base64, behind something else", base64.StdEncoding.EncodeToString([]byte("my-id:" + clientSecret + "!")), `^[A-Za-z0-9+/=]+$`},
		{"one in JSON of an encoder that escapes slashes", `"a-callback\/token"`, `^"[a-z]-[a-z]{8}\\/[a-z]{5}"$`},
		{"a learned name", "payment of " + person, `^payment of [A-Z][a-z]{3} [A-Z][a-z]{7}$`},
		{"a learned number with a country code", "to +47" + phone, `^to \+[1-9]\d{9}$`},
		{"a learned number is not part of a longer one", "transaction 50" + phone + "1", `^transaction 50` + phone + `1$`},
		{"an e-mail that nobody knows", "ask ola@shop.no.", `^ask [a-z]{3}@[a-z]{4}\.[a-z]{2}\.$`},
		{"a token that nobody knows, cut off", `got "` + jwt[:30] + `…`, `^got "[A-Za-z0-9.]{30}…$`},
		{"an identity number that nobody knows", "person " + fnr, `^person [1-9]\d{10}$`},
		{"an identity number in two groups", "person " + fnr[:6] + " " + fnr[6:], `^person [1-9]\d{5} \d{5}$`},
		{"a number that is no identity number", "transaction 13097248023", `^transaction 13097248023$`},
		{"a time with its zone", "2026-03-01T12:00:00.000+01:00", `^2026-03-01T12:00:00\.000\+01:00$`},
		{"a signature in a query", "GET /?a=1&signature=abc/def", `^GET /\?a=1&signature=[a-z]{3}/[a-z]{3}$`},
		{"a token in a shop's URL", "https://shop.no/hook/9aKd82jsLq01Xmz7Pq?tok=ab1 is", `^https://shop\.no/hook/[1-9][a-zA-Z0-9]{17}\?tok=[a-z]{2}\d is$`},
		{"a token after the question mark", `"http://shop.no/?9aKd82jsLq01Xmz7Pq"`, `^"http://shop\.no/\?[1-9][a-zA-Z0-9]{17}"$`},
		{"an encoded token in a shop's URL", "https://shop.no:8443/?a=x%2Fy%3D&page=2#top", `^https://shop\.no:8443/\?a=[a-z]%2F[a-z]%3D&page=2#top$`},
		{"an order in a shop's URL", "https://shop.no/thanks/acme-shop-order-1001?orderId=acme-1001", `^https://shop\.no/thanks/acme-shop-order-1001\?orderId=acme-1001$`},
		{"a URL of the API", "https://api.vipps.no/checkout/v3/session/9aKd82jsLq01Xmz7Pq?x=1", `^https://api\.vipps\.no/checkout/v3/session/9aKd82jsLq01Xmz7Pq\?x=1$`},
		{"nothing", "want 200, got 404 at /ecomm/v2/payments/order-1", `^want 200, got 404 at /ecomm/v2/payments/order-1$`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := r.Scrub(tt.text)
			assert.Regexp(t, tt.want, got)
			for _, secret := range planted {
				if !strings.Contains(tt.want, secret) {
					assert.NotContains(t, got, secret)
				}
			}
			if strings.Contains(tt.want, "[") {
				assert.NotEqual(t, tt.text, got)
			}
		})
	}
	assert.Equal(t, "to "+r.Pseudonym(phone), r.Scrub("to "+phone), "equal values, equal pseudonyms")
}

func TestWhatIsLearnedFromOneExchangeIsReplacedInOthers(t *testing.T) {
	t.Parallel()
	r := redactor()
	other := exchange(`{"text":"for Kari Nordmann","amount":91234567}`)
	other.Request.Header.Set("User-Agent", "shop of Kari Nordmann")
	other.Request.Target += "?reference=Kari+Nordmann"
	require.Contains(t, whole(r.Exchange(other)), person, "nobody could know yet")
	r.Learn(exchange(`{"user":{"name":"` + person + `","mobile":"` + phone + `"}}`))
	redacted := r.Exchange(other)
	for _, secret := range []string{person, "Kari+Nordmann", phone} {
		assert.NotContains(t, whole(redacted), secret)
	}
	assert.Subset(t, redacted.Redacted, []string{"request header User-Agent", "request query reference", "response body /text", "response body /amount"})
	assert.True(t, json.Valid(redacted.Response.Body.Bytes))
	got := r.Exchange(exchange(`{"other":` + phone + `}`))
	assert.NotContains(t, whole(got), phone, "a known number is known as a number too")
}

func TestLearningChangesNothingAndKnowsAsMuchAsRedacting(t *testing.T) {
	t.Parallel()
	clear := exchange(`{"user":{"name":"` + person + `","mobile":"` + phone + `"},"more":"kari@example.com"}`)
	before, learned, redacted := whole(*clear), redactor(), redactor()
	learned.Learn(clear)
	redacted.Exchange(clear)
	assert.Equal(t, before, whole(*clear))
	text := before + " " + person + " " + phone
	assert.NotZero(t, learned.Leaks(text))
	assert.Equal(t, redacted.Leaks(text), learned.Leaks(text))
	assert.Equal(t, redacted.Scrub(text), learned.Scrub(text))
}

func TestPseudonymsKeepTheShape(t *testing.T) {
	t.Parallel()
	r := redactor()
	patterns := []string{`^\d{8}$`, `^[A-Z]{2}\d{3}-[a-z]+$`, `^[0-9a-f]{8}-[0-9a-f]{4}$`, `^\d{4}-\d{2}-\d{2}$`, `^[\w.]+@[\w.]+\.\w+$`, `^[æøåÆØÅ]+ [a-z]$`, `^[1-9]\d*$`, `^\p{Lo}{2,5}$`}
	rapid.Check(t, func(t *rapid.T) {
		pattern := rapid.SampledFrom(patterns).Draw(t, "pattern")
		shape := map[string]string{`^[æøåÆØÅ]+ [a-z]$`: `^[\p{Ll}\p{Lu}]+ [a-z]$`, `^\p{Lo}{2,5}$`: `^\p{L}{2,5}$`}[pattern]
		if shape == "" {
			shape = pattern
		}
		value := rapid.StringMatching(pattern[1:len(pattern)-1]).Draw(t, "value")
		got := r.Pseudonym(value)
		require.Regexp(t, shape, got)
		require.Len(t, got, len(value))
		require.Equal(t, utf8.RuneCountInString(value), utf8.RuneCountInString(got))
		require.Equal(t, got, redactor().Pseudonym(value), "equal values, equal pseudonyms")
		if strings.ContainsAny(value, "123456789abcdefABCDEF") {
			require.NotEqual(t, value, got)
		}
	})
}

func TestAnotherKeyAnotherPseudonym(t *testing.T) {
	t.Parallel()
	other := redact.New(redact.Options{Key: []byte("another key")})
	assert.NotEqual(t, redactor().Pseudonym(clientSecret), other.Pseudonym(clientSecret))
}

// jsonValue draws JSON texts of any structure, with keys that the mask knows
// and others.
func jsonValue(depth int) *rapid.Generator[any] {
	leaves := []*rapid.Generator[any]{
		rapid.Just[any](nil), rapid.Map(rapid.Bool(), func(b bool) any { return b }), rapid.Map(rapid.Int64(), func(n int64) any { return json.Number(fmt.Sprint(n)) }),
		rapid.Map(rapid.String(), func(s string) any { return s }), rapid.Map(rapid.SampledFrom(planted), func(s string) any { return s }),
	}
	if depth == 0 {
		return rapid.OneOf(leaves...)
	}
	key := rapid.OneOf(rapid.SampledFrom([]string{"amount", "text", "user", "email", "authToken", "items", "url"}), rapid.StringMatching(`[a-z~/"ø]{0,4}`))
	object := rapid.Map(rapid.MapOfN(key, jsonValue(depth-1), 0, 4), func(m map[string]any) any { return m })
	array := rapid.Map(rapid.SliceOfN(jsonValue(depth-1), 0, 4), func(a []any) any { return a })
	return rapid.OneOf(append(leaves, object, array)...)
}

func TestRedactedJSONKeepsItsStructure(t *testing.T) {
	t.Parallel()
	r := redactor()
	rapid.Check(t, func(t *rapid.T) {
		value := jsonValue(3).Draw(t, "value")
		raw, err := json.MarshalIndent(value, "", rapid.SampledFrom([]string{"", "\t"}).Draw(t, "indent"))
		require.NoError(t, err)
		got, _ := responseBody(t, r, string(raw))
		require.True(t, json.Valid([]byte(got)), got)
		require.Equal(t, skeleton(decode(t, string(raw))), skeleton(decode(t, got)))
	})
}

func decode(t require.TestingT, text string) any {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	var v any
	require.NoError(t, d.Decode(&v))
	return v
}

// skeleton is a value without what a pseudonym may change: kinds, keys and
// lengths.
func skeleton(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := map[string]any{}
		for key, member := range v {
			out[key] = skeleton(member)
		}
		return out
	case []any:
		out := []any{}
		for _, item := range v {
			out = append(out, skeleton(item))
		}
		return out
	case string:
		return utf8.RuneCountInString(v)
	case json.Number:
		return "number of " + fmt.Sprint(len(v))
	}
	return v
}

func FuzzExchange(f *testing.F) {
	f.Add([]byte(`{"user":{"name":"\ud83d\ude00\u00e6"},"items":[{"text":"`+jwt+`"}]}`), "application/json", "/a/b?token=%zz&x", "Bearer x")
	f.Add([]byte("\xff\xfe{"), "text/plain", "*", "\xff")
	f.Add([]byte(`a=%zz&b`), "application/x-www-form-urlencoded", "?", "")
	f.Fuzz(func(t *testing.T, body []byte, mediaType, target, field string) {
		j := exchange(string(body))
		j.Request.Target = target
		j.Request.Header["X-Any"], j.Request.Header["User-Agent"] = []string{field}, []string{field}
		j.Response.Header["Content-Type"] = []string{mediaType}
		before := whole(*j)
		got := redactor(clientSecret).Exchange(j)
		require.Equal(t, before, whole(*j), "the exchange in clear is as it was")
		if json.Valid(body) && strings.Contains(mediaType, "json") {
			require.True(t, json.Valid(got.Response.Body.Bytes))
		}
		require.NotContains(t, whole(got), clientSecret)
	})
}

func FuzzScrub(f *testing.F) {
	f.Add("kari@x.no +47 912 34 567 eyJhbGciOiJIUzI1NiJ9.x ?token=a%20b%zz 130972 48022 " + clientSecret)
	f.Fuzz(func(t *testing.T, text string) {
		require.NotContains(t, redactor(clientSecret).Scrub(text), clientSecret)
	})
}

// Somebody's token is the word secret: it is hidden where it stands, and no other
// text loses its words.
func TestACommonWordForASecretHidesNoOtherText(t *testing.T) {
	t.Parallel()
	r := redactor()
	hidden := r.Exchange(exchange(`{"authToken":"secret"}`))
	assert.NotContains(t, string(hidden.Response.Body.Bytes), `"secret"`)
	const text = "request header client_secret: want the secret of the sales unit"
	assert.Equal(t, text, r.Scrub(text))
}

// What a contract asks for is told as it stands there.
func TestAPatternThatAsksForASignatureIsNone(t *testing.T) {
	t.Parallel()
	const text = "want text matching &Signature=[A-Za-z0-9+/]{43}=$"
	assert.Equal(t, text, redactor().Scrub(text))
}

// A customer is called as a word of our own: the name is hidden where names stand,
// and reports keep their words.
func TestACustomerWithAWordOfOursForANameHidesNoReport(t *testing.T) {
	t.Parallel()
	r := redact.New(redact.Options{Key: []byte("key"), Mask: func(harness.Operation, harness.Direction, int) *contract.Mask { return mask() }, Own: func(word string) bool { return strings.EqualFold(word, "request") }})
	hidden := r.Exchange(exchange(`{"user":{"name":"Request","mobile":"91234567"}}`))
	assert.NotContains(t, string(hidden.Response.Body.Bytes), "Request")
	assert.Equal(t, "the request of Request", r.Scrub("the request of Request"))
	r.Exchange(exchange(`{"user":{"name":"Request Nordmann","mobile":"91234567"}}`))
	assert.NotContains(t, r.Scrub("for Request Nordmann"), "Nordmann")
}

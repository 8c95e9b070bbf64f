package signature_test

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"kontrakt/harness/signature"
)

const ours = "090a478d-37ff-4e77-970e-d457aeb26a3a"

// A vector is a signature that was computed elsewhere.
type vector struct {
	name, secret, target, host, date, body, hash, signature string
}

// The first is the official example of 2023; the others were computed with
// other tools.
func vectors() []vector {
	return []vector{
		{
			"the official example",
			"A0+AeKBRG2KRGvnNwJpQlb6IJFk48CKXCIcrLoHncVJKDILsQSxS6NWCccwWm6r6FhGKhiHTBsG2wo/xU6FY/A==",
			"/e2cee29b-012e-4f1d-8ef4-e95fd74a7a63", "webhook.site", "Thu, 30 Mar 2023 08:38:32 GMT",
			`{"some-unique-content":"ee6e441b-cc4a-46f8-895d-a5af79bcc233/hello-world"}`,
			"lNlsp1XA03N34HrQsVzPgJKtC+r7l/RBF4V3JQUWMj4=", "agAiSyogQbDHpeucoNwYz+yAr5nJ+v+zasdkSbqzv+U=",
		},
		{
			"a port and a query", ours, "/hooks/vipps?tenant=7", "merchant.example:8443", "Tue, 05 Mar 2024 09:30:00 GMT",
			`{"msn":"123456","reference":"order-0001","pspReference":"abc","name":"AUTHORIZED","amount":{"currency":"NOK","value":49900},"timestamp":"2024-03-05T09:29:59.000Z","idempotencyKey":"k1","success":true}`,
			"Jr1rK/mRH1sFPctoLYXJZRyrUaBQ+PH6vKbSVhQw+jI=", "8rjxmmPKz98t6q56Vvg8og+lwsfaQj67OCJ+ndNASik=",
		},
		{
			"an empty body", ours, "/", "merchant.example", "Tue, 05 Mar 2024 09:30:00 GMT", "",
			"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", "p0CFQR1JI7MNnHem61i13Fz+wCiVKy23JPioSwU/oBc=",
		},
	}
}

func TestVectors(t *testing.T) {
	t.Parallel()
	for _, v := range vectors() {
		t.Run(v.name, func(t *testing.T) {
			t.Parallel()
			h := signature.Sign(v.secret, "POST", v.target, v.host, v.date, []byte(v.body))
			assert.Equal(t, signature.Headers{
				Date: v.date, ContentSHA256: v.hash, Host: v.host,
				Authorization: "HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature=" + v.signature,
			}, h)
			now, err := time.Parse(http.TimeFormat, v.date)
			require.NoError(t, err)
			verdict := signature.Verify(v.secret, signature.Request{
				Method: "POST", PathAndQuery: v.target, Host: v.host, Date: v.date, Body: []byte(v.body), ContentSHA256: v.hash, Authorization: h.Authorization,
			}, now, signature.Tolerance)
			assert.True(t, verdict.Holds(), verdict)
		})
	}
}

func TestTheAddressIsSignedAsBrowsersWriteIt(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ registered, host, target string }{
		{"https://shop.example", "shop.example", "/"},
		{"https://Shop.Example/Hooks", "shop.example", "/Hooks"},
		{"https://shop.example:443/hooks?a=1&b=%2F", "shop.example", "/hooks?a=1&b=%2F"},
		{"https://shop.example:8443/h%C3%A6/", "shop.example:8443", "/h%C3%A6/"},
		{"http://shop.example:80/", "shop.example", "/"},
		{"https://shop.example:80/", "shop.example:80", "/"},
		{"https://shop.example:/", "shop.example", "/"},
		{"https://[::1]:443/", "[::1]", "/"},
		{"https://shop.example?x=1", "shop.example", "/?x=1"},
		{"https://shop.example/h#part", "shop.example", "/h"},
	} {
		host, target, err := signature.Address(tt.registered)
		require.NoError(t, err, tt.registered)
		assert.Equal(t, []string{tt.host, tt.target}, []string{host, target}, tt.registered)
	}
	for _, none := range []string{"", "/hooks", "shop.example", "https://", "https://a b/"} {
		_, _, err := signature.Address(none)
		assert.Error(t, err, none)
	}
}

var moment = time.Date(2024, 3, 5, 9, 30, 0, 0, time.UTC)

// secret88 has the form of secrets that decode from base64.
var secret88 = base64.StdEncoding.EncodeToString(bytes.Repeat([]byte("sixteen bytes -_"), 4))

const event = `{"msn":"123456", "reference":"order <1>","b":1,"a":[]}`

// good is a delivery that verifies.
func good() signature.Request {
	h := signature.Sign(secret88, "POST", "/hooks%2Fa/?x=1", "shop.example:8443", signature.Date(moment), []byte(event))
	return signature.Request{
		Method: "POST", PathAndQuery: "/hooks%2Fa/?x=1", Host: "shop.example:8443", Seen: "inside:3000", Body: []byte(event),
		Date: h.Date, ContentSHA256: h.ContentSHA256, Authorization: h.Authorization,
	}
}

// signedAs signs the delivery with other words than the right ones.
func signedAs(key []byte, words string) func(*signature.Request) {
	return func(r *signature.Request) { r.Authorization = signature.Authorize(signature.Signature(key, words)) }
}

func TestVerdicts(t *testing.T) {
	t.Parallel()
	r := good()
	tail := r.Date + ";" + r.Host + ";" + r.ContentSHA256
	right := "POST\n" + r.PathAndQuery + "\n" + tail
	decoded, err := base64.StdEncoding.DecodeString(secret88)
	require.NoError(t, err)
	key := []byte(secret88)
	hashed := func(h string) func(*signature.Request) {
		return func(r *signature.Request) {
			r.ContentSHA256 = h
			signedAs(key, "POST\n"+r.PathAndQuery+"\n"+r.Date+";"+r.Host+";"+h)(r)
		}
	}
	dated := func(d string) func(*signature.Request) {
		return func(r *signature.Request) {
			h := signature.Sign(secret88, "POST", r.PathAndQuery, r.Host, d, r.Body)
			r.Date, r.Authorization = d, h.Authorization
		}
	}
	var compact bytes.Buffer
	require.NoError(t, json.Compact(&compact, []byte(event)))
	sha, err := base64.StdEncoding.DecodeString(r.ContentSHA256)
	require.NoError(t, err)
	const none = signature.Part("")
	tests := []struct {
		name     string
		spoil    func(*signature.Request)
		part     signature.Part
		mistakes []signature.Mistake
	}{
		{"as it must be", func(*signature.Request) {}, none, nil},
		{"another secret", signedAs([]byte("x"), right), signature.PartSignature, nil},
		{"the secret decoded", signedAs(decoded, right), signature.PartSignature, []signature.Mistake{signature.DecodedSecret}},
		{"the secret with its line end", signedAs([]byte(secret88+"\n"), right), signature.PartSignature, []signature.Mistake{signature.TrimmedSecret}},
		{"CR LF", signedAs(key, strings.ReplaceAll(right, "\n", "\r\n")), signature.PartSignature, []signature.Mistake{signature.CarriageReturns}},
		{"a line feed at the end", signedAs(key, right+"\n"), signature.PartSignature, []signature.Mistake{signature.TrailingNewline}},
		{"no query", signedAs(key, "POST\n/hooks%2Fa/\n"+tail), signature.PartSignature, []signature.Mistake{signature.QueryLeftOut}},
		{"no slash at the end", signedAs(key, "POST\n/hooks%2Fa?x=1\n"+tail), signature.PartSignature, []signature.Mistake{signature.SlashAdded}},
		{"a decoded path", signedAs(key, "POST\n/hooks/a/?x=1\n"+tail), signature.PartSignature, []signature.Mistake{signature.DecodedPath}},
		{"the whole URL", signedAs(key, "POST\nhttps://shop.example:8443/hooks%2Fa/?x=1\n"+tail), signature.PartSignature, []signature.Mistake{signature.WholeURL}},
		{"no port", signedAs(key, strings.Replace(right, ":8443", "", 1)), signature.PartSignature, []signature.Mistake{signature.PortLeftOut}},
		{"the Host behind a proxy", signedAs(key, strings.Replace(right, r.Host, "inside:3000", 1)), signature.PartSignature, []signature.Mistake{signature.SeenHost}},
		{"post", signedAs(key, strings.Replace(right, "POST", "post", 1)), signature.PartSignature, []signature.Mistake{signature.LowerMethod}},
		{"another order", signedAs(key, "POST\n"+r.PathAndQuery+"\n"+r.Host+";"+r.Date+";"+r.ContentSHA256), signature.PartSignature, []signature.Mistake{signature.OtherOrder}},
		{"another hash", signedAs(key, strings.Replace(right, r.ContentSHA256, signature.ContentHash(compact.Bytes()), 1)), signature.PartSignature, []signature.Mistake{signature.Reserialised}},
		{
			"two mistakes at once", signedAs(decoded, "POST\r\n"+r.PathAndQuery+"\r\n"+tail),
			signature.PartSignature, []signature.Mistake{signature.DecodedSecret, signature.CarriageReturns},
		},
		{"three are not guessed", signedAs(decoded, "POST\r\n/hooks%2Fa/\r\n"+tail), signature.PartSignature, nil},
		{"no signature", func(r *signature.Request) { r.Authorization = "" }, signature.PartHeaders, nil},
		{"a token", func(r *signature.Request) { r.Authorization = "Bearer x" }, signature.PartHeaders, nil},
		{"half a header", func(r *signature.Request) { r.Authorization = "HMAC-SHA256 SignedHeaders=x" }, signature.PartHeaders, nil},
		{
			"other names", func(r *signature.Request) {
				r.Authorization = strings.Replace(r.Authorization, "x-ms-date;host", "host;x-ms-date", 1)
			}, signature.PartHeaders, nil,
		},
		{"no base64", func(r *signature.Request) { r.Authorization = signature.Authorize("…") }, signature.PartSignature, nil},
		{"a body changed on the way", func(r *signature.Request) { r.Body = []byte(event + "!") }, signature.PartContent, nil},
		{"a body written anew on the way", func(r *signature.Request) { r.Body = append([]byte(" "), r.Body...) }, signature.PartContent, []signature.Mistake{signature.LineEndings}},
		{"the hash of a compact body", hashed(signature.ContentHash(compact.Bytes())), signature.PartContent, []signature.Mistake{signature.Reserialised}},
		{
			"the hash of a body with sorted members", hashed(signature.ContentHash([]byte(`{"a":[],"b":1,"msn":"123456","reference":"order \u003c1\u003e"}`))),
			signature.PartContent, []signature.Mistake{signature.Reserialised},
		},
		{
			"the hash of a body as Python writes it", hashed(signature.ContentHash([]byte(`{"msn": "123456", "reference": "order <1>", "b": 1, "a": []}`))),
			signature.PartContent, []signature.Mistake{signature.Reserialised},
		},
		{"the hash in hexadecimal", hashed(hex.EncodeToString(sha)), signature.PartContent, []signature.Mistake{signature.HexHash}},
		{"the hash of nothing", hashed(signature.ContentHash(nil)), signature.PartContent, []signature.Mistake{signature.EmptyHash}},
		{"no hash", hashed(""), signature.PartContent, nil},
		{"no date", dated(""), signature.PartDate, nil},
		{"a date of another form", dated("2024-03-05T09:30:00Z"), signature.PartDate, []signature.Mistake{signature.OtherDateForm}},
		{"a date in UTC by name", dated("Tue, 05 Mar 2024 09:30:00 UTC"), signature.PartDate, []signature.Mistake{signature.OtherDateForm}},
		{"a date in seconds", dated("1709631000"), signature.PartDate, []signature.Mistake{signature.OtherDateForm}},
		{"no date at all", dated("today"), signature.PartDate, nil},
		{"five minutes old", dated(signature.Date(moment.Add(-5 * time.Minute))), none, nil},
		{"older", dated(signature.Date(moment.Add(-5*time.Minute - time.Second))), signature.PartDate, nil},
		{"five minutes ahead", dated(signature.Date(moment.Add(5 * time.Minute))), none, nil},
		{"further ahead", dated(signature.Date(moment.Add(5*time.Minute + time.Second))), signature.PartDate, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := good()
			tt.spoil(&r)
			v := signature.Verify(secret88, r, moment, signature.Tolerance)
			if tt.part == none {
				require.True(t, v.Holds(), v)
				return
			}
			require.Len(t, v.Flaws, 1, "one mistake is one flaw")
			assert.Equal(t, tt.part, v.Flaws[0].Part)
			assert.Equal(t, tt.mistakes, v.Flaws[0].Mistakes)
			assert.NotContains(t, v.Flaws[0].Want+v.Flaws[0].Got, secret88)
		})
	}
}

func TestTheAgeOfADateIsLeftOutOnRequest(t *testing.T) {
	t.Parallel()
	assert.True(t, signature.Verify(secret88, good(), moment.AddDate(1, 0, 0), 0).Holds())
	v := signature.Verify(secret88, good(), moment.Add(time.Hour), signature.Tolerance)
	require.Len(t, v.Flaws, 1)
	assert.Equal(t, "a date within 5m0s of the present", v.Flaws[0].Want)
	assert.Equal(t, "one 1h0m0s in the past", v.Flaws[0].Got)
}

func TestReceivedReadsTheHeaders(t *testing.T) {
	t.Parallel()
	h := http.Header{}
	for name, value := range signature.Sign(ours, "POST", "/h?a=1", "shop.example", signature.Date(moment), []byte("{}")).Map() {
		h.Set(strings.ToUpper(name), value)
	}
	r, err := signature.Received("https://shop.example:443/h?a=1", "POST", "127.0.0.1:3000", h, []byte("{}"))
	require.NoError(t, err)
	assert.True(t, signature.Verify(ours, r, moment, signature.Tolerance).Holds())
	assert.Equal(t, "127.0.0.1:3000", r.Seen)
	_, err = signature.Received("shop", "POST", "", h, nil)
	assert.Error(t, err)
}

func TestEveryPartIsSigned(t *testing.T) {
	t.Parallel()
	text := rapid.StringMatching(`[a-zA-Z0-9./?=&%;:-]{1,30}`)
	rapid.Check(t, func(t *rapid.T) {
		secret, target, host := text.Draw(t, "secret"), text.Draw(t, "target"), text.Draw(t, "host")
		body := rapid.SliceOf(rapid.Byte()).Draw(t, "body")
		h := signature.Sign(secret, "POST", target, host, signature.Date(moment), body)
		r := signature.Request{Method: "POST", PathAndQuery: target, Host: host, Date: h.Date, ContentSHA256: h.ContentSHA256, Authorization: h.Authorization, Body: body}
		if v := signature.Verify(secret, r, moment, time.Second); !v.Holds() {
			t.Fatalf("what was signed does not verify: %v", v)
		}
		other := text.Draw(t, "other")
		spoilt := r
		switch rapid.IntRange(0, 4).Draw(t, "part") {
		case 0:
			spoilt.PathAndQuery += other
		case 1:
			spoilt.Host += other
		case 2:
			spoilt.Body = append(bytes.Clone(body), other...)
		case 3:
			spoilt.Date = signature.Date(moment.Add(time.Second))
		case 4:
			secret += other
		}
		if signature.Verify(secret, spoilt, moment, time.Second).Holds() {
			t.Fatal("something else verifies")
		}
	})
}

func FuzzVerify(f *testing.F) {
	for _, v := range vectors() {
		h := signature.Sign(v.secret, "POST", v.target, v.host, v.date, []byte(v.body))
		f.Add(v.secret, v.target, v.host, v.date, h.ContentSHA256, h.Authorization, []byte(v.body))
	}
	f.Add("", "", "", "", "", "HMAC-SHA256 SignedHeaders=&Signature=", []byte(`{"a":"\"`))
	f.Add("s", "?", "[::1", "1", "x", "HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature=AA==", []byte(`{"a":"\\"}`))
	f.Fuzz(func(t *testing.T, secret, target, host, date, hash, authorization string, body []byte) {
		r := signature.Request{Method: "POST", PathAndQuery: target, Host: host, Date: date, ContentSHA256: hash, Authorization: authorization, Body: body}
		v := signature.Verify(secret, r, moment, 0)
		h := signature.Sign(secret, "POST", target, host, date, body)
		same := hash == h.ContentSHA256 && authorization == h.Authorization
		if _, err := time.Parse(http.TimeFormat, date); v.Holds() != (same && err == nil) {
			t.Fatalf("holds is %v, and the headers are those of the signer: %v", v.Holds(), same)
		}
	})
}

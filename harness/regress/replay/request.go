package replay

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"

	"kontrakt/harness"
	"kontrakt/harness/client"
)

// decode reads JSON with its numbers as they stand there.
func decode(text []byte) (any, bool) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var v any
	return v, d.Decode(&v) == nil
}

// standard are the headers that the client sends by itself: where the recording
// lacks one it was left out.
var standard = []string{
	"Ocp-Apim-Subscription-Key", "Merchant-Serial-Number", "Vipps-System-Name", "Vipps-System-Version",
	"Vipps-System-Plugin-Name", "Vipps-System-Plugin-Version", "Content-Type",
}

// dropped are the headers of the recorded connection, and what is a credential.
var dropped = []string{
	"Authorization", "Client_id", "Client_secret", "Client-Id", "Client-Secret", "Ocp-Apim-Subscription-Key", "Host", "Content-Length", "Connection", "Accept-Encoding",
	"Transfer-Encoding", "Content-Encoding", "Cookie", "Te", "Trailer", "Upgrade", harness.MarkHeader,
}

var keyHeaders = []string{"Idempotency-Key", "Idempotent-Key", "X-Request-Id"}

// request makes the request to send of a recorded exchange.
func (n *names) request(x *harness.Exchange) client.Request {
	scope := x.Scenario
	n.refused = x.Response.Status >= 400
	h := http.Header{}
	for name, values := range x.Request.Header {
		h[http.CanonicalHeaderKey(name)] = values
	}
	has := func(name string) bool { return len(h[http.CanonicalHeaderKey(name)]) > 0 }
	r := client.Request{Method: x.Request.Method, Header: http.Header{}}
	r.Keys = has("Client_id") || has("Client_secret")
	r.Anonymous = !r.Keys && !has("Authorization")
	r.Token = r.Keys && has("Authorization") // some send all that they have with every call
	refused := x.Response.Status == http.StatusUnauthorized
	if refused && r.Keys {
		r.Header["Client_secret"] = []string{"refused-as-recorded"}
	}
	if refused && (r.Token || !r.Keys && !r.Anonymous) {
		r.Header["Authorization"] = []string{"Bearer refused-as-recorded"}
	}
	for _, name := range []string{"Client_id", "Client_secret"} {
		if r.Keys && !has(name) {
			r.Header[name] = nil
		}
	}
	for _, name := range standard {
		if !has(name) {
			r.Header[name] = nil
		}
	}
	for name, values := range h {
		if contains(dropped, name) {
			continue
		}
		values = append([]string(nil), values...)
		for i, v := range values {
			switch {
			case contains(keyHeaders, name):
				values[i] = n.fresh(scope, v)
			case name == "Merchant-Serial-Number":
				values[i] = n.unit(scope, v)
			default:
				values[i] = n.translate(scope, v)
			}
		}
		r.Header[name] = values
	}
	if len(x.Request.Body.Bytes) > 0 {
		r.Body = n.body(scope, x.Request.Body.Bytes)
	}
	r.Target = n.target(scope, x.Request.Target)
	return r
}

func contains(list []string, name string) bool {
	for _, s := range list {
		if strings.EqualFold(s, name) {
			return true
		}
	}
	return false
}

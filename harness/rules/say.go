package rules

import (
	"fmt"
	"net/url"
	"strings"

	"kontrakt/harness"
)

// InBody is a finding in the request's body.
func (v *View) InBody(pointer, want string) harness.Finding {
	return harness.Finding{
		Direction: harness.RequestOf(v.Flow), In: harness.PartBody, Pointer: pointer,
		Want: want, Got: v.RequestBody.Quoted(pointer),
	}
}

// InAnswer is a finding in the answer's body.
func (v *View) InAnswer(pointer, want string) harness.Finding {
	return harness.Finding{
		Direction: harness.ResponseOf(v.Flow), In: harness.PartBody, Pointer: pointer,
		Want: want, Got: v.ResponseBody.Quoted(pointer),
	}
}

// Answered is a finding about the status of the answer.
func (v *View) Answered(want string) harness.Finding {
	return harness.Finding{
		Direction: harness.ResponseOf(v.Flow), In: harness.PartStatus,
		Want: want, Got: fmt.Sprint(v.Response.Status),
	}
}

// Text gives a string of the request's body to look at, as [Value.Peek] does; ""
// where there is none.
func (v *View) Text(pointer string) string {
	value, ok := v.RequestBody.At(pointer)
	if !ok || !value.Text() {
		return ""
	}
	return value.Peek()
}

// Sent gives the first value of a header of the request, by its canonical name.
func (v *View) Sent(name string) string {
	if values := v.Request.Header[name]; len(values) > 0 {
		return values[0]
	}
	return ""
}

// Secure says whether an address is absolute and of https.
func Secure(address string) bool { return SecureHost(address) != "" }

// SecureHost is the host of an absolute address of https, without its port; ""
// where there is none.
func SecureHost(address string) string {
	if host := plainHost(address); host != "" {
		return host
	}
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" {
		return ""
	}
	return u.Hostname()
}

// plainHost is the host of an address that needs no parsing, as most do not: a
// name, and letters and signs behind it that stand for themselves.
func plainHost(address string) string {
	rest, ok := strings.CutPrefix(address, "https://")
	host := 0
	for ; ok && host < len(rest) && (rest[host] >= 'a' && rest[host] <= 'z' || digit(rest[host]) || rest[host] == '.' || rest[host] == '-'); host++ {
	}
	if !ok || host < len(rest) && rest[host] != '/' && rest[host] != '?' {
		return ""
	}
	for i := host; i < len(rest); i++ {
		if !plainBytes[rest[i]] {
			return ""
		}
	}
	return rest[:host]
}

// plainBytes are those that stand for themselves.
var plainBytes = func() (plain [256]bool) {
	for i := range plain {
		c := byte(i)
		plain[i] = c|0x20 >= 'a' && c|0x20 <= 'z' || digit(c) || strings.IndexByte("/?=&.-_", c) >= 0
	}
	return plain
}()

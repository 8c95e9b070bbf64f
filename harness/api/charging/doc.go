// Package charging is the prose rules that both versions of the Recurring API
// share: what a charge is to look like, how a key is written, what answers are
// about. Each version says which operations are meant and where its own document
// says so; the examples stand with the versions.
package charging

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// Key is the header that makes a request repeatable.
const Key = "Idempotency-Key"

// Places lists where a member of the request is: in the body, or in every item
// where the body is a list.
func Places(v *rules.View, member string) []string {
	return spread(v.RequestBody, member)
}

// Told lists the same in the answer.
func Told(v *rules.View, member string) []string {
	return spread(v.ResponseBody, member)
}

func spread(body *rules.JSON, member string) []string {
	whole, ok := body.At("")
	if !ok || !whole.Array() {
		return []string{member}
	}
	var places []string
	for i := range whole.Items {
		places = append(places, fmt.Sprintf("/%d%s", i, member))
	}
	return places
}

// AnsweredAt is what the API's clock says, or ours where it does not tell; zero
// where neither is known.
func AnsweredAt(v *rules.View) time.Time {
	if at, err := http.ParseTime(v.Response.Header.Get("Date")); err == nil {
		return at
	}
	return v.Started
}

// Took says whether the API took the request.
func Took(v *rules.View) bool { return v.Response.Status/100 == 2 }

// inKey is a finding in the header that makes a request repeatable.
func inKey(want, got string) harness.Finding {
	return harness.Finding{Direction: harness.InRequest, In: harness.PartHeader, Pointer: Key, Want: want, Got: got}
}

// digitsOnly says whether a text is made of digits alone.
func digitsOnly(text string) bool { return strings.Trim(text, "0123456789") == "" }

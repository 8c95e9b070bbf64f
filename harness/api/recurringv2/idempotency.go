package recurringv2

import (
	"cmp"
	"net/http"
	"strings"

	"kontrakt/harness/sandbox"
)

// The headers with a key: that of the document, and the one that the collections
// for version 2 send.
const (
	headerKey    = "Idempotency-Key"
	headerOldKey = "Idempotent-Key"
)

// keyLength is the longest key.
const keyLength = 40

// A replay is what a call under a key was answered with.
type replay struct {
	content string
	reply   sandbox.Reply
}

// repliesOf are a merchant's.
func repliesOf(b *sandbox.Box) map[string]replay {
	return sandbox.State(b, ID, func() map[string]replay { return map[string]replay{} })
}

// keyOf is the key of a call.
//
// Choice: the document knows only one of the headers, and merchants sent the
// other. Either will do.
func keyOf(c *sandbox.Call) string {
	return cmp.Or(c.Request.Header.Get(headerKey), c.Request.Header.Get(headerOldKey))
}

func checkKey(c *sandbox.Call) error {
	key := keyOf(c)
	switch {
	case key == "" && !c.Box.Fault(faultKeyOptional):
		return invalid(headerKey, "The header is missing.")
	case len(key) > keyLength:
		return invalid(headerKey, "The header has more than 40 characters.")
	case strings.ContainsAny(key, `#?/\`):
		return invalid(headerKey, `The header contains one of # ? / \.`)
	}
	return nil
}

// repeated does what the call asks unless its key was there before: then it
// answers as it did, or refuses another request.
//
// Choice: a refusal sticks to its key, as it does in version 3; for version 2
// nobody says so. A key is of one resource.
func repeated(c *sandbox.Call, operation string, do func() sandbox.Reply) sandbox.Reply {
	if err := checkKey(c); err != nil {
		return refuse(c, err)
	}
	key := keyOf(c)
	if key == "" || c.Box.Fault(faultKeyIgnored) {
		return do()
	}
	content := operation + " " + c.Params[agreementParam] + " " + c.Params[chargeParam] + " " + sandbox.Canonical(c.Body)
	replies := repliesOf(c.Box)
	seen, before := replies[key]
	switch {
	case before && (seen.content == content || c.Box.Fault(faultContentIgnored)):
		return seen.reply
	case before:
		return refuse(c, &problem{http.StatusConflict, []errorJSON{{Message: "The key was used for another request.", Code: codeKeyTaken}}})
	}
	reply := do()
	if reply.Status < http.StatusInternalServerError {
		replies[key] = replay{content, reply}
	}
	return reply
}

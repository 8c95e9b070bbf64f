package recurring

import (
	"net/http"
	"strings"
	"unicode/utf8"

	"kontrakt/harness/sandbox"
)

// headerKey is the header with the key.
const headerKey = "Idempotency-Key"

// keyLength is the longest key.
const keyLength = 40

// A replay is what a call under a key was answered with.
type replay struct {
	content string
	reply   sandbox.Reply
}

// checkKey holds the key to its documented form.
//
// Choice: a colon is allowed, as the document forbids four characters only; a
// key with one was once seen to be refused.
func checkKey(c *sandbox.Call) error {
	key := c.Request.Header.Get(headerKey)
	switch {
	case key == "" && c.Box.Fault(faultKeyOptional):
	case key == "":
		return refused(badKey, "The header "+headerKey+" is missing.")
	case c.Box.Fault(faultAnyKey):
	case utf8.RuneCountInString(key) > keyLength:
		return refused(badKey, "The header "+headerKey+" has more than 40 characters.")
	case strings.ContainsAny(key, `#?/\`):
		return refused(badKey, `The header `+headerKey+` contains one of # ? / \.`)
	}
	return nil
}

// once does what the call asks unless its key was there before: then it answers
// as it did, or refuses another request. A refusal sticks to its key as well,
// even if its cause is gone.
//
// Choice: keys count per merchant, for as long as the sandbox lives; nobody says
// for how long. A key is of one resource.
func once(c *sandbox.Call, operation string, do func() sandbox.Reply) sandbox.Reply {
	if err := checkKey(c); err != nil {
		return answer(c, 0, nil, err)
	}
	key := c.Request.Header.Get(headerKey)
	if key == "" || c.Box.Fault(faultKeyIgnored) {
		return do()
	}
	place := operation + " " + c.Params[agreementParam] + " " + c.Params[chargeParam]
	content := place + " " + sandbox.Canonical(c.Body)
	if c.Box.Fault(faultKeyPerResource) {
		key = place + " " + key
	}
	replies := deskOf(c.Box).replies
	seen, repeated := replies[key]
	switch {
	case repeated && seen.reply.Status >= http.StatusBadRequest && c.Box.Fault(faultRefusalsForgotten):
	case repeated && (seen.content == content || c.Box.Fault(faultContentIgnored)):
		return seen.reply
	case repeated:
		return answer(c, 0, nil, refused(keyTaken, "The key was used for another request."))
	}
	reply := do()
	if reply.Status < http.StatusInternalServerError {
		replies[key] = replay{content, reply}
	}
	return reply
}

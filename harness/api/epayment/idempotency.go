package epayment

import (
	"net/http"

	"kontrakt/harness/sandbox"
)

// headerKey is the header with the key.
const headerKey = "Idempotency-Key"

// keyLength is the longest key.
const keyLength = 50

// A replay is what a call under a key was answered with.
type replay struct {
	content string
	reply   sandbox.Reply
}

// once does what the call asks unless its key was there before: then it answers
// as it did, or refuses another request. A refusal sticks to its key as well: a
// 4xx stays a 4xx, and a corrected request needs a key of its own.
//
// Choice: keys count per merchant and operation, for as long as the sandbox
// lives; nobody says for how long. What is locked, or failed inside, can be
// tried again with the same key, as the table of errors asks for.
func once(c *sandbox.Call, operation string, do func() sandbox.Reply) sandbox.Reply {
	key := c.Request.Header.Get(headerKey)
	if key == "" || len(key) > keyLength || c.Box.Fault(faultKeyIgnored) && operation != createID {
		return do() // one that is too long does not hold by the contract
	}
	at, content := operation+" "+key, c.Params["Reference"]+" "+sandbox.Canonical(c.Body)
	if c.Box.Fault(faultKeyOfAllActs) {
		at = key
	}
	replies := deskOf(c.Box).replies
	seen, repeated := replies[at]
	switch {
	case repeated && seen.reply.Status >= 400 && c.Box.Fault(faultRefusalsForgotten):
	case repeated && operation == createID && c.Box.Fault(faultCreateNotReplayed):
	case repeated && (seen.content == content || c.Box.Fault(faultContentIgnored)):
		return seen.reply
	case repeated:
		return answer(c, 0, nil, refused(conflictCode(operation)))
	}
	reply := do()
	if reply.Status < 500 && reply.Status != http.StatusLocked {
		replies[at] = replay{content, reply}
	}
	return reply
}

// conflictCode is what a key is refused with that was used for another request.
//
// Choice: cancel, for which no code stands in the table, has that of create.
func conflictCode(operation string) string {
	switch operation {
	case captureID:
		return "4010"
	case refundID:
		return "4150"
	}
	return "4020"
}

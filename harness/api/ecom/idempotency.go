package ecom

import (
	"kontrakt/harness/sandbox"
)

// keyLength is the longest X-Request-Id.
const keyLength = 40

// A replay is what a call under a key was answered with.
type replay struct {
	content string
	reply   sandbox.Reply
}

// once does what the call asks unless its X-Request-Id was there before: then
// it answers as it did, or refuses other content. Keys count per order and
// endpoint, and live as long as the payment; a call without one is always
// fresh.
//
// Choice: refusals are repeated as well, as the sister APIs do; what was not
// found sound, or locked for a moment, does not use up its key.
func (r *change) once(endpoint string, do func() sandbox.Reply) sandbox.Reply {
	switch {
	case r.key == "" || r.box.Fault(faultKeyIgnored):
		return do()
	case len(r.key) > keyLength:
		return answer(r.box, nil, invalid("X-Request-Id", "It is longer than 40 characters."))
	}
	at, replies := endpoint+" "+r.key, r.order.replies
	if r.box.Fault(faultKeyOfAllActs) {
		at = r.key
	}
	if r.box.Fault(faultKeyOfAllOrders) {
		replies = deskOf(r.box).replies
	}
	content := sandbox.Canonical(r.body)
	seen, repeated := replies[at]
	switch {
	case repeated && (seen.content == content || r.box.Fault(faultContentIgnored)):
		return seen.reply
	case repeated:
		return answer(r.box, nil, refused(groupPayment, "93"))
	}
	reply := do()
	if reply.Status < 500 && reply.Status != 423 {
		replies[at] = replay{content, reply}
	}
	return reply
}

package checkout

import "kontrakt/harness/sandbox"

// keyLength is the longest key.
const keyLength = 50

// A replay is what a create under a key was answered with.
type replay struct {
	content string
	reply   sandbox.Reply
}

// once creates unless the key was there before with the same request: then it
// answers as it did. Without a key, or with another request, the reference says
// whether there is such a session.
//
// Choice: nobody says what becomes of a key that comes with another request, nor
// whether refusals are kept. A key is an offer to the caller; nothing is refused
// for it.
func once(c *sandbox.Call, do func() sandbox.Reply) sandbox.Reply {
	key := c.Request.Header.Get(headerKey)
	if key == "" || len(key) > keyLength || c.Box.Fault(faultKeyIgnored) {
		return do() // one that is too long does not hold by the contract
	}
	replies := sandbox.State(c.Box, ID, func() map[string]replay { return map[string]replay{} })
	content := sandbox.Canonical(c.Body)
	if seen, repeated := replies[key]; repeated && seen.content == content {
		return seen.reply
	}
	reply := do()
	if reply.Status < 300 {
		replies[key] = replay{content, reply}
	}
	return reply
}

package adversary

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"kontrakt/harness"
)

// A Change is what the merchant has changed of an open session of Checkout.
type Change struct {
	// Status is that of the API's answer, 0 for none.
	Status int
	// Ways are the IDs of the ways to ship that stand in it.
	Ways []string

	reference string
}

// hearChange listens for a session's change. The lock is held.
func (a *Adversary) hearChange(x *harness.Exchange) {
	path, _, _ := strings.Cut(x.Request.Target, "?")
	reference, is := strings.CutPrefix(path, "/checkout/v3/session/")
	if !is || x.Request.Method != http.MethodPatch {
		return
	}
	var asked struct{ LogisticOptions []struct{ ID string } }
	_ = json.Unmarshal(x.Request.Body.Bytes, &asked) // else there are none
	c := Change{Status: x.Response.Status, reference: strings.TrimSuffix(reference, "/")}
	for _, way := range asked.LogisticOptions {
		c.Ways = append(c.Ways, way.ID)
	}
	a.changes = append(a.changes, c)
}

// Changes lists what was changed of a session, oldest first.
func (a *Adversary) Changes(reference string) []Change {
	a.mu.Lock()
	defer a.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(a.changes), func(c Change) bool { return c.reference != reference })
}

package replay

import (
	"net/http"
	"slices"

	"kontrakt/harness"
)

// A cast is who acts in a recording.
type cast struct {
	// acted are the scenarios of which the acts are recorded, clocked those whose
	// merchants have their clock recorded.
	acted, clocked map[string]bool
	// merchants are the serial numbers of a scenario's, in the order in which they
	// were made; keys say whose a recorded subscription key is.
	merchants map[string][]string
	keys      map[string]string
}

const keyHeader = "Ocp-Apim-Subscription-Key"

func castOf(recorded []harness.Exchange) cast {
	c := cast{acted: map[string]bool{}, clocked: map[string]bool{}, merchants: map[string][]string{}, keys: map[string]string{}}
	for m := range Made(recorded) {
		c.clocked[m.Scenario] = true
	}
	for i := range recorded {
		x := &recorded[i]
		for _, a := range x.Acts {
			c.acted[x.Scenario] = true
			if a.Path == "tenants" && !slices.Contains(c.merchants[x.Scenario], a.Tenant) {
				c.merchants[x.Scenario] = append(c.merchants[x.Scenario], a.Tenant)
			}
		}
	}
	for i := range recorded {
		x := &recorded[i]
		msn, key := x.Request.Header.Get("Merchant-Serial-Number"), x.Request.Header.Get(keyHeader)
		if key != "" && x.Response.Status < 300 && slices.Contains(c.merchants[x.Scenario], msn) {
			c.keys[x.Scenario+"\x00"+key] = msn
		}
	}
	return c
}

// who says whose an exchange is: the merchant's whose key it carries, else the
// scenario's first.
func (c cast) who(x *harness.Exchange) Merchant {
	m := Merchant{Scenario: x.Scenario}
	if list := c.merchants[x.Scenario]; len(list) > 0 {
		m.MSN = list[0]
	}
	if msn, known := c.keys[x.Scenario+"\x00"+x.Request.Header.Get(keyHeader)]; known {
		m.MSN = msn
	}
	return m
}

// Made gives how the recorded merchants were made, where that is recorded.
func Made(recorded []harness.Exchange) map[Merchant][]byte {
	made := map[Merchant][]byte{}
	for i := range recorded {
		x := &recorded[i]
		for _, a := range x.Acts {
			if a.Method == http.MethodPost && a.Path == "tenants" && a.Tenant != "" {
				made[Merchant{Scenario: x.Scenario, MSN: a.Tenant}] = a.Body
			}
		}
	}
	return made
}

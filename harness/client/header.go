package client

import (
	"net/http"

	"kontrakt/harness"
)

// standard gives the headers that every call of a well-behaved integration
// carries, the token aside.
func (c *Client) standard(withBody bool) http.Header {
	h := http.Header{}
	set := func(name, value string) {
		if value != "" {
			h.Set(name, value)
		}
	}
	set("Ocp-Apim-Subscription-Key", c.o.Credentials.SubscriptionKey.Reveal())
	set("Merchant-Serial-Number", c.o.Credentials.MSN)
	set("Vipps-System-Name", c.o.System.Name)
	set("Vipps-System-Version", c.o.System.Version)
	set("Vipps-System-Plugin-Name", c.o.System.Plugin)
	set("Vipps-System-Plugin-Version", c.o.System.PluginVersion)
	if withBody {
		set("Content-Type", "application/json")
	}
	return h
}

func (c *Client) mark(h http.Header) {
	if c.o.Scenario != "" {
		h.Set(harness.MarkHeader, c.o.Scenario)
	}
}

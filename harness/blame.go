package harness

import (
	"net/http"
	"strings"
)

// Blame says whose fault a finding is.
type Blame string

const (
	// Integration is the merchant's own software.
	Integration Blame = "integration"
	// Provider is the API, which departs from its own contract.
	Provider Blame = "provider"
	// Specification is the published document, where it is wrong or has aged.
	Specification Blame = "specification"
	// Environment is what stands between: a gateway, a network, an outage.
	Environment Blame = "environment"
	// Ours is the fault of this program, or of its scenarios.
	Ours Blame = "harness"
)

// Blames lists them all.
func Blames() []Blame { return []Blame{Integration, Provider, Specification, Environment, Ours} }

// Lay says whose fault a finding in an exchange is, and by which reasoning.
func (f *Finding) Lay(x *Exchange) {
	f.Blame, f.Because = whose(f, x)
}

func whose(f *Finding, x *Exchange) (Blame, string) {
	asks := f.Direction == InRequest || f.Direction == InCallbackResponse
	switch {
	case strings.HasPrefix(f.Rule, "spec."):
		return Specification, "the published document is wrong or has aged at this place"
	case strings.HasPrefix(f.Rule, "lifecycle."):
		return Integration, "whoever called chose this version"
	case f.Rule == UnreadBody:
		return Ours, "what was not read was not judged"
	case f.Rule == UnjudgedRoute:
		return Ours, "what has no contract here was not judged"
	case !asks && outage(x):
		return Environment, "an answer of " + http.StatusText(x.Response.Status) + " that the API does not make itself"
	case asks && x.Scenario != "":
		return Ours, "the scenario sent it, and did not say that it would"
	case asks:
		return Integration, "the merchant's software sent it"
	}
	return Provider, "the API sent it"
}

// outage says whether a gateway answered in the API's place: 502, 503 or 504,
// with something other than JSON.
func outage(x *Exchange) bool {
	switch x.Response.Status {
	case http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return !strings.Contains(x.Response.Header.Get("Content-Type"), "json")
	}
	return false
}

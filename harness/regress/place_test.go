package regress_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"kontrakt/harness/regress"
)

func TestWhereAChangeIs(t *testing.T) {
	t.Parallel()
	tests := []struct {
		rule, text string
		want       regress.Place
	}{
		{"request-property-enum-value-removed", "removed the enum value `GONE` of the request property `campaign/oneOf[Event campaign]/type`",
			regress.Place{Side: "request", In: "body", Name: "campaign/type", Member: "GONE"}},
		{"request-property-max-length-set", "the `returnUrl` request property's maxLength was set to `2500`",
			regress.Place{Side: "request", In: "body", Name: "returnUrl"}},
		{"request-property-one-of-removed", "removed `a`, `b` from the `campaign` request property `oneOf` list",
			regress.Place{Side: "request", In: "body", Name: "campaign"}},
		{"new-required-request-property", "added the new required request property `lines/items/taxRate`",
			regress.Place{Side: "request", In: "body", Name: "lines/items/taxRate", Absent: true}},
		{"request-property-default-value-removed", "the `type` request property default value `LEGACY` was removed",
			regress.Place{Side: "request", In: "body", Name: "type", Absent: true}},
		{"request-parameter-removed", "deleted the `header` request parameter `continuation-token`",
			regress.Place{Side: "request", In: "header", Name: "continuation-token"}},
		{"request-parameter-became-required", "the `header` request parameter `client_id` became required",
			regress.Place{Side: "request", In: "header", Name: "client_id", Absent: true}},
		{"response-property-enum-value-removed", "removed the `OLD` enum value from the `items/state` response property for the response status `200`",
			regress.Place{Side: "response", In: "body", Name: "items/state", Member: "OLD", Status: "200"}},
		{"response-property-enum-value-added", "added the new `NEW` enum value to the `state` response property for the response status `200`",
			regress.Place{Side: "response", In: "body", Name: "state", Status: "200"}},
		{"response-optional-property-added", "added the optional property `history/items/id` to the response with the `201` status",
			regress.Place{Side: "response", In: "body", Name: "history/items/id", Status: "201", New: true}},
		{"response-property-pattern-changed", "the `id` response's property pattern was changed from `a` to `b` for the status `201`",
			regress.Place{Side: "response", In: "body", Name: "id", Status: "201"}},
		{"response-success-status-removed", "removed the success response with the status `202`", regress.Place{Side: "response", In: "status", Status: "202"}},
		{"response-header-added", "the response header `Retry-After` was added for the status `429`", regress.Place{Side: "response", In: "header", Name: "Retry-After", Status: "429"}},
		{"request-body-became-required", "request body became required", regress.Place{Side: "request", In: "body", Absent: true}},
		{"endpoint-added", "endpoint added", regress.Place{}},
		{"api-path-removed-without-deprecation", "removed", regress.Place{}},
	}
	for _, tt := range tests {
		assert.Equal(t, tt.want, regress.PlaceIn(tt.rule, tt.text), tt.rule)
	}
}

// Whatever the library says of a member, a parameter or a header, its name is
// found in it.
func TestEveryRuleNamesItsPlace(t *testing.T) {
	t.Parallel()
	all := regress.Sayings()
	assert.Greater(t, len(all), 300)
	for rule, text := range all {
		if !strings.Contains(rule, "propert") && !strings.Contains(rule, "parameter") && !strings.Contains(rule, "header") {
			continue
		}
		if strings.HasPrefix(rule, "api-") || strings.Contains(rule, "-body-") || strings.Contains(rule, "media-type") {
			continue // of the operation, or of the body as a whole
		}
		p := regress.PlaceIn(rule, text)
		assert.NotEmpty(t, p.Name, "%s: %s", rule, text)
	}
}

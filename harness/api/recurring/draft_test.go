package recurring_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"kontrakt/harness/sandbox"
)

// What can be offered to a payer and what cannot.
func TestDraft(t *testing.T) {
	t.Parallel()
	const ok = "201"
	const invalid = "400 validation-error "
	dk := sandbox.Abilities{Market: "DK"}
	tests := []struct {
		name      string
		abilities sandbox.Abilities
		edits     []edit
		want      string
	}{
		{"a plain agreement", able, nil, ok},
		{"the least in Norway", able, []edit{{"/pricing/amount", 100}}, ok},
		{"too little in Norway", able, []edit{{"/pricing/amount", 99}}, invalid + "pricing.amount"},
		{"one øre in Denmark", dk, []edit{{"/pricing/amount", 1}, {"/pricing/currency", "DKK"}}, ok},
		{"kroner of Norway in Denmark", dk, nil, invalid + "pricing.currency"},
		{"no currency at all", able, []edit{{"/pricing/currency", "SEK"}}, invalid + "pricing.currency"},
		{"no type of price", able, []edit{{"/pricing/type", gone}}, ok},
		{"a type that nobody knows", able, []edit{{"/pricing/type", "FREE"}}, invalid + "pricing.type"},
		{"no price at all", able, []edit{{"/pricing", gone}}, invalid + "pricing"},
		{"no amount", able, []edit{{"/pricing/amount", gone}}, invalid + "pricing.amount"},
		{"an amount as text", able, []edit{{"/pricing/amount", "34900"}}, invalid + "pricing.amount"},
		{"a variable price", able, []edit{variable()}, ok},
		{"a variable price without a maximum", able, []edit{variable(), {"/pricing/suggestedMaxAmount", gone}}, invalid + "pricing.suggestedMaxAmount"},
		{"the highest suggestion", able, []edit{variable(), {"/pricing/suggestedMaxAmount", 2000000}}, ok},
		{"a suggestion that is too high", able, []edit{variable(), {"/pricing/suggestedMaxAmount", 2000001}}, "400 invalid-suggested-max-amount"},
		{"a flexible price", able, []edit{flexible()}, ok},

		{"no interval", able, []edit{{"/interval", gone}}, ok},
		{"31 days", able, []edit{{"/interval/unit", "DAY"}, {"/interval/count", 31}}, ok},
		{"32 days", able, []edit{{"/interval/unit", "DAY"}, {"/interval/count", 32}}, invalid + "interval.count"},
		{"no days", able, []edit{{"/interval/count", 0}}, invalid + "interval.count"},
		{"a unit that nobody knows", able, []edit{{"/interval/unit", "HOUR"}}, invalid + "interval.unit"},

		{"a name of 45", able, []edit{{"/productName", strings.Repeat("å", 45)}}, ok},
		{"a name of 46", able, []edit{{"/productName", strings.Repeat("å", 46)}}, invalid + "productName"},
		{"no name", able, []edit{{"/productName", gone}}, invalid + "productName"},
		{"a text of 100", able, []edit{{"/productDescription", strings.Repeat("å", 100)}}, ok},
		{"a text of 101", able, []edit{{"/productDescription", strings.Repeat("å", 101)}}, invalid + "productDescription"},
		{"a property that nobody knows", able, []edit{{"/colour", "blue"}}, ok},
		{"an externalId of 64", able, []edit{{"/externalId", strings.Repeat("x", 64)}}, ok},
		{"an externalId of 65", able, []edit{{"/externalId", strings.Repeat("x", 65)}}, invalid + "externalId"},
		{"no externalId", able, []edit{{"/externalId", nil}}, ok},

		{"no way back", able, []edit{{"/merchantRedirectUrl", gone}}, invalid + "merchantRedirectUrl"},
		{"a way back to an app", able, []edit{{"/merchantRedirectUrl", "myshop://done"}}, ok},
		{"a way back without TLS", able, []edit{{"/merchantRedirectUrl", "http://shop.example/back"}}, invalid + "merchantRedirectUrl"},
		{"a page without TLS", able, []edit{{"/merchantAgreementUrl", "http://shop.example/my-page"}}, invalid + "merchantAgreementUrl"},
		{"a page in an app", able, []edit{{"/merchantAgreementUrl", "myshop://my-page"}}, invalid + "merchantAgreementUrl"},
		{"no page in Norway", able, []edit{{"/merchantAgreementUrl", gone}}, invalid + "merchantAgreementUrl"},
		{"no page in Denmark", dk, []edit{{"/merchantAgreementUrl", gone}, {"/pricing/currency", "DKK"}}, ok},
		{"an app", able, []edit{{"/isApp", true}, {"/merchantAgreementUrl", "myshop://my-page"}}, ok},

		{"a message", able, []edit{{"/skipLandingPage", true}, {"/phoneNumber", payer}}, ok},
		{"a message by who may not", sandbox.Abilities{}, []edit{{"/skipLandingPage", true}, {"/phoneNumber", payer}}, "403 unsupported-feature"},
		{"a message to nobody", able, []edit{{"/skipLandingPage", true}}, invalid + "phoneNumber"},
		{"a message to a number that is none", able, []edit{{"/skipLandingPage", true}, {"/phoneNumber", "+4740000001"}}, invalid + "phoneNumber"},
		{"a message to a number that nobody has", able, []edit{{"/skipLandingPage", true}, {"/phoneNumber", "4740009000"}}, invalid + "phoneNumber"},
		{"a number that is none, filled in", able, []edit{{"/phoneNumber", "+47 400 00 001 or so"}}, ok},
		{"no number", able, []edit{{"/phoneNumber", nil}}, ok},
		{"a login-only unit", sandbox.Abilities{LoginOnly: true}, nil, "403 invalid-sale-unit"},
		{"blocked cards", able, []edit{{"/paymentMethod", map[string]any{"blockedSources": []string{"COMMERCIAL_CARDS"}}}}, ok},
		{"other blocked cards", able, []edit{{"/paymentMethod", map[string]any{"blockedSources": []string{"DEBIT_CARDS"}}}}, invalid + "paymentMethod.blockedSources.0"},

		{"an initial charge", able, []edit{paid(34900, "DIRECT_CAPTURE")}, ok},
		{"an initial charge of far more", able, []edit{paid(3490000, "RESERVE_CAPTURE")}, ok},
		{"an initial charge of too little", able, []edit{paid(99, "DIRECT_CAPTURE")}, invalid + "initialCharge.amount"},
		{"an initial charge of another kind", able, []edit{paid(34900, "CAPTURE")}, invalid + "initialCharge.transactionType"},
		{"an initial charge without a text", able, []edit{paid(34900, "DIRECT_CAPTURE"), {"/initialCharge/description", ""}}, invalid + "initialCharge.description"},
		{"an orderId of 64", able, []edit{paid(34900, "DIRECT_CAPTURE"), {"/initialCharge/orderId", strings.Repeat("a", 64)}}, ok},
		{"an orderId with a low line", able, []edit{paid(34900, "DIRECT_CAPTURE"), {"/initialCharge/orderId", "jam_1"}}, invalid + "initialCharge.orderId"},

		{"ten weeks for ten kroner", able, []edit{campaign("PERIOD_CAMPAIGN", "period", map[string]any{"unit": "WEEK", "count": 10})}, ok},
		{"one krone until Christmas", able, []edit{campaign("EVENT_CAMPAIGN", "eventDate", "2026-12-25T00:00:00Z", "eventText", "until Christmas")}, ok},
		{"a lower price until summer", able, []edit{campaign("PRICE_CAMPAIGN", "end", "2026-06-01T00:00:00Z")}, ok},
		{"the document's own way to write days", able, []edit{campaign("PRICE_CAMPAIGN", "end", "2026/06/01T00:00:00Z")}, ok},
		{"a campaign without an end", able, []edit{campaign("PRICE_CAMPAIGN")}, invalid + "campaign.end"},
		{"a campaign in the past", able, []edit{campaign("PRICE_CAMPAIGN", "end", "2026-02-01T00:00:00Z")}, invalid + "campaign.end"},
		{"a campaign until tomorrow in words", able, []edit{campaign("PRICE_CAMPAIGN", "end", "tomorrow")}, invalid + "campaign.end"},
		{"a campaign in local time", able, []edit{campaign("PRICE_CAMPAIGN", "end", "2026-06-01T00:00:00+02:00")}, invalid + "campaign.end"},
		{"a campaign without its period", able, []edit{campaign("PERIOD_CAMPAIGN", "end", "2026-06-01T00:00:00Z")}, invalid + "campaign.period"},
		{"an event without a text", able, []edit{campaign("EVENT_CAMPAIGN", "eventDate", "2026-12-25T00:00:00Z")}, invalid + "campaign.eventText"},
		{"an event without a day", able, []edit{campaign("EVENT_CAMPAIGN", "eventText", "until Christmas")}, invalid + "campaign.eventDate"},
		{"an event with a text of 16", able, []edit{campaign("EVENT_CAMPAIGN", "eventDate", "2026-12-25T00:00:00Z", "eventText", strings.Repeat("x", 16))}, invalid + "campaign.eventText"},
		{"a type of history", able, []edit{campaign("FULL_FLEX_CAMPAIGN", "end", "2026-06-01T00:00:00Z")}, invalid + "campaign.type"},
		{"a type of version 2", able, []edit{campaign("LEGACY_CAMPAIGN", "end", "2026-06-01T00:00:00Z")}, invalid + "campaign.type"},
		{"a campaign of no type", able, []edit{{"/campaign", map[string]any{"price": 100, "end": "2026-06-01T00:00:00Z"}}}, invalid + "campaign.type"},
		{"a campaign without a price", able, []edit{{"/campaign", map[string]any{"type": "PRICE_CAMPAIGN", "end": "2026-06-01T00:00:00Z"}}}, invalid + "campaign.price"},
		{"a campaign with a variable price", able, []edit{variable(), campaign("PRICE_CAMPAIGN", "end", "2026-06-01T00:00:00Z")}, invalid + "campaign"},
		{"no campaign", able, []edit{{"/campaign", nil}}, ok},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := start(t, tt.abilities)
			assert.Equal(t, tt.want, b.draft(tt.edits...).code())
		})
	}
}

// A refusal says what to change, not only where.
func TestARefusalSaysWhy(t *testing.T) {
	t.Parallel()
	b := start(t, able)
	const reason = "/extraDetails/0/reason"
	over := campaign("PRICE_CAMPAIGN", "end", "2020-06-01T00:00:00Z")
	assert.Equal(t, "It is not in the future.", b.draft(over).text(reason))
	below := campaign("PRICE_CAMPAIGN", "end", "2026-06-01T00:00:00Z", "price", -1)
	assert.Equal(t, "It is less than 0.", b.draft(below).text(reason))
	once := b.charge(b.active(), edit{"/processingMode", "SINGLE_ATTEMPT"}, edit{"/retryDays", 3})
	assert.Equal(t, "It must be 0 where processingMode is SINGLE_ATTEMPT.", once.text(reason))
}

// campaign is one of 10.00 with these members.
func campaign(kind string, members ...any) edit {
	c := map[string]any{"type": kind, "price": 1000}
	for i := 0; i < len(members); i += 2 {
		c[members[i].(string)] = members[i+1]
	}
	return edit{"/campaign", c}
}

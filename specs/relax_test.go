package specs_test

import (
	"encoding/json"
	"iter"
	"maps"
	"slices"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/speakeasy-api/openapi-overlay/pkg/overlay"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/specs"
)

// A body holds under the contract. One that is published holds under the
// document as published too, and no erratum may take that away; the others are
// what errata and updates are for.
type body struct {
	name, schema string
	published    bool
	body         string
}

// bodies are by source, and so are refusals: what its overlay has no reason to
// allow.
var (
	bodies   = map[string][]body{"checkout.v2": oldCheckoutBodies, "checkout.v3": checkoutBodies, "ecom.v2": ecomBodies, "epayment.v1": epaymentBodies, "recurring.v2": recurringV2Bodies, "recurring.v3": recurringBodies, "webhooks.v1": webhooksBodies}
	refusals = map[string][]body{"checkout.v2": oldCheckoutRefusals, "checkout.v3": checkoutRefusals, "ecom.v2": ecomRefusals, "epayment.v1": epaymentRefusals, "recurring.v2": recurringV2Refusals, "recurring.v3": recurringRefusals, "webhooks.v1": webhooksRefusals}
)

func TestEveryOverlayIsTried(t *testing.T) {
	t.Parallel()
	for _, s := range overlaid(t) {
		assert.NotEmpty(t, bodies[s.ID], s.ID)
		assert.NotEmpty(t, refusals[s.ID], s.ID)
	}
}

func TestTheOverlayOnlyRelaxes(t *testing.T) {
	t.Parallel()
	for _, s := range overlaid(t) {
		before, after := bothWays(t, s)
		for _, tt := range bodies[s.ID] {
			t.Run(s.ID+" "+tt.name, func(t *testing.T) {
				t.Parallel()
				v := decoded(t, tt.body)
				if before.Components.Schemas[tt.schema] != nil {
					was := schema(t, before, tt.schema).VisitJSON(v)
					if tt.published {
						assert.NoError(t, was, "as published")
					} else {
						assert.Error(t, was, "as published: nothing here needs the overlay")
					}
				} else {
					assert.False(t, tt.published, "no published schema of that name")
				}
				assert.NoError(t, schema(t, after, tt.schema).VisitJSON(v), "overlaid")
			})
		}
	}
}

// bothWays gives a document as transcribed, and overlaid.
func bothWays(t *testing.T, s specs.Source) (before, after *openapi3.T) {
	t.Helper()
	data, err := specs.Read(s.Document)
	require.NoError(t, err)
	return loaded(t, s.Document, map[string][]byte{s.Document: data}), corrected(t, s)
}

// What the overlay has no reason to allow stays refused.
func TestTheOverlayRelaxesNoMore(t *testing.T) {
	t.Parallel()
	for _, s := range overlaid(t) {
		doc := corrected(t, s)
		for _, tt := range refusals[s.ID] {
			t.Run(s.ID+" "+tt.name, func(t *testing.T) {
				t.Parallel()
				assert.Error(t, schema(t, doc, tt.schema).VisitJSON(decoded(t, tt.body)))
			})
		}
	}
}

func schema(t *testing.T, doc *openapi3.T, name string) *openapi3.Schema {
	t.Helper()
	require.Contains(t, doc.Components.Schemas, name)
	return doc.Components.Schemas[name].Value
}

// Whatever a small change makes of those bodies: what holds as published holds
// with the errata too. An update may ask for more.
func TestErrataOnlyRelaxAroundTheBodies(t *testing.T) {
	t.Parallel()
	for _, s := range overlaid(t) {
		before, _ := bothWays(t, s)
		o := parsedOverlay(t, s)
		o.Actions = slices.DeleteFunc(o.Actions, func(a overlay.Action) bool { return a.Extensions["x-kind"] != "erratum" })
		text, faults := apply(t, s, o)
		require.Empty(t, faults)
		after := loaded(t, s.Document, map[string][]byte{s.Document: []byte(text)})
		held := 0
		for _, tt := range bodies[s.ID] {
			if before.Components.Schemas[tt.schema] == nil {
				continue // the overlay's own
			}
			was, is := schema(t, before, tt.schema), schema(t, after, tt.schema)
			for body := range variants(decoded(t, tt.body)) {
				if was.VisitJSON(body) != nil {
					continue
				}
				held++
				if err := is.VisitJSON(body); err != nil {
					t.Errorf("%s %s: %v held as published: %v", s.ID, tt.name, body, err)
				}
			}
		}
		assert.Greater(t, held, 100, "few variants hold: the test says little of %s", s.ID)
	}
}

// candidates are what takes a value's place.
var candidates = []any{
	nil, true, 0.0, 1.0, 99.0, 100.0, -1.0, 0.5, 1e9, "", "0", "a", "a_b", "12345", "12345678", "123456789", "1234567890", "[A-Z]", "[Expired]",
	"4712345678", "order-0001", "NOK", "AUTHORIZED", "CREATED", "WALLET", "https://shop.example", "2024-02-01T10:00:00Z", "NO", "Norway", "N", "RESERVE", "RESERVED", "SALE", "Captured", "CANCELLED", []any{}, map[string]any{},
}

// variants yields a value with one place in it left out or replaced.
func variants(v any) iter.Seq[any] {
	return func(yield func(any) bool) {
		for _, c := range candidates {
			if !yield(c) {
				return
			}
		}
		switch v := v.(type) {
		case map[string]any:
			for name, member := range v {
				without := maps.Clone(v)
				delete(without, name)
				if !yield(without) {
					return
				}
				for other := range variants(member) {
					with := maps.Clone(v)
					with[name] = other
					if !yield(with) {
						return
					}
				}
			}
		case []any:
			for i, item := range v {
				for other := range variants(item) {
					with := slices.Clone(v)
					with[i] = other
					if !yield(with) {
						return
					}
				}
			}
		}
	}
}

func decoded(t *testing.T, body string) any {
	t.Helper()
	var v any
	require.NoError(t, json.Unmarshal([]byte(body), &v))
	return v
}

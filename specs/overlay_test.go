package specs_test

import (
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/speakeasy-api/openapi-overlay/pkg/overlay"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"kontrakt/specs"
)

func TestEveryActionSaysWhatItIs(t *testing.T) {
	t.Parallel()
	for _, s := range overlaid(t) {
		o := parsedOverlay(t, s)
		require.NoError(t, o.Validate(), s.Overlay)
		assert.Equal(t, s.Document, o.Extends)
		for _, a := range o.Actions {
			assert.Contains(t, []any{"erratum", "update"}, a.Extensions["x-kind"], a.Target)
			for _, key := range []string{"x-reason", "x-source"} {
				text, _ := a.Extensions[key].(string)
				assert.NotEmpty(t, text, "%s of %s", key, a.Target)
			}
			for key := range a.Extensions {
				assert.Contains(t, []string{"x-kind", "x-reason", "x-source"}, key, a.Target)
			}
		}
	}
}

func TestEveryActionApplies(t *testing.T) {
	t.Parallel()
	for _, s := range overlaid(t) {
		_, faults := correctedText(t, s)
		assert.Empty(t, faults, s.Overlay)
	}
}

// The check above is worth something only if it can fail.
func TestAnActionThatNoLongerAppliesIsSeen(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		action string
	}{
		{"a target that is not there", `{target: "$.components.schemas.Nothing", update: {minimum: 0}}`},
		{"a correction that the document has by now", `{target: "$.components.schemas.ShippingCost", update: {minimum: 0}}`},
		{"a removal of what is gone", `{target: "$.components.schemas.OrderId.pattern[?@ == 'x']", remove: true}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := ecom(t)
			o := parsedOverlay(t, s)
			var a overlay.Action
			require.NoError(t, yaml.Unmarshal([]byte(tt.action), &a))
			o.Actions = []overlay.Action{a}
			_, faults := apply(t, s, o)
			assert.Len(t, faults, 1)
		})
	}
}

func TestTheOverlaidDocumentIsValid(t *testing.T) {
	t.Parallel()
	for _, s := range overlaid(t) {
		doc := corrected(t, s)
		assert.NoError(t, doc.Validate(t.Context(), openapi3.EnableMultiError(),
			openapi3.DisableExamplesValidation(), openapi3.DisableSchemaDefaultsValidation()))
	}
}

func TestEveryOperationHasAnIDOfItsOwn(t *testing.T) {
	t.Parallel()
	for _, s := range overlaid(t) {
		seen := map[string]bool{}
		for place, op := range operations(corrected(t, s)) {
			assert.NotEmpty(t, op.OperationID, place)
			assert.False(t, seen[op.OperationID], "%s: %s", place, op.OperationID)
			seen[op.OperationID] = true
		}
	}
}

// Where a media type has a parameter in its key, the one without stands beside
// it and says the same.
func TestMediaTypesStandBesideThoseWithParameters(t *testing.T) {
	t.Parallel()
	beside := 0
	for _, s := range overlaid(t) {
		for place, content := range contents(corrected(t, s)) {
			for key, m := range content {
				name, _, parameters := strings.Cut(key, ";")
				if !parameters {
					continue
				}
				beside++
				if assert.Contains(t, content, name, "%s %s", s.ID, place) {
					assert.Equal(t, m.Schema.Ref, content[name].Schema.Ref, "%s %s", s.ID, place)
					assert.Equal(t, m.Schema.Value, content[name].Schema.Value, "%s %s", s.ID, place)
				}
			}
		}
	}
	assert.Greater(t, beside, 15)
}

// In eCom every media type is published with a parameter.
func TestMediaTypesOfEcomStandThereTwice(t *testing.T) {
	t.Parallel()
	for place, content := range contents(corrected(t, ecom(t))) {
		for key := range content {
			name, _, _ := strings.Cut(key, ";")
			assert.Contains(t, content, name+";charset=UTF-8", place)
		}
	}
}

// contents are the bodies among a document's components, by place.
func contents(doc *openapi3.T) map[string]openapi3.Content {
	out := map[string]openapi3.Content{}
	for name, b := range doc.Components.RequestBodies {
		out["requestBodies "+name] = b.Value.Content
	}
	for name, r := range doc.Components.Responses {
		out["responses "+name] = r.Value.Content
	}
	return out
}

func TestErrorsAreDocumentedByStatus(t *testing.T) {
	t.Parallel()
	common := []string{"400", "401", "403", "429", "500", "5XX"}
	more := map[string][]string{
		"access-token.v1": nil,
		"checkout.v2":     {"502"},
		"checkout.v3":     {"502"},
		"ecom.v2":         {"422", "4XX"},
		"epayment.v1":     {"404", "409", "422", "423"},
		"recurring.v2":    {"404", "409", "422", "4XX"},
		"recurring.v3":    {"406", "422"},
		"userinfo.v1":     {"404"},
		"webhooks.v1":     {"409"},
	}
	all, err := specs.Sources()
	require.NoError(t, err)
	for _, s := range all {
		require.Contains(t, more, s.ID)
		for place, op := range operations(corrected(t, s)) {
			if strings.Contains(place, "callbacks") || strings.Contains(place, "Prefix/") || strings.Contains(place, "/merchant-") {
				continue
			}
			statuses := slices.Collect(maps.Keys(op.Responses.Map()))
			assert.Subset(t, statuses, append(more[s.ID], common...), "%s %s", s.ID, place)
			assert.NotContains(t, statuses, "default", "%s %s", s.ID, place)
			assert.True(t, slices.ContainsFunc(statuses, func(s string) bool { return s[0] == '2' }), "%s %s", s.ID, place)
		}
	}
}

// operations are all operations of a document, those of callbacks included, by
// place.
func operations(doc *openapi3.T) map[string]*openapi3.Operation {
	out := map[string]*openapi3.Operation{}
	for path, item := range doc.Paths.Map() {
		for method, op := range item.Operations() {
			out[method+" "+path] = op
			for name, callback := range op.Callbacks {
				for _, item := range callback.Value.Map() {
					for method, called := range item.Operations() {
						out[path+" callbacks "+name+" "+method] = called
					}
				}
			}
		}
	}
	return out
}

// overlaid are the sources that have an overlay.
func overlaid(t *testing.T) []specs.Source {
	t.Helper()
	all, err := specs.Sources()
	require.NoError(t, err)
	return slices.DeleteFunc(all, func(s specs.Source) bool { return s.Overlay == "" })
}

func ecom(t *testing.T) specs.Source {
	t.Helper()
	all, err := specs.Sources()
	require.NoError(t, err)
	i := slices.IndexFunc(all, func(s specs.Source) bool { return s.ID == "ecom.v2" })
	require.GreaterOrEqual(t, i, 0)
	return all[i]
}

func parsedOverlay(t *testing.T, s specs.Source) *overlay.Overlay {
	t.Helper()
	data, err := specs.Read(s.Overlay)
	require.NoError(t, err)
	o := &overlay.Overlay{}
	require.NoError(t, yaml.Unmarshal(data, o))
	return o
}

// apply gives the overlaid document, and what is wrong with actions: a target
// that selects nothing, an action that changes nothing.
func apply(t *testing.T, s specs.Source, o *overlay.Overlay) (string, []string) {
	t.Helper()
	data, err := specs.Read(s.Document)
	require.NoError(t, err)
	var root yaml.Node
	require.NoError(t, yaml.Unmarshal(data, &root))
	err, faults := o.ApplyToStrict(&root)
	if err != nil {
		faults = append(faults, err.Error())
	}
	out, err := yaml.Marshal(&root)
	require.NoError(t, err)
	return string(out), slices.DeleteFunc(faults, func(f string) bool {
		// A target that selects nothing is told twice.
		return strings.Contains(f, "does nothing") && strings.Contains(strings.Join(faults, "\n"), "did not match")
	})
}

// overlaidText applies each overlay once for all tests: the library renders the
// whole document twice for every action.
var overlaidText sync.Map // by source ID, a func() (string, []string)

// corrected is a source's document with its overlay, if it has one.
func corrected(t *testing.T, s specs.Source) *openapi3.T {
	t.Helper()
	text, faults := correctedText(t, s)
	require.Empty(t, faults)
	return loaded(t, s.Document, map[string][]byte{s.Document: []byte(text)})
}

func correctedText(t *testing.T, s specs.Source) (string, []string) {
	t.Helper()
	if s.Overlay == "" {
		data, err := specs.Read(s.Document)
		require.NoError(t, err)
		return string(data), nil
	}
	once, _ := overlaidText.LoadOrStore(s.ID, sync.OnceValues(func() (string, []string) { return apply(t, s, parsedOverlay(t, s)) }))
	return once.(func() (string, []string))()
}

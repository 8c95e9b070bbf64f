package regress_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/regress"
)

// A change within a variant says which one it is, and touches those alone who chose it.
func TestAChangeNamesTheVariantThatItIsIn(t *testing.T) {
	t.Parallel()
	const both = "Ship: { oneOf: [{ $ref: \"#/components/schemas/ByVan\" }, { $ref: \"#/components/schemas/OnFoot\" }]DISCRIMINATOR }\n" +
		"    ByVan: { type: object, properties: { way: VAN, to: { type: string } } }\n" +
		"    OnFoot: { type: object, properties: { way: FOOT, to: { type: string } } }\n"
	tests := []struct{ name, discriminator, van, foot, property, value string }{
		{"the document maps values", ", discriminator: { propertyName: way, mapping: { V: \"#/components/schemas/ByVan\", F: OnFoot } }", "{ type: string }", "{ type: string }", "way", "V"},
		{"it names the property, of which each has one value", ", discriminator: { propertyName: way }", "{ type: string, enum: [V] }", "{ type: string, enum: [F] }", "way", "V"},
		{"all have all values, and are called after them", ", discriminator: { propertyName: way }", "{ type: string, enum: [BY_VAN, ON_FOOT] }", "{ type: string, enum: [BY_VAN, ON_FOOT] }", "way", "BY_VAN"},
		{"it names no property, and one tells them apart", "", "{ type: string, enum: [V] }", "{ type: string, pattern: ^F$ }", "way", "V"},
		{"it names the property alone", ", discriminator: { propertyName: way }", "{ type: string }", "{ type: string }", "way", ""},
		{"nothing tells them apart", "", "{ type: string, enum: [V] }", "{ type: string, enum: [V] }", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			ship := strings.NewReplacer("DISCRIMINATOR", tt.discriminator, "VAN", tt.van, "FOOT", tt.foot).Replace(both)
			before := strings.Replace(shop, "Ship: { type: object, required: [to], properties: { to: { type: string }, by: { type: string } } }\n", ship, 1)
			require.NotEqual(t, shop, before)
			edited := strings.Replace(ship, "to: { type: string }", "to: { type: string, maxLength: 9 }", 1)
			c, err := regress.Changes(shopEdition("old", before), shopEdition("new", strings.Replace(before, ship, edited, 1)))
			require.NoError(t, err)
			require.Len(t, c.Changes, 1)
			assert.Equal(t, []regress.Variant{{Of: "ship", Name: "ByVan", Property: tt.property, Value: tt.value}}, c.Changes[0].Variants)

			order := func(name string, marks ...string) regress.Use {
				return use(name, "POST", "/shop/v1/orders", append([]string{">", ">ship", ">ship/to"}, marks...)...)
			}
			touched := c.Touched([]regress.Use{order("van", ">ship/way", ">ship/way="+tt.value), order("foot", ">ship/way", ">ship/way=ON_FOOT"), order("nobody knows")})
			want := regress.Touch{Names: []string{"van", "foot", "nobody knows"}}
			if tt.value != "" {
				want = regress.Touch{Names: []string{"van", "nobody knows"}, Beside: 1}
			}
			assert.Equal(t, want, touched[0])
		})
	}
}

// What tells variants apart may itself change: who sends the value that is gone has chosen
// a variant that is gone, and is touched.
func TestAValueThatIsGoneTouchesWhoSendsIt(t *testing.T) {
	t.Parallel()
	const ship = "Ship: { oneOf: [{ $ref: \"#/components/schemas/ByVan\" }, { $ref: \"#/components/schemas/OnFoot\" }], discriminator: { propertyName: way } }\n" +
		"    ByVan: { type: object, properties: { way: { type: string, enum: [BY_VAN, ON_FOOT, BY_AIR] } } }\n" +
		"    OnFoot: { type: object, properties: { way: { type: string, enum: [BY_VAN, ON_FOOT, BY_AIR] } } }\n"
	before := strings.Replace(shop, "Ship: { type: object, required: [to], properties: { to: { type: string }, by: { type: string } } }\n", ship, 1)
	c, err := regress.Changes(shopEdition("old", before), shopEdition("new", strings.ReplaceAll(before, ", BY_AIR]", "]")))
	require.NoError(t, err)
	require.Len(t, c.Changes, 2)
	for i, touched := range c.Touched([]regress.Use{use("air", "POST", "/shop/v1/orders", ">", ">ship", ">ship/way", ">ship/way=BY_AIR")}) {
		assert.Equal(t, []string{"air"}, touched.Names, c.Changes[i].Text)
		assert.NotEmpty(t, c.Changes[i].Variants)
	}
}

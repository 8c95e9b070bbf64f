package contract_test

import (
	"os"
	"strings"
	"testing"

	"github.com/speakeasy-api/openapi-overlay/pkg/overlay"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"kontrakt/harness"
	"kontrakt/harness/contract"
)

func TestABrokenOverlayIsOneClearError(t *testing.T) {
	t.Parallel()
	const head = "overlay: 1.0.0\ninfo: {title: T, version: '1'}\nactions:\n"
	const said = "    x-kind: update\n    x-reason: r\n    x-source: s\n"
	for _, tt := range []struct{ name, overlay, want string }{
		{"a target that selects nothing", head + "  - target: $.paths['/y']\n" + said + "    update: {a: b}\n",
			"load tiny.v1: tiny.v1.overlay.yaml:4: action 1 (target $.paths['/y']): the target selects nothing in tiny.v1.yaml"},
		{"an action that changes nothing", head + "  - target: $.info\n" + said + "    update: {title: Tiny}\n",
			"load tiny.v1: tiny.v1.overlay.yaml:4: action 1 (target $.info): it changes nothing in tiny.v1.yaml"},
		{"a target that is no path", head + "  - target: '$.['\n" + said + "    update: {title: T}\n",
			"load tiny.v1: tiny.v1.overlay.yaml:4: action 1 (target $.[): the target is no JSONPath"},
		{"an unknown kind", head + "  - target: $.info\n    x-kind: fix\n    update: {title: T}\n",
			`load tiny.v1: tiny.v1.overlay.yaml:4: action 1 (target $.info): x-kind is "fix", not erratum or update`},
		{"no reason", head + "  - target: $.info\n    x-kind: update\n    update: {title: T}\n",
			`load tiny.v1: tiny.v1.overlay.yaml:4: action 1 (target $.info): it has no x-reason`},
		{"no source", head + "  - target: $.info\n    x-kind: update\n    x-reason: r\n    update: {title: T}\n",
			`load tiny.v1: tiny.v1.overlay.yaml:4: action 1 (target $.info): it has no x-source`},
		{"text that is no YAML", "overlay: [", "load tiny.v1: read tiny.v1.overlay.yaml: line 1: did not find expected node content"},
		{"a list", "- a", "load tiny.v1: read tiny.v1.overlay.yaml: it is not a YAML mapping"},
		{"no actions", "overlay: 1.0.0\ninfo: {title: T, version: '1'}\n", "load tiny.v1: read tiny.v1.overlay.yaml: overlay must define at least one action"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := contract.Load(contract.Document{ID: "tiny.v1", Spec: []byte(tiny), Overlay: []byte(tt.overlay)}, contract.Options{})
			require.EqualError(t, err, tt.want)
			assert.NotContains(t, err.Error(), "\n")
		})
	}
}

func TestABrokenDocumentIsOneClearError(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, spec, want string }{
		{"text that is no YAML", "a: [", "load tiny.v1: read tiny.v1.yaml: line 1: did not find expected node content"},
		{"a key twice", strings.Replace(tiny, "info:", "openapi: 3.0.0\ninfo:", 1), "load tiny.v1: read tiny.v1.yaml: "},
		{"a reference that leads nowhere", strings.Replace(tiny, "{description: ok}", "{$ref: '#/components/responses/X'}", 1), "load tiny.v1: "},
		{"a file that is not here", strings.Replace(tiny, "{description: ok}", "{$ref: 'other.yaml#/x'}", 1), "load tiny.v1: "},
		{"another version of OpenAPI", strings.Replace(tiny, "3.0.0", "3.1.0", 1), "load tiny.v1: read tiny.v1.yaml: it is OpenAPI 3.1.0, and only 3.0 is judged"},
		{"an element that is no OpenAPI", strings.Replace(tiny, "{description: ok}", "{}", 1), "load tiny.v1: read tiny.v1.yaml: "},
		{"a pattern that does not compile", strings.Replace(tiny, "{description: ok}", "{description: ok, content: {text/plain: {schema: {type: string, pattern: '('}}}}", 1), "load tiny.v1: read tiny.v1.yaml: "},
		{"no operations", "openapi: 3.0.0\ninfo: {title: T, version: '1'}\npaths: {}\n", "load tiny.v1: read tiny.v1.yaml: it has no operations"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := contract.Load(contract.Document{ID: "tiny.v1", Spec: []byte(tt.spec)}, contract.Options{})
			require.ErrorContains(t, err, tt.want)
			assert.NotContains(t, err.Error(), "\n")
		})
	}
}

// We merge overlays ourselves for speed and for line numbers; the library is
// the judge of whether we do it right.
func TestOverlaysMergeAsTheLibraryDoes(t *testing.T) {
	t.Parallel()
	for _, pair := range [][2]string{
		{"testdata/shop.yaml", "testdata/shop.overlay.yaml"},
		{"../../specs/ecom.v2.yaml", "../../specs/ecom.v2.overlay.yaml"},
		{"../../specs/epayment.v1.yaml", "../../specs/epayment.v1.overlay.yaml"},
		{"../../specs/webhooks.v1.yaml", "../../specs/webhooks.v1.overlay.yaml"},
	} {
		spec, err := os.ReadFile(pair[0])
		require.NoError(t, err)
		over, err := os.ReadFile(pair[1])
		require.NoError(t, err)
		var doc yaml.Node
		require.NoError(t, yaml.Unmarshal(spec, &doc))
		var o overlay.Overlay
		require.NoError(t, yaml.Unmarshal(over, &o))
		require.NoError(t, o.ApplyTo(&doc))
		var want any
		require.NoError(t, doc.Decode(&want))
		got, err := contract.Corrected(contract.Document{ID: "x", Spec: spec, Overlay: over})
		require.NoError(t, err)
		var have any
		require.NoError(t, yaml.Unmarshal(got, &have))
		assert.Equal(t, want, have, pair[1])
	}
}

func TestActions(t *testing.T) {
	t.Parallel()
	actions := shop(t, contract.Options{}).Actions()
	require.Len(t, actions, 6)
	assert.Equal(t, contract.Action{
		Kind: "erratum", Target: "$.components.schemas.NewOrder.properties.amount",
		Reason: "Small amounts are taken.", Source: "the guide", File: "shop.overlay.yaml", Line: 5,
	}, actions[0])
	assert.Empty(t, shop(t, contract.Options{AsPublished: true}).Actions())
}

func TestFindingsSayWhereTheyAreWritten(t *testing.T) {
	t.Parallel()
	s := set(t, shop(t, contract.Options{}))
	x := create()
	setBody(&x.Request.Body, `{"amount":0,"reference":"a_b","customer":{}}`)
	_, findings := s.Judge(x)
	require.Len(t, findings, 2)
	f := findings[1]
	assert.Equal(t, harness.Finding{
		Rule: "schema.pattern", Severity: harness.Error, Direction: harness.InRequest,
		Contract: "shop.v1", Operation: "createOrder", Method: "POST", Path: "/shop/v1/orders",
		In: harness.PartBody, Pointer: "/reference", Want: "text matching ^[a-zA-Z0-9-]{1,50}$", Got: `"a_b"`,
		Spec: harness.SpecRef{File: "shop.yaml", Line: lineOf(t, "shop.yaml", "reference: { type: string, pattern"), Pointer: "#/components/schemas/NewOrder/properties/reference/pattern"},
		Help: "check length, characters and anchors against the pattern", Count: 1, Exchanges: []string{"x0007"}, Scenarios: []string{"s1"},
	}, f)
	x = create()
	x.Response.Status = 200
	setBody(&x.Response.Body, `[]`)
	_, findings = s.Judge(x)
	assert.Equal(t, "shop.overlay.yaml", findings[0].Spec.File, "what the overlay wrote stands in the overlay")
	assert.Equal(t, lineOf(t, "shop.overlay.yaml", "- target: $.paths['/orders'].post.responses"), findings[0].Spec.Line)
}

func lineOf(t *testing.T, file, text string) int {
	t.Helper()
	data, err := os.ReadFile("testdata/" + file)
	require.NoError(t, err)
	for i, l := range strings.Split(string(data), "\n") {
		if strings.Contains(l, text) {
			return i + 1
		}
	}
	t.Fatalf("%s has no %q", file, text)
	return 0
}

func TestContractSaysWhatItHas(t *testing.T) {
	t.Parallel()
	c := shop(t, contract.Options{})
	assert.Equal(t, "shop.v1", c.ID())
	assert.Equal(t, "Shop API", c.Title())
	assert.Equal(t, "1.2.3", c.Version())
	var names []string
	for _, op := range c.Operations() {
		names = append(names, string(op.Flow)+" "+op.String()+" "+op.ID)
	}
	assert.Equal(t, []string{
		"api POST:/shop/v1/orders createOrder",
		"api GET:/shop/v1/orders/latest latestOrder",
		"api DELETE:/shop/v1/orders/{id} dropOrder",
		"api GET:/shop/v1/orders/{id} readOrder",
		"api HEAD:/shop/v1/orders/{id} headOrder",
		"callback POST:{callbackPrefix}/v2/payments/{reference} told",
		"callback POST:{callbackPrefix}/v2/payments/{reference} toldExpress",
		"callback POST:{callbackPrefix}/v2/payments/{reference}/shipping askShipping",
	}, names)
	assert.Equal(t, []string{"200", "201", "4XX"}, c.Statuses("createOrder"))
	assert.Nil(t, c.Statuses("nothing"))
}

func TestMask(t *testing.T) {
	t.Parallel()
	s := set(t, shop(t, contract.Options{}))
	op := *s.Match(create()).Operation
	m := s.Mask(op, harness.InRequest, 0)
	require.NotNil(t, m)
	customer := m.Properties["customer"]
	assert.Equal(t, contract.Personal, customer.Properties["nickname"].Class)
	assert.Equal(t, contract.Public, customer.Properties["note"].Class)
	assert.Equal(t, contract.Personal, m.Properties["holder"].Properties["note"].Class, "a mark beside a $ref holds at that place")
	assert.Equal(t, contract.Secret, s.Mask(op, harness.InResponse, 201).Properties["secretWord"].Class)
	assert.True(t, customer.Properties["note"].Declared)
	assert.NotNil(t, m.Properties["delivery"].Properties["zip"], "every variant is declared")
	assert.NotNil(t, m.Properties["lines"].Items.Properties["name"])
	assert.Nil(t, m.Properties["unheard"])
	assert.Equal(t, contract.Secret, s.Mask(op, harness.InResponse, 201).Properties["secretWord"].Class)
	assert.NotNil(t, s.Mask(op, harness.InResponse, 422).Properties["title"], "a range of statuses")
	assert.Nil(t, s.Mask(op, harness.InResponse, 500))
	assert.Same(t, m, s.Mask(op, harness.InRequest, 0), "made once")
}

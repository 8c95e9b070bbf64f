package regress_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/regress"
	"kontrakt/harness/regress/reach"
)

const shop = `openapi: 3.0.3
info: { title: Shop, version: 1.0.0 }
servers: [{ url: "https://api.shop.example/shop" }]
paths:
  /v1/orders:
    post:
      operationId: order
      requestBody:
        content:
          application/json: { schema: { $ref: "#/components/schemas/Order" } }
          text/json: { schema: { $ref: "#/components/schemas/Order" } }
      responses:
        200: { description: d, content: { application/json: { schema: { $ref: "#/components/schemas/Receipt" } } } }
  /v1/orders/{id}:
    get:
      operationId: look
      parameters: [{ name: id, in: path, required: true, schema: { type: string, pattern: "^[a-z]{1,8}$" } }]
      responses:
        200: { description: d, content: { application/json: { schema: { $ref: "#/components/schemas/Receipt" } } } }
components:
  schemas:
    Order:
      type: object
      required: [amount]
      properties:
        amount: { type: integer, maximum: 100 }
        note: { type: string }
        ship: { $ref: "#/components/schemas/Ship" }
    Ship: { type: object, required: [to], properties: { to: { type: string }, by: { type: string } } }
    Receipt:
      type: object
      required: [state, amount]
      properties:
        state: { type: string, enum: [NEW, PAID] }
        amount: { type: integer }
        payer: { allOf: [{ $ref: "#/components/schemas/Payer" }], nullable: true }
    Payer: { type: object, properties: { country: { type: string, enum: [Norway] } } }
`

func shopEdition(name, text string) regress.Edition {
	return regress.Edition{Name: name, Document: "shop.yaml", Files: regress.Files{"shop.yaml": []byte(text)}}
}

func TestChangesAreWeighedByTheLifecyclePolicy(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		// edits are pairs of text to replace and what stands there then.
		edits []string
		want  []string
	}{
		{name: "nothing changed"},
		{
			name: "words, order and the place of the base path change nothing",
			edits: []string{
				"title: Shop", "title: The shop", "{ url: \"https://api.shop.example/shop\" }", "{ url: \"https://other.example\" }",
				"  /v1/orders:", "  /shop/v1/orders:", "  /v1/orders/{id}:", "  /shop/v1/orders/{id}:", "[NEW, PAID]", "[PAID, NEW]",
			},
		},
		{
			name:  "a new member and a new field of an answer are harmless",
			edits: []string{"[NEW, PAID]", "[NEW, PAID, VOID]", "required: [state, amount]\n", "required: [state, amount, at]\n", "amount: { type: integer }\n", "amount: { type: integer }\n        at: { type: string }\n"},
			want: []string{
				"harmless added the new `VOID` enum value to the `state` response property for the response status `200` @ POST /shop/v1/orders, GET /shop/v1/orders/{id},",
				"harmless added the required property `at` to the response with the `200` status @ POST /shop/v1/orders, GET /shop/v1/orders/{id},",
			},
		},
		{
			name:  "a member under another name is a changed form",
			edits: []string{"enum: [Norway]", "enum: [NO]"},
			want: []string{
				"breaking removed the `Norway` enum value from the `payer/country` response property for the response status `200` @ POST /shop/v1/orders, GET /shop/v1/orders/{id},",
				"harmless added the new `NO` enum value to the `payer/country` response property for the response status `200` @ POST /shop/v1/orders, GET /shop/v1/orders/{id},",
			},
		},
		{
			name:  "what a request must hold breaks, what it may hold does not",
			edits: []string{"required: [amount]", "required: [amount, note]", "note: { type: string }", "note: { type: string }\n        more: { type: string }"},
			want: []string{
				"breaking the request property `note` became required @ POST /shop/v1/orders,",
				"harmless added the new optional request property `more` @ POST /shop/v1/orders,",
			},
		},
		{
			name:  "a bound that is drawn in breaks, one that is let out does not",
			edits: []string{"maximum: 100", "maximum: 99", "^[a-z]{1,8}$", "^[a-z]{1,9}$"},
			want: []string{
				"breaking the `amount` request property's max was decreased to `99.00` @ POST /shop/v1/orders,",
				"harmless changed the pattern of the `path` request parameter `id` from `^[a-z]{1,8}$` to `^[a-z]{1,9}$` @ GET /shop/v1/orders/{id},",
			},
		},
		{
			name:  "a pattern that takes other things is judged by hand",
			edits: []string{"^[a-z]{1,8}$", "^[a-z]{2,9}$"},
			want: []string{
				"risky changed the pattern of the `path` request parameter `id` from `^[a-z]{1,8}$` to `^[a-z]{2,9}$` @ GET /shop/v1/orders/{id},",
			},
		},
		{
			name:  "an operation that goes breaks whoever calls it, however long it was deprecated",
			edits: []string{"    get:\n      operationId: look", "    head:\n      operationId: look"},
			want:  []string{"breaking removed @ GET /shop/v1/orders/{id},", "harmless endpoint added @ HEAD /shop/v1/orders/{id},"},
		},
		{
			name:  "paths that move with the version are compared where they went",
			edits: []string{"  /v1/orders:", "  /v2/orders:", "  /v1/orders/{id}:", "  /v2/orders/{reference}:", "name: id,", "name: reference,", "maximum: 100", "maximum: 99"},
			want: []string{
				"breaking moved from `/shop/v1/orders/{id}` to `/shop/v2/orders/{reference}` @ GET /shop/v2/orders/{reference},",
				"breaking moved from `/shop/v1/orders` to `/shop/v2/orders` @ POST /shop/v2/orders,",
				"breaking the `amount` request property's max was decreased to `99.00` @ POST /shop/v2/orders,",
			},
		},
		{
			name: "a choice where there was none is compared with all that may be chosen",
			edits: []string{
				"ship: { $ref: \"#/components/schemas/Ship\" }", "ship: { oneOf: [{ $ref: \"#/components/schemas/Post\" }, { $ref: \"#/components/schemas/Courier\" }] }",
				"    Receipt:", "    Post: { type: object, required: [to], properties: { to: { type: string }, box: { type: string } } }\n" +
					"    Courier: { type: object, required: [to, by], properties: { to: { type: string }, by: { type: string } } }\n    Receipt:",
			},
			want: []string{
				"risky `ship` of the request is one of the variants `Post`, `Courier` now @ POST /shop/v1/orders,",
				"harmless added the new optional request property `ship/box` @ POST /shop/v1/orders,",
			},
		},
		{
			name:  "null beside an allOf of one is allowed, as it is where the schema stands itself",
			edits: []string{"payer: { allOf: [{ $ref: \"#/components/schemas/Payer\" }], nullable: true }", "payer: { type: object, nullable: true, properties: { country: { type: string, enum: [Norway] } } }"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for i := 0; i < len(tt.edits); i += 2 {
				require.Contains(t, shop, tt.edits[i])
			}
			after := strings.NewReplacer(tt.edits...).Replace(shop)
			c, err := regress.Changes(shopEdition("old", shop), shopEdition("new", after))
			require.NoError(t, err)
			assert.Equal(t, tt.want, lines(c))
			again, err := regress.Changes(shopEdition("old", shop), shopEdition("new", after))
			require.NoError(t, err)
			assert.Equal(t, c, again, "the same in every comparison")
		})
	}
}

const choices = `openapi: 3.0.3
info: { title: Shop, version: 1.0.0 }
paths:
  /orders:
    post:
      requestBody:
        content:
          application/json: { schema: { type: object, properties: { deal: { oneOf: [{ $ref: "#/components/schemas/PriceDeal" }, { $ref: "#/components/schemas/TimeDeal" }] } } } }
      responses: { 204: { description: d } }
components:
  schemas:
    Kind: { type: string, enum: [PRICE, TIME, GIFT] }
    PriceDeal: { type: object, required: [type], properties: { type: { $ref: "#/components/schemas/Kind" }, price: { type: integer }, end: { type: string } } }
    TimeDeal: { type: object, required: [type], properties: { type: { $ref: "#/components/schemas/Kind" }, period: { type: integer }, count: { type: integer } } }
`

func TestVariantsOfOtherNamesAreTheSameWhereTheyAreAlike(t *testing.T) {
	t.Parallel()
	after := strings.NewReplacer(
		"PriceDeal", "PriceCampaign", "TimeDeal", "TimeCampaign",
		"type: { $ref: \"#/components/schemas/Kind\" }, price", "type: { type: string, enum: [PRICE] }, price",
		"type: { $ref: \"#/components/schemas/Kind\" }, period", "type: { type: string, enum: [TIME] }, period",
		"end: { type: string }", "end: { type: string, maxLength: 10 }",
	).Replace(choices)
	c, err := regress.Changes(shopEdition("old", choices), shopEdition("new", after))
	require.NoError(t, err)
	assert.Equal(t, []string{
		"breaking removed the enum value `GIFT` of the request property `deal/oneOf[PriceCampaign]/type` @ POST /orders,",
		"breaking removed the enum value `GIFT` of the request property `deal/oneOf[TimeCampaign]/type` @ POST /orders,",
		"breaking the `deal/oneOf[PriceCampaign]/end` request property's maxLength was set to `10` @ POST /orders,",
	}, lines(c), "PRICE and TIME are still taken, each by its variant")
}

func TestWhatNoFileHasIsNotCompared(t *testing.T) {
	t.Parallel()
	apart := strings.Replace(shop, "#/components/schemas/Ship", "https://elsewhere.example/parts.yaml#/components/schemas/Ship", 1)
	c, err := regress.Changes(shopEdition("old", apart), shopEdition("new", shop))
	require.NoError(t, err)
	assert.Empty(t, lines(c))
	assert.Equal(t, []string{"https://elsewhere.example/parts.yaml#/components/schemas/Ship"}, c.Old.Missing)

	whole := shopEdition("old", apart)
	whole.Files["parts.yaml"] = []byte("components: {schemas: {Ship: {type: object, required: [to], properties: {to: {type: string}, next: {$ref: '#/components/schemas/Ship'}}}}}")
	c, err = regress.Changes(whole, shopEdition("new", shop))
	require.NoError(t, err)
	assert.Empty(t, c.Old.Missing)
	assert.Equal(t, []string{
		"risky removed the request property `ship/next` @ POST /shop/v1/orders,",
		"harmless added the new optional request property `ship/by` @ POST /shop/v1/orders,",
	}, lines(c))
}

func TestADocumentThatCannotBeComparedSaysWhy(t *testing.T) {
	t.Parallel()
	bomb := "openapi: 3.0.3\npaths: {}\na: &a [x, x, x, x, x, x, x, x, x, x]\n"
	for _, c := range "bcdefgh" {
		bomb += fmt.Sprintf("%c: &%c [%s]\n", c, c, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*%c, ", c-1), 10), ", "))
	}
	for want, text := range map[string]string{
		"read new.yaml: it is Swagger 2.0, want OpenAPI 3: convert it first": "swagger: '2.0'\npaths: {}\n",
		"its aliases make it too large":                                      bomb,
		"it holds itself":                                                    "openapi: 3.0.3\npaths: &a {b: *a}\n",
	} {
		_, err := regress.Changes(shopEdition("old", shop), regress.Edition{Name: "new", Document: "new.yaml", Files: regress.Files{"new.yaml": []byte(text)}})
		require.ErrorContains(t, err, want)
	}
}

func TestChangesRefuseWhatIsNoDocument(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "just text", "[1, 2]", "a: [unclosed", "swagger: '2.0'", "openapi: 3.0.3\npaths: 7", "openapi: 3.0.3\npaths: {/a: {get: 7}}"} {
		_, err := regress.Changes(shopEdition("old", shop), shopEdition("new.yaml", text))
		assert.ErrorContains(t, err, "yaml", text)
		_, err = regress.Changes(shopEdition("old.yaml", text), shopEdition("new", shop))
		assert.ErrorContains(t, err, "yaml", text)
	}
}

func use(name, method, path string, marks ...string) regress.Use {
	slices.Sort(marks)
	return regress.Use{Name: name, Call: reach.Call{Method: method, Path: path, Marks: marks}}
}

func TestTouchedAreWhoCallWhatChanged(t *testing.T) {
	t.Parallel()
	after := strings.NewReplacer("  /v1/orders:", "  /v2/orders:", "maximum: 100", "maximum: 99").Replace(shop)
	c, err := regress.Changes(shopEdition("old", shop), shopEdition("new", after))
	require.NoError(t, err)
	require.Len(t, c.Changes, 2)
	touched := c.Touched([]regress.Use{
		use("before", "POST", "/shop/v1/orders/?a=b"), use("before", "POST", "/shop/v1/orders"), use("after", "post", "/Shop/v2/orders"),
		use("template", "POST", "/shop/v2/orders"), use("other method", "GET", "/shop/v1/orders"), use("longer", "POST", "/shop/v1/orders/7"),
	})
	all := regress.Touch{Names: []string{"before", "after", "template"}}
	assert.Equal(t, []regress.Touch{all, all}, touched, "of whom nothing but the operation is known, the operation decides")
}

// A call of the operation is touched where it has to do with what changed, and
// not elsewhere.
func TestTouchedAreWhoSendOrGetWhatChanged(t *testing.T) {
	t.Parallel()
	uses := []regress.Use{
		use("bare", "POST", "/shop/v1/orders", ">", ">amount", "#200", "<", "<amount", "<state", "<state=NEW"),
		use("whole", "POST", "/shop/v1/orders", ">", ">amount", ">note", ">ship", ">ship/to", "#200", "<", "<amount", "<payer", "<payer/country", "<payer/country=Norway", "<state", "<state=PAID"),
		use("shipped", "POST", "/shop/v1/orders", ">", ">amount", ">ship", ">ship/to", ">ship/by", "#400"),
		use("shipped", "POST", "/shop/v1/orders", ">", ">amount", "#400"),
		use("look", "GET", "/shop/v1/orders/abc", "@key", "?page", "#200", "<", "<amount", "<state", "<state=NEW"),
	}
	tests := []struct {
		name       string
		edits      []string
		rule, want string
		beside     int
	}{
		{"a bound of a member", []string{"note: { type: string }", "note: { type: string, maxLength: 3 }"}, "request-property-max-length-set", "whole", 2},
		{"a member that became required touches who leaves it out", []string{"required: [amount]", "required: [amount, note]"}, "request-property-became-required", "bare shipped", 1},
		{"what it lies in must be there", []string{"required: [to]", "required: [to, by]"}, "request-property-became-required", "whole", 2},
		{"a member of an enum that is gone", []string{"[NEW, PAID]", "[NEW]"}, "response-property-enum-value-removed", "whole", 3},
		{"a member of an enum that is new touches who reads it", []string{"[NEW, PAID]", "[NEW, PAID, VOID]"}, "response-property-enum-value-added", "bare whole look", 1},
		{"a new member of an answer touches who gets what it is in", []string{"{ country:", "{ city: { type: string }, country:"}, "response-optional-property-added", "whole", 3},
		{"a member of an answer that is gone", []string{"        payer: { allOf: [{ $ref: \"#/components/schemas/Payer\" }], nullable: true }\n", ""}, "response-optional-property-removed", "whole", 3},
		{"a parameter that is new and required", []string{"parameters: [", "parameters: [{ name: key, in: header, required: true, schema: { type: string } }, "}, "new-required-request-parameter", "", 1},
		{"a parameter of the query", []string{"parameters: [", "parameters: [{ name: size, in: query, required: true, schema: { type: string } }, "}, "new-required-request-parameter", "look", 0},
		{"a path holds its parameters", []string{"{1,8}", "{2,7}"}, "request-parameter-pattern-changed", "look", 0},
		{"a status that is new touches who got it before it was told of", []string{"        200: { description: d, content: { application/json: { schema: { $ref: \"#/components/schemas/Receipt\" } } } }\n  /v1/orders/{id}", "        200: { description: d, content: { application/json: { schema: { $ref: \"#/components/schemas/Receipt\" } } } }\n        400: { description: e }\n  /v1/orders/{id}"}, "response-non-success-status-added", "shipped", 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c, err := regress.Changes(shopEdition("old", shop), shopEdition("new", strings.NewReplacer(tt.edits...).Replace(shop)))
			require.NoError(t, err)
			touched := c.Touched(uses)
			for i, change := range c.Changes {
				if change.Rule == tt.rule {
					assert.Equal(t, tt.want, strings.Join(touched[i].Names, " "), change.Text)
					assert.Equal(t, tt.beside, touched[i].Beside, change.Text)
					return
				}
			}
			t.Fatalf("no %s in %+v", tt.rule, c.Changes)
		})
	}
}

// A path whose parameter has another name is the same path, whatever else is gone or new.
func TestAPathIsFoundByItsTemplate(t *testing.T) {
	t.Parallel()
	edition := func(paths ...string) regress.Edition {
		text := "openapi: 3.0.3\ninfo: {title: x, version: '1'}\npaths:\n"
		for _, p := range paths {
			text += "  " + p + ":\n    get:\n      parameters: [{name: id, in: path, required: true, schema: {type: string}}]\n      responses: {'200': {description: ok}}\n"
			if key := strings.TrimPrefix(p, "/a/"); key == "{key}" {
				text = strings.Replace(text, "name: id", "name: key", 1)
			}
		}
		return regress.Edition{Name: "x", Document: "x.yaml", Files: regress.Files{"x.yaml": []byte(text)}}
	}
	for _, tt := range []struct{ old, new, want []string }{
		{[]string{"/a/{id}"}, []string{"/a/{key}"}, nil},
		{[]string{"/a/{id}", "/gone/{id}"}, []string{"/a/{key}", "/new/{id}"}, []string{"removed /gone/{id}", "endpoint added /new/{id}"}},
		{[]string{"/a/{id}", "/gone/{id}"}, []string{"/a/{id}", "/new/{id}"}, []string{"removed /gone/{id}", "endpoint added /new/{id}"}},
	} {
		found, err := regress.Changes(edition(tt.old...), edition(tt.new...))
		require.NoError(t, err)
		var told []string
		for _, c := range found.Changes {
			told = append(told, c.Text+" "+c.Operations[0].Path)
		}
		assert.Equal(t, tt.want, told)
	}
}

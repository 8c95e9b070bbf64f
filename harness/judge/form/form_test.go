package form_test

import (
	"fmt"
	"net/http"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/harness/contract"
	"kontrakt/harness/judge/form"
	"kontrakt/harness/rules"
)

const document = `openapi: 3.0.3
info: { title: Shop, version: "1" }
paths:
  /orders:
    post:
      operationId: order
      responses:
        "200":
          description: done
          content:
            application/json:
              schema:
                type: object
                properties:
                  state: { type: string }
                  paid: { $ref: "#/components/schemas/Amount" }
                  items: { type: array, items: { $ref: "#/components/schemas/Amount" } }
        4XX: { description: refused, content: { application/json: { schema: { type: object, properties: { detail: { type: string } } } } } }
        "204": { description: nothing }
      callbacks:
        told:
          "{$request.body#/url}":
            post:
              operationId: tell
              requestBody: { content: { application/json: { schema: { type: object, properties: { event: { type: string } } } } } }
              responses: { "200": { description: heard } }
components:
  schemas:
    Amount: { type: object, properties: { value: { type: integer }, currency: { type: string } } }
`

type desk struct {
	*form.Book
	contract *contract.Contract
}

func open(t *testing.T) desk {
	t.Helper()
	c, err := contract.Load(contract.Document{ID: "shop.v1", SpecFile: "shop.yaml", Spec: []byte(document)}, contract.Options{})
	require.NoError(t, err)
	return desk{form.New([]*contract.Contract{c}), c}
}

func (d desk) of(operation string, status int, text string) *harness.Shape {
	op, _ := d.contract.Operation(operation)
	h := http.Header{"Content-Type": {"application/json"}}
	body := harness.Body{Bytes: []byte(text), Size: int64(len(text))}
	x := &harness.Exchange{Flow: op.Flow, Scenario: "s", Response: harness.Response{Status: status, Header: h, Body: body}}
	if op.Flow == harness.FlowCallback {
		x.Request, x.Response = harness.Request{Method: "POST", Header: h, Body: body}, harness.Response{Status: status, Header: http.Header{}}
	}
	v := rules.NewView(x, op, nil)
	defer v.Done()
	return d.Of(v)
}

func TestAShapeIsWhatIsDocumentedAndThere(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, operation string
		status          int
		body            string
		want            []string
		wantStatus      int
	}{
		{"members and kinds", "order", 200, `{"state":"NEW","paid":{"value":1}}`, []string{"/paid object", "/paid/value number", "/state string", "body object"}, 200},
		{"however many items, and each as it is", "order", 200, `{"items":[{"value":1},{"value":null},{"value":2}]}`,
			[]string{"/items array", "/items/* object", "/items/*/value null", "/items/*/value number", "body object"}, 200},
		{"no name that is not documented", "order", 200, `{"kari@example.com":{"state":1},"paid":{"secret":2}}`,
			[]string{"/? undocumented", "/paid object", "/paid/? undocumented", "body object"}, 200},
		{"another kind than documented", "order", 200, `{"state":{"of":1},"items":true}`,
			[]string{"/items boolean", "/state object", "/state/? undocumented", "body object"}, 200},
		{"the status as it was", "order", 409, `{"detail":"no"}`, []string{"/detail string", "body object"}, 409},
		{"no JSON", "order", 200, `<html>`, []string{"body no JSON"}, 200},
		{"nothing is documented", "order", 204, ``, []string{}, 204},
		{"an undocumented status", "order", 302, `{"state":"NEW"}`, []string{}, 302},
		{"what the API calls the merchant with", "tell", 200, `{"event":"paid"}`, []string{"/event string", "body object"}, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := open(t).of(tt.operation, tt.status, tt.body)
			require.NotNil(t, got)
			assert.Equal(t, tt.want, got.Members)
			assert.Equal(t, tt.wantStatus, got.Status)
			assert.Regexp(t, `^[0-9a-f]{12}$`, got.ID)
			assert.Equal(t, got, open(t).of(tt.operation, tt.status, tt.body), "the same in every run")
		})
	}
}

func TestValuesAndOrderMakeNoShape(t *testing.T) {
	t.Parallel()
	d := open(t)
	one := d.of("order", 200, `{"state":"NEW","paid":{"value":1,"currency":"NOK"}}`)
	assert.Same(t, one, d.of("order", 200, `{"paid": {"currency":"DKK", "value":20}, "state": "PAID"}`))
	assert.NotEqual(t, one.ID, d.of("order", 200, `{"state":"NEW","paid":{"value":1}}`).ID)
	assert.NotEqual(t, d.of("order", 204, "").ID, d.of("order", 205, "").ID)
}

func TestWithoutAnAnswerOrAnOperationThereIsNoShape(t *testing.T) {
	t.Parallel()
	d := open(t)
	assert.Nil(t, d.of("order", 0, ""))
	assert.Nil(t, d.of("nothing", 200, "{}"))
}

// Many workers ask at once; there are no more shapes than are worth telling apart.
func TestABookMayBeSharedAndIsBounded(t *testing.T) {
	t.Parallel()
	d := open(t)
	ids := make([]string, 8)
	var all sync.WaitGroup
	for i := range ids {
		all.Go(func() {
			for range 200 {
				ids[i] = d.of("order", 200, `{"state":"NEW"}`).ID
			}
		})
	}
	all.Wait()
	for _, id := range ids {
		assert.Equal(t, ids[0], id)
	}
	distinct := map[string]bool{}
	for status := 100; status < 600; status++ {
		distinct[d.of("order", status, fmt.Sprintf(`{"state":%d}`, status)).ID] = true
	}
	assert.Len(t, distinct, 500, "each status has its own")
}

func BenchmarkOf(b *testing.B) {
	c, err := contract.Load(contract.Document{ID: "shop.v1", SpecFile: "shop.yaml", Spec: []byte(document)}, contract.Options{})
	require.NoError(b, err)
	book := form.New([]*contract.Contract{c})
	op, _ := c.Operation("order")
	text := []byte(`{"state":"NEW","paid":{"value":1,"currency":"NOK"},"items":[{"value":1,"currency":"NOK"},{"value":1,"currency":"NOK"}]}`)
	v := rules.NewView(&harness.Exchange{
		Flow: op.Flow, Scenario: "s",
		Response: harness.Response{Status: 200, Header: http.Header{"Content-Type": {"application/json"}}, Body: harness.Body{Bytes: text, Size: int64(len(text))}},
	}, op, nil)
	b.ReportAllocs()
	for b.Loop() {
		book.Of(v)
	}
}

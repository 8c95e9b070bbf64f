package proof_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/harness/contract"
	"kontrakt/harness/judge/proof"
	"kontrakt/harness/rules"
)

const document = `openapi: 3.0.3
info: { title: Shop, version: "1" }
paths:
  /orders:
    post:
      operationId: order
      requestBody:
        content:
          application/json:
            schema:
              type: object
              required: [amount]
              properties:
                amount: { $ref: "#/components/schemas/Amount" }
                note: { type: string }
      responses:
        "200":
          description: done
          content:
            application/json:
              schema:
                type: object
                properties:
                  state: { type: string, enum: [NEW, PAID] }
                  paid: { $ref: "#/components/schemas/Amount" }
                  items: { type: array, items: { $ref: "#/components/schemas/Item" } }
                  payer: { oneOf: [{ $ref: "#/components/schemas/Person" }, { $ref: "#/components/schemas/Firm" }] }
        "404": { description: none, content: { application/json: { schema: { type: object, properties: { detail: { type: string } } } } } }
        4XX: { description: refused }
components:
  schemas:
    Amount: { type: object, properties: { value: { type: integer }, currency: { type: string, enum: [NOK, DKK] } } }
    Item: { type: object, properties: { name: { type: string }, part: { $ref: "#/components/schemas/Item" } } }
    Person: { type: object, required: [firstName], properties: { firstName: { type: string } } }
    Firm: { type: object, required: [number], properties: { number: { type: string } } }
`

// A desk takes exchanges as a judge does.
type desk struct {
	*proof.Book
	op harness.Operation
}

func open(t *testing.T) desk {
	t.Helper()
	c, err := contract.Load(contract.Document{ID: "shop.v1", SpecFile: "shop.yaml", Spec: []byte(document)}, contract.Options{})
	require.NoError(t, err)
	op, ok := c.Operation("order")
	require.True(t, ok)
	return desk{proof.New([]*contract.Contract{c}, nil), op}
}

func (d desk) see(status int, sent, answered string) { d.seeIn("", status, sent, answered) }

func (d desk) seeIn(scenario string, status int, sent, answered string) {
	h := http.Header{"Content-Type": {"application/json"}}
	x := &harness.Exchange{
		Flow: harness.FlowAPI, Scenario: scenario,
		Request:  harness.Request{Method: "POST", Header: h, Body: bodyOf(sent)},
		Response: harness.Response{Status: status, Header: h, Body: bodyOf(answered)},
	}
	v := rules.NewView(x, d.op, nil)
	d.See(v, true, true)
	v.Done()
}

func bodyOf(text string) harness.Body {
	return harness.Body{Bytes: []byte(text), Size: int64(len(text))}
}

// told is the report in lines: kind proven/total, missing.
func told(list []harness.Proof) []string {
	var lines []string
	for _, p := range list {
		line := fmt.Sprintf("%s %d/%d", p.Kind, p.Proven, p.Total)
		if len(p.Broken) > 0 {
			line += fmt.Sprintf(" broken %q", p.Broken)
		}
		if len(p.Missing) > 0 {
			line += fmt.Sprintf(" missing %q", p.Missing)
		}
		lines = append(lines, line)
	}
	return lines
}

// What a suite proves does not hang on the order of its scenarios, however many
// there are.
func TestEveryExchangeOfAScenarioIsLookedAt(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		scenario, want string
	}{{"one", `sent 3/4 missing ["/amount/value"]`}, {"", `sent 2/4 missing ["/amount/value" "/note"]`}} {
		d := open(t)
		for range 1200 {
			d.seeIn(tt.scenario, 404, ``, ``)
			d.seeIn(tt.scenario, 200, `{"amount":{"currency":"NOK"}}`, ``)
		}
		d.seeIn(tt.scenario, 200, `{"note":"x"}`, ``)
		assert.Contains(t, told(d.Report(nil, nil)), tt.want, "scenario %q", tt.scenario)
	}
}

func TestWhatTrafficProves(t *testing.T) {
	t.Parallel()
	d := open(t)
	assert.Equal(t, []string{
		`operation 0/1 missing ["order"]`,
		`status 0/2 missing ["200" "404"]`,
		`sent 0/4 missing ["/amount" "/amount/currency" "/amount/value" "/note"]`,
		`value 0/2 missing ["sent Amount.currency \"DKK\"" "sent Amount.currency \"NOK\""]`,
	}, told(d.Report(nil, nil)), "nothing was sent")

	d.see(400, `{"amount":{"value":1},"note":"x"}`, ``)
	d.see(200, `{"amount":{"value":1,"currency":"NOK"}}`, `{"state":null}`)
	bare := d.Report(nil, nil)
	assert.Equal(t, []string{
		`operation 1/1`,
		`status 2/3 missing ["404"]`,
		`sent 3/4 missing ["/note"]`,
		`answered 0/10 missing ["200 /items" "200 /items/*/name" "200 /items/*/part" "200 /paid" "200 /paid/currency" "200 /paid/value" "200 /payer" "200 /payer/firstName" "200 /payer/number" "200 /state"]`,
		`value 1/6 missing ["answered /state \"NEW\"" "answered /state \"PAID\"" "answered Amount.currency \"DKK\"" "answered Amount.currency \"NOK\"" "sent Amount.currency \"DKK\""]`,
		`variant 0/2 missing ["200 /payer Person" "200 /payer Firm"]`,
	}, told(bare), "an answer that leaves every optional member out proves little, and a refused request nothing")

	d.see(200, `{"amount":{"value":1,"currency":"DKK"},"note":"x"}`,
		`{"state":"PAID","paid":{"value":1,"currency":"NOK"},"items":[{"name":"a"},{"part":{"name":"b"}}],"payer":{"number":"9"}}`)
	assert.Equal(t, []string{
		`operation 1/1`,
		`status 2/3 missing ["404"]`,
		`sent 4/4`,
		`answered 9/10 missing ["200 /payer/firstName"]`,
		`value 4/6 missing ["answered /state \"NEW\"" "answered Amount.currency \"DKK\""]`,
		`variant 1/2 missing ["200 /payer Person"]`,
	}, told(d.Report(nil, nil)))
	run := harness.Run{Proof: d.Report(nil, nil)}
	proven, total := run.Proven()
	assert.Equal(t, [2]int{21, 26}, [2]int{proven, total})
}

func TestWhatAnErrorContradictsIsNotProven(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.see(200, `{"amount":{"value":1}}`, `{"items":[{"name":"a"}]}`)
	about := harness.Finding{Severity: harness.Error, Contract: "shop.v1", Operation: "order", Direction: harness.InResponse, In: harness.PartBody}
	broken, warned, sent := about, about, about
	broken.Pointer = "/items/7/name"
	warned.Pointer, warned.Severity = "/items", harness.Warning
	sent.Pointer, sent.Direction = "/amount/value", harness.InRequest
	var got []string
	for _, line := range told(d.Report([]harness.Finding{broken, warned, sent}, nil)) {
		if strings.Contains(line, "broken") {
			got = append(got, line)
		}
	}
	assert.Equal(t, []string{
		`sent 1/4 broken ["/amount/value"] missing ["/amount/currency" "/note"]`,
		`answered 1/10 broken ["200 /items/*/name"] missing ["200 /items/*/part" "200 /paid" "200 /paid/currency" "200 /paid/value" "200 /payer" "200 /payer/firstName" "200 /payer/number" "200 /state"]`,
	}, got)
}

// A request that was wrong on purpose says nothing of requests; the answer that
// refuses it is as good as any.
func TestEachSideIsSeenByItself(t *testing.T) {
	t.Parallel()
	see := func(request, answer bool) []string {
		d := open(t)
		v := rules.NewView(&harness.Exchange{
			Flow:     harness.FlowAPI,
			Request:  harness.Request{Method: "POST", Header: http.Header{}, Body: bodyOf(`{"note":"x"}`)},
			Response: harness.Response{Status: 200, Header: http.Header{}, Body: bodyOf(`{"state":"NEW"}`)},
		}, d.op, nil)
		d.See(v, request, answer)
		return told(d.Report(nil, nil))
	}
	whole, wrong, refused := see(true, true), see(false, true), see(true, false)
	assert.Contains(t, whole[2], "sent 1/4")
	assert.Contains(t, whole[1], "status 1/2")
	assert.Contains(t, wrong[2], "sent 0/4")
	assert.Contains(t, wrong[1], "status 1/2")
	assert.Contains(t, refused[2], "sent 1/4")
	assert.Contains(t, refused[1], "status 0/2")
}

func TestWhatCannotBeExercisedCountsForNothing(t *testing.T) {
	t.Parallel()
	d := open(t)
	assert.Empty(t, d.Report(nil, map[string]map[string]string{"shop.v1": {"order": "nobody can"}}))
	d.see(200, ``, `{}`)
	list := told(d.Report(nil, map[string]map[string]string{"shop.v1": {"order 404": "nobody can"}}))
	assert.Equal(t, []string{`operation 1/1`, `status 1/1`}, list[:2])
}

// Many workers see at once.
func TestABookMayBeSharedAndSeesWhatComesLate(t *testing.T) {
	t.Parallel()
	d := open(t)
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for range 500 {
				d.see(200, `{"amount":{"value":1}}`, `{}`)
			}
		})
	}
	all.Wait()
	for range 32 {
		d.see(200, `{"amount":{"value":1},"note":"late"}`, `{}`)
	}
	assert.Contains(t, told(d.Report(nil, nil)), `sent 3/4 missing ["/amount/currency"]`)
}

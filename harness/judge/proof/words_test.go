package proof_test

import (
	"fmt"
	"net/http"
	"slices"
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

// words are those of a shop whose answers name the order in items.
func words() map[string]proof.Words {
	text := func(v *rules.View, pointer string) string {
		value, ok := v.ResponseBody.At(pointer)
		if !ok {
			return ""
		}
		return value.String()
	}
	return map[string]proof.Words{"shop.v1": {
		Machines: []proof.Machine{{
			Thing: "parcel", States: []string{"NEW", "PAID", "SENT", "GONE"},
			Moves: [][2]string{{"NEW", "PAID"}, {"PAID", "SENT"}, {"PAID", "GONE"}, {"SENT", "GONE"}},
			Final: []string{"GONE"}, Operations: []string{"order"}, Place: "/state",
			Stands: func(v *rules.View) (subject, state string) { return text(v, "/items/0/name"), text(v, "/state") },
		}},
		Codes: []string{"b", "a"}, Code: proof.CodeAt("/detail", "#"),
	}}
}

func spoken(t *testing.T) desk {
	t.Helper()
	c, err := contract.Load(contract.Document{ID: "shop.v1", SpecFile: "shop.yaml", Spec: []byte(document)}, contract.Options{})
	require.NoError(t, err)
	op, ok := c.Operation("order")
	require.True(t, ok)
	return desk{proof.New([]*contract.Contract{c}, words()), op}
}

// stands has an order read in a state.
func (d desk) stands(order, state string) {
	d.see(200, ``, fmt.Sprintf(`{"items":[{"name":%q}],"state":%q}`, order, state))
}

// of gives the lines on things and errors.
func of(list []harness.Proof) []string {
	return told(slices.DeleteFunc(slices.Clone(list), func(p harness.Proof) bool { return p.Operation == "order" }))
}

func TestStatesAndTransitionsAreThoseOfOneThing(t *testing.T) {
	t.Parallel()
	d := spoken(t)
	assert.Equal(t, []string{
		`state 0/4 missing ["NEW" "PAID" "SENT" "GONE"]`,
		`transition 0/5 missing ["NEW to PAID" "PAID to SENT" "PAID to GONE" "SENT to GONE" "what has ended stays so"]`,
		`code 0/2 missing ["a" "b"]`,
	}, of(d.Report(nil, nil)))

	d.stands("one", "NEW")
	d.stands("two", "PAID")
	d.stands("one", "LOST")
	d.stands("", "SENT")
	assert.Equal(t, []string{`state 2/4 missing ["SENT" "GONE"]`, "transition 0/5"}, heads(d)[:2], "two things make no transition")

	d.stands("one", "PAID")
	d.stands("two", "GONE")
	assert.Equal(t, []string{`state 3/4 missing ["SENT"]`, `transition 2/5`}, heads(d)[:2])

	for _, state := range []string{"PAID", "GONE", "SENT", "GONE"} { // whoever judges at once sees any order
		d.stands("three", state)
	}
	assert.Contains(t, of(d.Report(nil, nil)), `transition 5/5`)
}

// heads are the lines without what is missing of transitions.
func heads(d desk) []string {
	lines := of(d.Report(nil, nil))
	lines[1], _, _ = strings.Cut(lines[1], " missing")
	return lines
}

// Of a thing that was read between two states there is no move from one to the
// other.
func TestAStateBetweenIsNoDirectMove(t *testing.T) {
	t.Parallel()
	d := spoken(t)
	for _, state := range []string{"PAID", "SENT", "GONE"} {
		d.stands("one", state)
	}
	assert.Contains(t, of(d.Report(nil, nil)), `transition 2/5 missing ["NEW to PAID" "PAID to GONE" "what has ended stays so"]`)
}

func TestARefusalProvesItsCode(t *testing.T) {
	t.Parallel()
	d := spoken(t)
	for _, body := range []string{`{"detail":"page#b"}`, `{"detail":"b"}`, `{"detail":"page#c"}`, `{"detail":7}`, `{}`, ``} {
		d.see(404, `{}`, body)
	}
	assert.Equal(t, `code 1/2 missing ["a"]`, of(d.Report(nil, nil))[2])
}

func TestErrorsContradictStatesAndEndings(t *testing.T) {
	t.Parallel()
	d := spoken(t)
	for range 2 {
		d.stands("one", "GONE")
	}
	at := harness.Finding{Severity: harness.Error, Contract: "shop.v1", Operation: "order", Direction: harness.InResponse, In: harness.PartBody, Pointer: "/state"}
	back := harness.Finding{Severity: harness.Error, Contract: "shop.v1", Operation: "order", Direction: harness.InSequence, Rule: "money.final"}
	elsewhere := at
	elsewhere.Contract = "other.v1"
	assert.Equal(t, `state 1/4 missing ["NEW" "PAID" "SENT"]`, of(d.Report([]harness.Finding{elsewhere, back}, nil))[0])
	assert.Equal(t, []string{
		`state 0/4 broken ["NEW" "PAID" "SENT" "GONE"]`,
		`transition 0/5 broken ["what has ended stays so"] missing ["NEW to PAID" "PAID to SENT" "PAID to GONE" "SENT to GONE"]`,
	}, of(d.Report([]harness.Finding{at, back}, nil))[:2])
}

// Shards tell each other what things have proven, not the things.
func TestWhatThingsProveGoesFromBookToBook(t *testing.T) {
	t.Parallel()
	a, b := spoken(t), spoken(t)
	a.stands("one", "NEW")
	a.stands("one", "PAID")
	a.see(404, `{}`, `{"detail":"#a"}`)
	for _, e := range a.Marks() {
		require.NoError(t, b.Mark(e))
	}
	assert.Equal(t, a.Report(nil, nil), b.Report(nil, nil))
	assert.Error(t, b.Mark(harness.Evidence{Contract: "shop.v1", Operation: "errors", Proven: []byte{1, 2}}))
}

// More things than are remembered have proven what they have.
func TestManyThingsAtOnce(t *testing.T) {
	t.Parallel()
	d := spoken(t)
	var all sync.WaitGroup
	for worker := range 4 {
		all.Go(func() {
			for i := range 3000 {
				name := fmt.Sprint(worker, "-", i)
				d.stands(name, "NEW")
				d.stands(name, "PAID")
			}
		})
	}
	all.Wait()
	assert.Contains(t, of(d.Report(nil, nil)), `state 2/4 missing ["SENT" "GONE"]`)
	assert.Contains(t, of(d.Report(nil, nil))[1], "transition 1/5")
}

// A call to the merchant is an event.
func TestACallToTheMerchantIsAnEvent(t *testing.T) {
	t.Parallel()
	const calls = `openapi: 3.0.3
info: { title: Calls, version: "1" }
paths:
  /told:
    x-kontrakt-callback: true
    post: { operationId: told, responses: { "200": { description: taken } } }
`
	c, err := contract.Load(contract.Document{ID: "calls.v1", SpecFile: "calls.yaml", Spec: []byte(calls)}, contract.Options{})
	require.NoError(t, err)
	op, ok := c.Operation("told")
	require.True(t, ok)
	d := desk{proof.New([]*contract.Contract{c}, nil), op}
	assert.Equal(t, `event 0/1 missing ["told"]`, told(d.Report(nil, nil))[0])
	v := rules.NewView(&harness.Exchange{
		Flow: harness.FlowCallback, Request: harness.Request{Method: http.MethodPost, Header: http.Header{}},
		Response: harness.Response{Status: 200, Header: http.Header{}},
	}, op, nil)
	d.See(v, true, true)
	v.Done()
	assert.Equal(t, `event 1/1`, told(d.Report(nil, nil))[0])
}

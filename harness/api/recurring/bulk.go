package recurring

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"

	"kontrakt/harness"
	"kontrakt/harness/sandbox"
	"kontrakt/harness/sandbox/agreement"
)

// mostItems is how many charges a bulk may have (change log of May 2024).
const mostItems = 2000

// bulkJSON is the answer to a bulk: what is refused at once, and what is not.
type bulkJSON struct {
	Invalid []invalidJSON `json:"invalidCharges"`
	Valid   []string      `json:"validCharges"`
}

type invalidJSON struct {
	Item   map[string]json.RawMessage `json:"chargeBatchItemDto"`
	Errors []string                   `json:"errors"`
}

// createMany takes many charges at once. Each is looked at by itself at once; the
// rest comes of it later, and the merchant reads the charges or is told.
func (s *service) createMany(c *sandbox.Call) sandbox.Reply {
	var items []json.RawMessage
	if err := read(c.Body, &items); err != nil {
		return answer(c, 0, nil, err)
	}
	switch {
	case len(items) == 0: // Choice: nobody says what becomes of an empty list
		return answer(c, 0, nil, invalid("body", "It has no charges."))
	case len(items) > mostItems && !c.Box.Fault(faultBulkUnlimited):
		return answer(c, 0, nil, invalid("body", fmt.Sprintf("It has more than %d charges.", mostItems)))
	}
	b := s.readBulk(c, items)
	b.submit(c.Box, c.Request.Header.Get(headerKey))
	return answer(c, http.StatusAccepted, b.answer(c.Box), nil)
}

// A bulk is the items of a call with what is wrong with each.
type bulk struct {
	raw    []json.RawMessage
	forms  []chargeForm
	wrong  [][]string
	fields [][]string
}

// readBulk reads the items, and what the contract finds wrong with each.
func (s *service) readBulk(c *sandbox.Call, items []json.RawMessage) *bulk {
	b := &bulk{
		raw: items, forms: make([]chargeForm, len(items)),
		wrong: make([][]string, len(items)), fields: make([][]string, len(items)),
	}
	for _, f := range s.findings(bulkID, c) {
		if i, field, ok := itemOf(f); ok && i < len(items) && rule("", f) == badField {
			b.blame(i, field, f)
		}
	}
	for i, raw := range items {
		if err := json.NewDecoder(bytes.NewReader(raw)).Decode(&b.forms[i]); err != nil && len(b.wrong[i]) == 0 {
			b.wrong[i] = []string{"The charge does not have the documented form."}
		}
	}
	return b
}

func (b *bulk) blame(i int, field string, f harness.Finding) {
	b.wrong[i] = append(b.wrong[i], fmt.Sprintf("%s does not hold: want %s.", field, f.Want))
	b.fields[i] = append(b.fields[i], field)
}

// submit hands over what holds by itself, and notes what the agreements say.
func (b *bulk) submit(box *sandbox.Box, key string) {
	var items []agreement.Item
	var places []int
	for i, f := range b.forms {
		if len(b.wrong[i]) > 0 {
			continue
		}
		f.Type = string(agreement.Recurring) // there is no other in a bulk
		o, err := f.order()
		if err != nil {
			b.wrong[i] = words(err)
			continue
		}
		items, places = append(items, agreement.Item{AgreementID: f.AgreementID, Order: o}), append(places, i)
	}
	for n, err := range bookOf(box).Bulk(items, key) {
		if err != nil {
			b.wrong[places[n]] = words(worded(bulkID, err))
		}
	}
}

// words are what is wrong, in sentences.
func words(err error) []string {
	p, ok := err.(*problem)
	if !ok {
		return []string{err.Error()}
	}
	if len(p.fields) == 0 {
		return []string{p.detail}
	}
	var all []string
	for _, f := range p.fields {
		all = append(all, f.Name+": "+f.Reason)
	}
	return all
}

// answer names what is refused and what is not, in the order of the call.
func (b *bulk) answer(box *sandbox.Box) bulkJSON {
	body := bulkJSON{Invalid: []invalidJSON{}, Valid: []string{}}
	for i := range b.raw {
		if len(b.wrong[i]) == 0 || box.Fault(faultBulkAllValid) {
			body.Valid = append(body.Valid, or(b.forms[i].OrderID))
			continue
		}
		body.Invalid = append(body.Invalid, invalidJSON{b.echo(i), b.wrong[i]})
	}
	return body
}

// echo repeats an item without what has not the documented form: what is no text
// where there is text, and what is none of the documented words or numbers.
func (b *bulk) echo(i int) map[string]json.RawMessage {
	given, kept := map[string]json.RawMessage{}, map[string]json.RawMessage{}
	_ = json.Unmarshal(b.raw[i], &given) // what is no object has no members
	for _, name := range []string{"agreementId", "orderId", "due", "description", "externalId"} {
		if value := given[name]; bytes.HasPrefix(value, []byte(`"`)) {
			kept[name] = value
		}
	}
	for _, name := range []string{"transactionType", "processingMode", "amount", "retryDays"} {
		if value := given[name]; value != nil && !slices.Contains(b.fields[i], name) {
			kept[name] = value
		}
	}
	return kept
}

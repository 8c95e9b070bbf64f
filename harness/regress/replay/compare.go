package replay

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"kontrakt/harness"
)

// A Difference is one thing in which the new answer differs from the recorded
// one.
type Difference struct {
	// Rule is one of those that [Rules] lists.
	Rule string
	In   harness.Part
	// Pointer is a JSON Pointer into the answer's body.
	Pointer   string
	Want, Got string
}

const (
	ruleStatus   = "replay.status"
	ruleShape    = "replay.shape"
	ruleMoney    = "replay.money"
	ruleState    = "replay.state"
	ruleCustomer = "replay.customer"
	ruleDeparts  = "replay.departs"
	ruleMended   = "replay.mended"
)

// Rules are what a replay holds answers to.
func Rules() []harness.Rule {
	rule := func(id string, s harness.Severity, says, help string) harness.Rule {
		return harness.Rule{ID: id, Severity: s, Says: says, Source: "the recording", Help: help}
	}
	return []harness.Rule{
		rule(ruleStatus, harness.Error, "An answer is of the same class as the recorded one.", "what was taken is refused, or the other way round"),
		rule(ruleShape, harness.Error, "An answer has the members that the recorded one has, of the same kinds.", "a member that clients read is gone"),
		rule(ruleMoney, harness.Error, "An answer tells of the same amounts as the recorded one.", "the same requests moved other sums"),
		rule(ruleState, harness.Error, "An answer tells of the same states as the recorded one.", "the same requests led to another state"),
		rule(ruleDeparts, harness.Warning, "What is known to come out otherwise is named, with the reason.", "it is no fault of the target; see the reason, and what kontrakt migrate says of it"),
		rule(ruleMended, harness.Note, "What was refused for a mistake of the request is refused again, where the mistake is still in it.", "the mistake is gone with the rewriting"),
		rule(ruleCustomer, harness.Warning, "What customers did can be repeated.", "do it by hand, or replay against a sandbox"),
	}
}

// Findings makes findings of what was played, merged by place.
func Findings(all []Played) []harness.Finding {
	merged := map[string]*harness.Finding{}
	for _, p := range all {
		for _, u := range p.Undone {
			add(merged, p, Difference{Rule: ruleCustomer, In: harness.PartNone, Want: "what happened repeated", Got: strings.TrimSuffix(u.What+": "+u.Why, ": ")})
		}
		for _, d := range p.Differences {
			add(merged, p, d)
		}
		for _, d := range p.Departed {
			d.addTo(merged, p)
		}
	}
	list := make([]harness.Finding, 0, len(merged))
	for _, key := range slices.Sorted(maps.Keys(merged)) {
		list = append(list, *merged[key])
	}
	slices.SortStableFunc(list, harness.Finding.Compare)
	return list
}

func add(merged map[string]*harness.Finding, p Played, d Difference) {
	f := harness.Finding{Rule: d.Rule, Direction: harness.InResponse, In: d.In, Pointer: d.Pointer, Want: d.Want, Got: d.Got, Status: p.Status,
		Blame: harness.Provider, Because: "the target answers otherwise than what was recorded"}
	if d.Rule == ruleCustomer {
		f.Direction, f.Status = harness.InSequence, 0
		f.Blame, f.Because = harness.Environment, "the target has nobody who acts for the customer"
	}
	if d.Rule == ruleDeparts || d.Rule == ruleMended {
		f.Blame, f.Because = harness.Integration, "the recording says why"
	}
	for _, r := range Rules() {
		if r.ID == d.Rule {
			f.Severity, f.Help = r.Severity, r.Help
		}
	}
	if p.Operation != nil && (d.Rule != ruleCustomer || p.Skipped == "") {
		f.Contract, f.Operation, f.Method, f.Path = p.Operation.Contract, p.Operation.ID, p.Operation.Method, p.Operation.Path
	}
	key := f.Fingerprint() + "|" + f.Want + "|" + f.Got
	if merged[key] == nil {
		merged[key] = &f
	}
	merged[key].Count++
	if p.Scenario != "" && !slices.Contains(merged[key].Scenarios, p.Scenario) {
		merged[key].Scenarios = append(merged[key].Scenarios, p.Scenario)
	}
}

var (
	moneyName = regexp.MustCompile(`(?i)(amount|amountRefunded|value|price|captured|refunded|cancelled|cost)$`)
	stateName = regexp.MustCompile(`^(state|status|sessionState|operation)$`)
	listPath  = regexp.MustCompile(`/(agreements|charges|webhooks)$`)
)

// compare holds the new answer against the recorded one.
func compare(x *harness.Exchange, op *harness.Operation, status int, old, now any) []Difference {
	recorded := x.Response.Status
	switch {
	case recorded == 0:
		return nil
	case recorded/100 != status/100:
		return []Difference{{Rule: ruleStatus, In: harness.PartStatus, Want: fmt.Sprintf("%dxx, as recorded", recorded/100), Got: fmt.Sprint(status)}}
	case recorded >= 300 || old == nil || len(x.Response.Body.Bytes) == 0:
		return nil
	case now == nil && status == 204:
		return nil
	}
	c := &comparison{lists: op.Method == "GET" && listPath.MatchString(op.Path)}
	c.tree("", "", old, now)
	return c.found
}

// A comparison of two bodies. Lists of all that a merchant has are as long as
// the merchant has had business: they are compared by their members' kinds.
type comparison struct {
	lists bool
	found []Difference
}

func (c *comparison) tree(pointer, key string, old, now any) {
	switch old := old.(type) {
	case nil:
	case map[string]any:
		object, is := now.(map[string]any)
		if !is {
			c.differ(pointer, "an object", now)
			return
		}
		for _, name := range slices.Sorted(maps.Keys(old)) {
			below, there := object[name]
			if !there && old[name] != nil && old[name] != "" {
				c.differ(pointer+"/"+name, kindOf(old[name]), nil)
				continue
			}
			c.tree(pointer+"/"+name, name, old[name], below)
		}
	case []any:
		list, is := now.([]any)
		if !is {
			c.differ(pointer, "an array", now)
			return
		}
		for i := range min(len(old), len(list)) {
			c.tree(fmt.Sprintf("%s/%d", pointer, i), key, old[i], list[i])
		}
	default:
		if now == nil || kindOf(old) != kindOf(now) {
			c.differ(pointer, kindOf(old), now)
			return
		}
		c.leaf(pointer, key, old, now)
	}
}

func (c *comparison) differ(pointer, want string, now any) {
	c.found = append(c.found, Difference{Rule: ruleShape, In: harness.PartBody, Pointer: pointer, Want: want + ", as recorded", Got: kindOf(now)})
}

func (c *comparison) leaf(pointer, key string, old, now any) {
	if c.lists || old == now {
		return
	}
	_, number := old.(json.Number)
	switch {
	case number && moneyName.MatchString(key):
		c.found = append(c.found, Difference{Rule: ruleMoney, In: harness.PartBody, Pointer: pointer, Want: fmt.Sprint(old) + ", as recorded", Got: fmt.Sprint(now)})
	case !number && stateName.MatchString(key):
		c.found = append(c.found, Difference{Rule: ruleState, In: harness.PartBody, Pointer: pointer, Want: fmt.Sprintf("%q, as recorded", old), Got: fmt.Sprintf("%q", now)})
	}
}

func kindOf(v any) string {
	switch v.(type) {
	case nil:
		return "nothing"
	case map[string]any:
		return "an object"
	case []any:
		return "an array"
	case string:
		return "a string"
	case json.Number:
		return "a number"
	}
	return "a boolean"
}

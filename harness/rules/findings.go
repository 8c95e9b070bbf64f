package rules

import (
	"cmp"
	"slices"

	"kontrakt/harness"
)

// Findings judges an exchange by one check and says of each finding which rule,
// operation and exchange it belongs to; nil where the check does not look at
// the operation. Got is still in clear.
func (c *Check) Findings(v *View) []harness.Finding {
	if len(c.Operations) > 0 && !slices.Contains(c.Operations, v.Operation.ID) {
		return nil
	}
	found := c.Judge(v)
	for i := range found {
		f := &found[i]
		f.Rule, f.Severity = c.ID, cmp.Or(f.Severity, c.Severity)
		f.Help = cmp.Or(f.Help, c.Help)
		Locate(f, v.Exchange, &v.Operation)
	}
	return found
}

// Locate says of a finding which exchange and operation it belongs to; what it
// already names stays. A finding about a request has no status: the same
// mistake is the same, whatever was answered.
func Locate(f *harness.Finding, x *harness.Exchange, op *harness.Operation) {
	if op != nil {
		f.Contract = cmp.Or(f.Contract, op.Contract)
		f.Operation = cmp.Or(f.Operation, op.ID)
		f.Path = cmp.Or(f.Path, op.Path)
	}
	f.Method = cmp.Or(f.Method, x.Request.Method)
	f.Status = 0
	if f.Direction == harness.InResponse || f.Direction == harness.InCallbackResponse {
		f.Status = x.Response.Status
	}
	f.Count = max(f.Count, 1)
	if f.Exchanges == nil && x.ID != "" {
		f.Exchanges = []string{x.ID}
	}
	if f.Scenarios == nil && x.Scenario != "" {
		f.Scenarios = []string{x.Scenario}
	}
}

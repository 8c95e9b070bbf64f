package rules

import "kontrakt/harness"

// NewView makes a rule's view of an exchange.
func NewView(x *harness.Exchange, op harness.Operation, params map[string]string) *View {
	return &View{Exchange: x, Operation: op, Params: params}
}

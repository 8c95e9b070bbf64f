package epayment

import (
	"kontrakt/harness/contract"
	"kontrakt/harness/sandbox"
)

// newSandbox makes the API's behaviour; c is what requests are checked against.
func newSandbox(c *contract.Contract) sandbox.Service {
	return sandbox.Service{ID: ID, Refuse: sandbox.RefuseAtGateway}
}

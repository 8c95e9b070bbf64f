package userinfo

import (
	"kontrakt/harness/contract"
	"kontrakt/harness/sandbox"
)

func newSandbox(*contract.Contract) sandbox.Service {
	return sandbox.Service{ID: ID, Refuse: sandbox.RefuseAtGateway}
}

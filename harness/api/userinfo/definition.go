// Package userinfo is the part of the Userinfo API that payments lead to: what a
// customer has shared, by the sub that the payment tells. Nothing is published
// on it; specs/userinfo.v1.yaml is written from the guides.
package userinfo

import "kontrakt/harness/api"

// ID names the contract.
const ID = "userinfo.v1"

// V1 is version 1 of the Userinfo API.
func V1() api.Definition {
	return api.Definition{
		ID:       ID,
		Title:    "Userinfo API",
		Docs:     "https://developer.vippsmobilepay.com/docs/APIs/userinfo-api",
		Rules:    checks(),
		Examples: examples,
		Sandbox:  newSandbox,
		Samples:  samples(),
		Lenient:  tolerances(),
	}
}

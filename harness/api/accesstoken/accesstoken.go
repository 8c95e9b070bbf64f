// Package accesstoken is the Access Token API: how a merchant gets the token
// that every other call carries.
//
// It issues and words; which token is good for which call is the sandbox's.
package accesstoken

import "kontrakt/harness/api"

// V1 is the standard Access Token API. Nothing is published on it, so its
// contract is our own.
func V1() api.Definition {
	return api.Definition{
		ID:      "access-token.v1",
		Title:   "Access Token API",
		Docs:    "https://developer.vippsmobilepay.com/docs/APIs/access-token-api",
		Fact:    fact,
		Sandbox: newService,
		Samples: samples(),
		Lenient: tolerances(),
	}
}

package accesstoken

import "kontrakt/harness/api"

// samples are requests of every operation.
func samples() []api.Sample {
	return []api.Sample{{
		Operation: "fetchAuthorizationTokenUsingPost", Target: "/accesstoken/get", Keys: true,
	}}
}

// tolerances are mistakes that the API is not held to refuse.
func tolerances() []api.Lenience { return []api.Lenience{api.SystemNames()} }

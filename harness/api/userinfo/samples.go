package userinfo

import "kontrakt/harness/api"

// samples are requests of every operation.
func samples() []api.Sample {
	return []api.Sample{{
		Operation: "getUserinfo", Needs: api.SharedProfile, Target: "/vipps-userinfo-api/userinfo/{sub}",
		Header: map[string]string{"Ocp-Apim-Subscription-Key": ""}, // the API wants none
	}}
}

// tolerances are mistakes that the API is not held to refuse.
func tolerances() []api.Lenience { return []api.Lenience{api.SystemNames()} }

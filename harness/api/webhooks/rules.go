package webhooks

import (
	"fmt"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// Rules are the prose rules about Webhooks v1.
func Rules() []rules.Check {
	return []rules.Check{
		httpsURL, eventName, callbackSignature, callbackRefused, callbackRedirected, callbackLate,
	}
}

// answered is a finding about the status that the merchant answered.
func answered(v *rules.View, want string) harness.Finding {
	return harness.Finding{
		Direction: harness.InCallbackResponse, In: harness.PartStatus, Want: want, Got: fmt.Sprint(v.Response.Status),
	}
}

// denied says whether the merchant refused a delivery for its signature.
func denied(v *rules.View) bool { return v.Response.Status == 401 || v.Response.Status == 403 }

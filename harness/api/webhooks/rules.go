package webhooks

import (
	"kontrakt/harness/rules"
)

// Rules are the prose rules about Webhooks v1.
func Rules() []rules.Check {
	return []rules.Check{
		httpsURL, eventName, callbackSignature, callbackRefused, callbackRedirected, callbackLate,
	}
}

// denied says whether the merchant refused a delivery for its signature.
func denied(v *rules.View) bool { return v.Response.Status == 401 || v.Response.Status == 403 }

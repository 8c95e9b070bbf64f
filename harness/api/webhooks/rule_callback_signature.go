package webhooks

import (
	"cmp"
	"strings"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// A delivery is signed, and the merchant takes it only if the signature holds.
// Only whoever received it knows the secret, so this rule judges what the
// receiver found, and says nothing where nobody verified.
var callbackSignature = rules.Check{
	Rule: harness.Rule{
		ID:       "callback.signature",
		Severity: harness.Error,
		Says:     "Every delivery is signed with the secret of its registration, and the merchant takes no other.",
		Source:   "Webhooks API, page on request authentication",
		Help:     "hash the body as it came, byte for byte, and compare hash, signature and age of the date before anything else",
	},
	Replaces: []string{"header.missing", "header.invalid", "schema.pattern"},
	Judge: func(v *rules.View) []harness.Finding {
		if v.Flow != harness.FlowCallback || v.Signature == nil {
			return nil
		}
		var found []harness.Finding
		for _, f := range v.Signature.Flaws {
			found = append(found, harness.Finding{
				Direction: harness.InCallbackRequest, In: harness.PartHeader, Pointer: spelt(f.Header),
				Want: f.Want, Got: f.Got, Help: cmp.Or(f.Cause, likely(f.Header)),
			})
		}
		return append(found, judgeReceiver(v)...)
	},
}

// spelt names a header as the contract does, so that its findings at the same
// place are recognised.
func spelt(header string) string {
	if strings.EqualFold(header, "authorization") {
		return "Authorization"
	}
	return strings.ToLower(header)
}

// likely is what may be wrong where no mistake is known to explain it.
func likely(header string) string {
	switch strings.ToLower(header) {
	case "x-ms-date":
		return "every attempt carries the time at which it is made"
	case "x-ms-content-sha256":
		return "the body may have been changed after it was signed"
	}
	return "the secret may be another registration's"
}

// judgeReceiver says where the merchant judged the signature wrongly.
func judgeReceiver(v *rules.View) []harness.Finding {
	holds := len(v.Signature.Flaws) == 0
	var f harness.Finding
	switch {
	case holds && denied(v):
		f = v.Answered("2xx, since the signature holds")
		f.Help = "hash the body's bytes as they came, not JSON written anew; sign path, query and host as registered, with the text of the secret as the key"
	case !holds && v.Response.Status/100 == 2:
		f = v.Answered("401, since the signature does not hold")
		f.Help = "compare the hash of the body, the signature and the age of the date before anything else"
	default:
		return nil
	}
	return []harness.Finding{f}
}

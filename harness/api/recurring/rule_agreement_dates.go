package recurring

import (
	"kontrakt/harness"
	"kontrakt/harness/api/charging"
	"kontrakt/harness/rules"
)

// An agreement began when it was approved, and ended when it was stopped.
var agreementDates = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.agreement-dates",
		Severity: harness.Warning,
		Says:     "An ACTIVE agreement has start and no stop; a PENDING one has neither.",
		Source:   "recurring.v3 #/components/schemas/AgreementResponseV3/properties/start and stop",
		Help:     "the answer's status and dates disagree: report it to whoever runs the target",
	},
	Operations: []string{listID, fetchID},
	Judge: func(v *rules.View) []harness.Finding {
		var found []harness.Finding
		for _, at := range charging.Told(v, "") {
			status, _ := v.ResponseBody.At(at + "/status")
			switch status.String() {
			case "ACTIVE":
				if !told(v, at+"/start") {
					found = append(found, v.InAnswer(at+"/start", "the time of approval in the status ACTIVE"))
				}
			case "PENDING":
				if told(v, at+"/start") {
					found = append(found, v.InAnswer(at+"/start", "nothing in the status PENDING"))
				}
			default:
				continue
			}
			if told(v, at+"/stop") {
				found = append(found, v.InAnswer(at+"/stop", "nothing in the status "+status.String()))
			}
		}
		return found
	},
}

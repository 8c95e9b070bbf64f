package charging

import (
	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// Dates: an agreement began when it was approved, and ended when it was stopped.
func Dates(source string, operations ...string) rules.Check {
	return rules.Check{
		Rule: harness.Rule{
			ID:       "guide.agreement-dates",
			Severity: harness.Warning,
			Says:     "An ACTIVE agreement has start and no stop; a PENDING one has neither.",
			Source:   source + "/properties/start and stop",
			Help:     "the answer's status and dates disagree: report it to whoever runs the target",
		},
		Operations: operations,
		Judge: func(v *rules.View) []harness.Finding {
			var found []harness.Finding
			for _, at := range Told(v, "") {
				found = append(found, judgeDates(v, at)...)
			}
			return found
		},
	}
}

func judgeDates(v *rules.View, at string) []harness.Finding {
	status, _ := v.ResponseBody.At(at + "/status")
	began, ended := answered(v, at+"/start"), answered(v, at+"/stop")
	var found []harness.Finding
	switch s := status.String(); {
	case s != "ACTIVE" && s != "PENDING":
		return nil
	case s == "ACTIVE" && !began:
		found = append(found, v.InAnswer(at+"/start", "the time of approval in the status ACTIVE"))
	case s == "PENDING" && began:
		found = append(found, v.InAnswer(at+"/start", "nothing in the status PENDING"))
	}
	if ended {
		found = append(found, v.InAnswer(at+"/stop", "nothing in the status "+status.String()))
	}
	return found
}

// answered says whether the answer has something other than null there.
func answered(v *rules.View, pointer string) bool {
	value, ok := v.ResponseBody.At(pointer)
	return ok && !value.Null()
}

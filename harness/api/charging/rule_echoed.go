package charging

import (
	"fmt"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// An Echo is an id that an answer repeats: the one of the path parameter Param,
// or the one that the request has at Sent.
type Echo struct {
	Operation   string
	Param, Sent string
	Answer      string
}

// Echoed: an answer is about what was asked about.
func Echoed(source string, echoes ...Echo) rules.Check {
	var operations []string
	for _, e := range echoes {
		operations = append(operations, e.Operation)
	}
	return rules.Check{
		Rule: harness.Rule{
			ID:       "guide.reference-echoed",
			Severity: harness.Warning,
			Says:     "Answers bear the id of the agreement or charge that was asked for, and a charge the orderId that it was created with.",
			Source:   source,
			Help:     "the answer is about something else: report it to whoever runs the target",
		},
		Operations: operations,
		Judge: func(v *rules.View) []harness.Finding {
			var found []harness.Finding
			for _, e := range echoes {
				if e.Operation == v.Operation.ID && Took(v) {
					found = append(found, judgeEcho(v, e)...)
				}
			}
			return found
		},
	}
}

func judgeEcho(v *rules.View, e Echo) []harness.Finding {
	want := v.Params[e.Param]
	if e.Sent != "" {
		want = v.Text(e.Sent)
	}
	if want == "" {
		return nil
	}
	var found []harness.Finding
	for _, pointer := range Told(v, e.Answer) {
		if got, ok := v.ResponseBody.At(pointer); ok && got.Text() && got.String() != want {
			found = append(found, v.InAnswer(pointer, fmt.Sprintf("%q", want)))
		}
	}
	return found
}

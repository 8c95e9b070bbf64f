package charging

import (
	"fmt"
	"net/url"
	"strings"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// A Filter is how a list is asked for what is in one status: by which parameter,
// and in which status things are where nothing is asked for, "" for any.
type Filter struct {
	Operation, Parameter, Usual string
}

// Filtered: who asks for one status gets that and nothing else.
func Filtered(source string, filters ...Filter) rules.Check {
	var operations []string
	for _, f := range filters {
		operations = append(operations, f.Operation)
	}
	return rules.Check{
		Rule: harness.Rule{
			ID:       "guide.list-filter",
			Severity: harness.Warning,
			Says:     "A list has what is in the status that was asked for, and of agreements the active ones where none was.",
			Source:   source,
			Help:     "the list is of something else: report it to whoever runs the target",
		},
		Operations: operations,
		Judge: func(v *rules.View) []harness.Finding {
			for _, f := range filters {
				if f.Operation == v.Operation.ID {
					return judgeFilter(v, f)
				}
			}
			return nil
		},
	}
}

func judgeFilter(v *rules.View, f Filter) []harness.Finding {
	want := f.Usual
	if asked := Query(v).Get(f.Parameter); asked != "" {
		want = asked
	}
	if !Took(v) || want == "" {
		return nil
	}
	var found []harness.Finding
	for _, pointer := range Told(v, "/status") {
		if got, ok := v.ResponseBody.At(pointer); ok && got.Text() && got.String() != want {
			found = append(found, v.InAnswer(pointer, fmt.Sprintf("%q, as was asked", want)))
		}
	}
	return found
}

// Query is what stands behind the path.
func Query(v *rules.View) url.Values {
	_, query, _ := strings.Cut(v.Request.Target, "?")
	values, _ := url.ParseQuery(query)
	return values
}

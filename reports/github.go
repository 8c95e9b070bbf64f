package reports

import (
	"fmt"
	"io"
	"strings"

	"kontrakt/harness"
)

// annotationLimit is how many annotations of a severity GitHub shows of one step
// (source: its documentation of workflow commands).
const annotationLimit = 10

// renderGitHub writes workflow commands, which GitHub Actions shows as annotations
// where a step prints them. What is beyond the limit is counted in a plain line.
func renderGitHub(w io.Writer, run *harness.Run) error {
	report, err := New(run)
	if err != nil {
		return err
	}
	report = new(rewritten(*report, lines))
	var b strings.Builder
	commands := map[harness.Severity]string{harness.Error: "error", harness.Warning: "warning", harness.Note: "notice"}
	shown, left := map[harness.Severity]int{}, map[harness.Severity]int{}
	for _, m := range report.remarks(report.places(run.Repository)) {
		if shown[m.severity] == annotationLimit {
			left[m.severity]++
			continue
		}
		shown[m.severity]++
		fmt.Fprintf(&b, "::%s file=%s,line=%d,title=%s::%s\n", commands[m.severity],
			commandValue(m.at.File), m.at.Line, commandValue("kontrakt "+m.rule), commandText(m.text))
	}
	for _, s := range []harness.Severity{harness.Error, harness.Warning, harness.Note} {
		if left[s] > 0 {
			fmt.Fprintf(&b, "%s %s in the report\n", thousands(left[s]), "more of severity "+string(s))
		}
	}
	_, err = io.WriteString(w, b.String())
	return err
}

// commandText is outside text in a workflow command: nothing in it ends the line.
func commandText(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
}

// commandValue is outside text as the value of a command's property, which a comma or
// a colon would end.
func commandValue(s string) string {
	return strings.NewReplacer(":", "%3A", ",", "%2C").Replace(commandText(s))
}

// withoutCommands undoes the escapes, for a last look at what a reader sees.
func withoutCommands(b []byte) []byte {
	return []byte(strings.NewReplacer("%25", "%", "%0D", "\r", "%0A", "\n", "%3A", ":", "%2C", ",").Replace(string(b)))
}

package reports

import (
	"io"
	"strings"

	"kontrakt/harness"
)

// codeQuality is a finding as GitLab's code quality report has it (source: GitLab's
// documentation of a custom code quality tool).
type codeQuality struct {
	Description string              `json:"description"`
	Check       string              `json:"check_name"`
	Fingerprint string              `json:"fingerprint"`
	Severity    string              `json:"severity"`
	Location    codeQualityLocation `json:"location"`
}

type codeQualityLocation struct {
	Path  string           `json:"path"`
	Lines codeQualityLines `json:"lines"`
}

type codeQualityLines struct {
	Begin int `json:"begin"`
}

// renderGitLab writes the report that GitLab shows in a merge request.
func renderGitLab(w io.Writer, run *harness.Run) error {
	report, err := New(run)
	if err != nil {
		return err
	}
	report = new(rewritten(*report, lines))
	severities := map[harness.Severity]string{harness.Error: "major", harness.Warning: "minor", harness.Note: "info"}
	all := []codeQuality{}
	for _, m := range report.remarks(report.places(run.Repository)) {
		all = append(all, codeQuality{
			Description: oneLine(strings.ReplaceAll(m.text, "\n", "; ")), Check: m.rule, Fingerprint: digest(m.id), Severity: severities[m.severity],
			Location: codeQualityLocation{m.at.File, codeQualityLines{m.at.Line}},
		})
	}
	return encodeJSON(w, all)
}

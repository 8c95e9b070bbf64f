package calls

import (
	"slices"
	"strings"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// Who calls is said by four headers. Without them nobody can tell whose calls go
// wrong, and no partner is approved.
var systemHeaders = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.system-headers",
		Severity: harness.Warning,
		Says:     "Every call names system and plugin, each with its version, and not by the words of an example.",
		Source:   "vippsas/vipps-developers of 2023, HTTP headers; partner checklist",
		Help:     "send the name and version of your shop system and of your plugin; without a plugin, those of the system twice",
	},
	Judge: func(v *rules.View) []harness.Finding {
		if !sent(v) {
			return nil
		}
		var missing []string
		var found []harness.Finding
		for _, name := range system() {
			value := strings.TrimSpace(v.Sent(name))
			switch {
			case value == "":
				missing = append(missing, name)
			case placeholder(value):
				found = append(found, inHeader(name, "what calls itself by this name", rules.QuoteString(value)))
			}
		}
		if len(missing) > 0 {
			found = append(found, inHeader(missing[0], "the headers "+strings.Join(missing, ", "), rules.Nothing))
		}
		return found
	},
}

func system() []string {
	return []string{"Vipps-System-Name", "Vipps-System-Version", "Vipps-System-Plugin-Name", "Vipps-System-Plugin-Version"}
}

// placeholder says whether a value was left as an example has it.
func placeholder(value string) bool {
	value = strings.ToLower(value)
	return strings.HasPrefix(value, "acme") || strings.HasPrefix(value, "your") || strings.ContainsAny(value, "{}<>$") ||
		slices.Contains([]string{"string", "name", "version", "null", "undefined", "x.y.z", "todo", "example"}, value)
}

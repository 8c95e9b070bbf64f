package calls

import (
	"slices"
	"strings"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// A token says what it is. In lower case some gateways take it, and others do
// not.
var bearer = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.bearer",
		Severity: harness.Warning,
		Says:     "Authorization is the word Bearer, with a capital, a space, and the token.",
		Source:   "knowledge base on HTTP errors, 401; common mistakes",
		Help:     "send Authorization: Bearer, a space, and the access_token as it came",
	},
	Replaces: []string{"auth.missing", "header.invalid"},
	Judge: func(v *rules.View) []harness.Finding {
		value := v.Sent("Authorization")
		if !sent(v) || value == "" || strings.HasPrefix(value, "Bearer ") || v.Operation.Contract == "access-token.v1" {
			return nil
		}
		return []harness.Finding{inHeader("Authorization", "Bearer and a token", schemeOf(value))}
	},
}

// schemeOf words the scheme of a header; a token is no scheme, and is not shown.
func schemeOf(value string) string {
	scheme, _, _ := strings.Cut(value, " ")
	if slices.Contains([]string{"bearer", "basic", "token", "jwt", "apikey"}, strings.ToLower(scheme)) {
		return scheme + " and something"
	}
	return "something without the word"
}

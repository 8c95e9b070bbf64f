package regress

import (
	"strings"

	"github.com/oasdiff/oasdiff/checker"
)

// Weight says what a change asks of whoever calls the API.
type Weight string

const (
	// Breaking: what was right is so no longer. The API's policy asks for a new
	// major version.
	Breaking Weight = "breaking"
	// Risky: the policy says nothing of it, and some will not cope.
	Risky Weight = "risky"
	// Harmless: the policy asks every caller to cope with it.
	Harmless Weight = "harmless"
)

// Rank orders weights, the heaviest first.
func (w Weight) Rank() int {
	switch w {
	case Breaking:
		return 0
	case Risky:
		return 1
	}
	return 2
}

// The clauses of the API lifecycle policy that decide, in our words. Source:
// developer.vippsmobilepay.com, knowledge base, API lifecycle.
const (
	clauseAddress   = "a changed address needs a new major version"
	clauseInvalid   = "what makes valid requests invalid needs a new major version"
	clauseMeaning   = "a changed meaning or form of something that exists needs a new major version"
	clauseGone      = "calls to it stop working; notice is given at least four months before"
	clauseMember    = "callers must cope with a new member of an enum, in requests and answers"
	clauseField     = "callers must cope with new fields and headers of answers"
	clauseOptional  = "what a request may hold, and need not, breaks nobody"
	clauseRelaxed   = "a relaxed constraint on requests breaks nobody"
	clauseFewer     = "the answers that remain were there before"
	clauseNotice    = "it goes at the earliest four months after the notice"
	clauseVariants  = "the policy is silent: not every combination fits a variant"
	clauseNewForm   = "the policy is silent: answers take a form that was not there"
	clauseWider     = "the policy is silent: answers may hold what was out of bounds"
	clauseUnread    = "the policy is silent: what was there to be read may be missing"
	clauseUnknown   = "the policy is silent: what is still sent may be refused as unknown"
	clauseDefault   = "the policy is silent: a request that leaves it out means something else"
	clauseNobody    = "nothing of it goes over the wire"
	clauseAddition  = "an addition breaks nobody"
	clauseUncertain = "the policy is silent: compare the two by hand"
)

// A verdict is what the policy says of the changes that a rule of oasdiff finds.
type verdict struct {
	// prefix, part and suffix are those of the rule's name; an empty one fits all.
	prefix, part, suffix string
	weight               Weight
	why                  string
}

// verdicts are looked through in order; the first that fits decides. What none
// fits has the weight that oasdiff gives it.
var verdicts = [...]verdict{
	{"api-", "removed-with-deprecation", "", Breaking, clauseGone},
	{"api-", "removed-without-deprecation", "", Breaking, clauseGone},
	{"api-", "removed-before-sunset", "", Breaking, clauseGone},
	{"webhook-removed", "", "", Breaking, clauseGone},
	{"api-operation-id", "", "", Harmless, clauseNobody},
	{"", "deprecated", "", Risky, clauseNotice},
	{"", "sunset", "", Risky, clauseNotice},
	{"response-", "enum-value-added", "", Harmless, clauseMember},
	{"response-", "enum-value-removed", "", Harmless, clauseFewer},
	{"response-", "became-enum", "", Harmless, clauseFewer},
	{"response-", "became-not-enum", "", Risky, clauseWider},
	{"request-", "enum-value-added", "", Harmless, clauseMember},
	{"response-", "property-added", "", Harmless, clauseField},
	{"", "response-header-added", "", Harmless, clauseField},
	{"response-required-property-removed", "", "", Breaking, clauseMeaning},
	{"required-response-header-removed", "", "", Breaking, clauseMeaning},
	{"response-", "property-removed", "", Risky, clauseUnread},
	{"", "response-header-removed", "", Risky, clauseUnread},
	{"response-", "one-of-added", "", Risky, clauseNewForm},
	{"response-", "any-of-added", "", Risky, clauseNewForm},
	{"response-", "wrapped-in-one-of", "", Risky, clauseNewForm},
	{"response-", "max", "increased", Risky, clauseWider},
	{"response-", "max", "unset", Risky, clauseWider},
	{"response-", "min", "decreased", Risky, clauseWider},
	{"response-", "min", "unset", Risky, clauseWider},
	{"response-", "pattern-", "", Risky, clauseWider},
	{"response-", "default-value", "", Harmless, clauseNobody},
	{"request-", "default-value", "", Risky, clauseDefault},
	{"request-", "property-removed", "", Risky, clauseUnknown},
	{"request-", "parameter-removed", "", Risky, clauseUnknown},
	{"new-optional-", "", "", Harmless, clauseOptional},
}

// weigh judges a change by the lifecycle policy; level is what oasdiff makes of
// it.
func weigh(rule string, level checker.Level) (Weight, string) {
	for _, v := range verdicts {
		if strings.HasPrefix(rule, v.prefix) && strings.Contains(rule, v.part) && strings.HasSuffix(rule, v.suffix) {
			return v.weight, v.why
		}
	}
	request := strings.HasPrefix(rule, "request-") || strings.HasPrefix(rule, "new-re")
	switch {
	case level == checker.ERR && request:
		return Breaking, clauseInvalid
	case level == checker.ERR:
		return Breaking, clauseMeaning
	case level == checker.WARN:
		return Risky, clauseUncertain
	case request:
		return Harmless, clauseRelaxed
	case strings.Contains(rule, "removed"):
		return Harmless, clauseFewer
	}
	return Harmless, clauseAddition
}

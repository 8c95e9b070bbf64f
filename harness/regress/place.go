package regress

import (
	"regexp"
	"strings"
)

// A Place is where in an operation a change is; the zero value is the operation
// as a whole.
type Place struct {
	// Side is request or response.
	Side string
	// In is body, query, header, path or status.
	In string
	// Name is the member, with slashes between names and items for the elements of
	// a list, or the name of the parameter or header; "" is the body itself.
	Name string
	// Member is the one of an enum, where the change is of one.
	Member string
	// Status is the answer's, where the change is of one.
	Status string
	// Absent says that the change is about those calls that leave it out, New that
	// nothing was there before: then it is about whoever reads what it lies in.
	Absent, New bool
}

// The ways in which oasdiff words where a change is. What is in backticks is the
// document's.
var (
	parameterAt = regexp.MustCompile("`(query|header|path|cookie)` request parameter `([^`]+)`")
	pathAt      = regexp.MustCompile("new (path) request parameter `([^`]+)`")
	headerAt    = regexp.MustCompile("`([^`]+)` request header's property|response header `([^`]+)`|`([^`]+)` response header's")
	propertyAt  = []*regexp.Regexp{
		regexp.MustCompile("`([^`]*)` (?:request|response)(?:'s)? (?:read-only |write-only )?property"),
		regexp.MustCompile("(?:request|response) (?:required |optional |read-only |write-only )*property `([^`]*)`"),
		regexp.MustCompile("(?:optional|required) (?:read-only |write-only )?property `([^`]*)` (?:to|from) the response"),
	}
	statusAt  = regexp.MustCompile("(?:status|response) `([1-5](?:[0-9]{2}|XX))`|`([1-5](?:[0-9]{2}|XX))` status")
	memberAt  = regexp.MustCompile("enum value(?: removed| added)? `([^`]*)`|`([^`]*)` enum value")
	variantIn = regexp.MustCompile(`/?(?:oneOf|anyOf|allOf)\[[^\]]*\]`)
)

// placeIn finds where a change is, by its rule and by what is said of it.
func placeIn(rule, text string) Place {
	p := Place{Side: "request"}
	if strings.HasPrefix(rule, "response-") || strings.Contains(rule, "response-header") {
		p.Side = "response"
		p.Status = first(statusAt, text)
	}
	switch {
	case strings.Contains(rule, "-parameter"):
		m := parameterAt.FindStringSubmatch(text)
		if m == nil {
			m = pathAt.FindStringSubmatch(text)
		}
		if m == nil {
			return Place{}
		}
		p.In, p.Name = m[1], m[2]
	case strings.Contains(rule, "header"):
		p.In, p.Name = "header", first(headerAt, text)
	case strings.HasSuffix(rule, "-status-added"), strings.HasSuffix(rule, "-status-removed"):
		p.In = "status"
	case strings.Contains(rule, "property"):
		p.In = "body"
		p.Name = member(bodyPlace(text))
	case strings.Contains(rule, "-body-"), strings.Contains(rule, "-mediatype-"), strings.Contains(rule, "-media-type-"):
		p.In = "body"
	default:
		return Place{}
	}
	if strings.Contains(rule, "enum-value-removed") {
		p.Member = first(memberAt, text)
	}
	p.New = p.Side == "response" && strings.HasSuffix(rule, "property-added")
	p.Absent = p.Side == "request" && aboutAbsence(rule)
	return p
}

// bodyPlace is the member of a body that a text is about, with the variants on the way.
func bodyPlace(text string) string {
	for _, r := range propertyAt {
		if m := r.FindStringSubmatch(text); m != nil {
			return m[1]
		}
	}
	return ""
}

// member is a place without the variants on the way.
func member(place string) string { return strings.Trim(variantIn.ReplaceAllString(place, ""), "/") }

// aboutAbsence says whether a rule is about requests that leave something out.
func aboutAbsence(rule string) bool {
	return strings.HasPrefix(rule, "new-required-") || strings.Contains(rule, "became-required") || strings.Contains(rule, "default-value") ||
		rule == "new-request-path-parameter" || rule == "request-body-added-required"
}

// first is the first group of a pattern that holds something.
func first(r *regexp.Regexp, text string) string {
	for i, group := range r.FindStringSubmatch(text) {
		if i > 0 && group != "" {
			return group
		}
	}
	return ""
}

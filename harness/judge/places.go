package judge

import (
	"strings"

	"kontrakt/harness"
)

// places are the places of an exchange where pseudonyms stand, in the words of
// Finding.Where.
type places []string

// hides says whether what a finding is about cannot be judged any more: its
// place, or one above or below it, was redacted.
func (p places) hides(f harness.Finding) bool {
	where := strings.ToLower(f.Where())
	for _, place := range p {
		place = strings.ToLower(place)
		if where == place || below(where, place) || f.In == harness.PartBody && valueOf(f) && below(place, where) {
			return true
		}
		if f.In == harness.PartBodyType && place == strings.TrimSuffix(where, "media type")+"body" {
			return true
		}
		// What is reckoned from many places is upset by a pseudonym in any.
		if strings.HasPrefix(f.Rule, "money.") && strings.Contains(place, " body") {
			return true
		}
		if f.In == harness.PartRoute && strings.HasPrefix(place, requestOf(f)+" path") {
			return true
		}
	}
	return false
}

// below says that place lies inside of whole: body /a/b in body /a, and in the
// body.
func below(place, whole string) bool {
	rest, is := strings.CutPrefix(place, whole)
	return is && (strings.HasPrefix(rest, "/") || strings.HasPrefix(rest, " /"))
}

// valueOf says that a finding about an object or array depends on the values
// inside: which branch of a oneOf is nearest, which items are equal.
func valueOf(f harness.Finding) bool {
	switch f.Rule {
	case "schema.oneOf", "schema.anyOf", "schema.not", "schema.uniqueItems", "schema.enum":
		return true
	}
	return false
}

func requestOf(f harness.Finding) string {
	if f.Direction == harness.InCallbackRequest || f.Direction == harness.InCallbackResponse {
		return "callback request"
	}
	return "request"
}

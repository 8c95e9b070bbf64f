package regress

import (
	"cmp"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/oasdiff/oasdiff/checker"
)

// aside is what oasdiff adds where a body has several media types, and where a
// schema stands in several places.
var aside = regexp.MustCompile(` \(media type: [^)]*\)| \(shared schema: .*\)$`)

// branch is how oasdiff names a variant; the last word is what it is called.
var branch = regexp.MustCompile(`(oneOf|anyOf|allOf)\[(?:[^\]]* -> )?(?:subschema #\d+(?:: )?)?(?:#/components/schemas/)?([^\]]*)\]`)

// A wording words what oasdiff finds.
type wording struct {
	// renamed are the places of enums of answers that got members.
	renamed map[string]bool
	// paths are the new edition's by template.
	paths map[string]string
	// bodies say what requests hold, by method and template.
	bodies map[string]string
	// old and new are the editions.
	old, new *opened
}

func newWording(before, after *opened, said checker.Changes) wording {
	w := wording{renamed: addedMembers(said), paths: map[string]string{}, bodies: after.bodies(), old: before, new: after}
	for path := range object(after.doc, "paths") {
		w.paths[template(path)] = path
	}
	return w
}

// change words a change of oasdiff's. Components as such are no change: they
// count where they are referred to; nor are tags, nor the number that the
// document gives itself.
func (w wording) change(c checker.Change) (Change, bool) {
	rule := c.GetId()
	for _, nothing := range []string{"api-schema-", "api-tag-", "api-major-version-", "api-version-"} {
		if strings.HasPrefix(rule, nothing) {
			return Change{}, false
		}
	}
	text := aside.ReplaceAllString(c.GetUncolorizedText(checker.NewDefaultLocalizer()), "")
	text = strings.ReplaceAll(branch.ReplaceAllString(text, "$1[$2]"), "#/components/schemas/", "")
	weight, why := weigh(rule, c.GetLevel())
	if rule == memberRemoved && w.renamed[placeOf(c)] {
		weight, why = Breaking, clauseMeaning // Norway became NO
	}
	if strings.HasPrefix(rule, "request-") && strings.Contains(rule, "pattern-changed") && widened(text) {
		weight, why = Harmless, clauseRelaxed
	}
	if why == clauseGone {
		text = "removed"
		if strings.Contains(rule, "with-deprecation") {
			text = "removed, after it was deprecated"
		}
	}
	out := Change{Weight: weight, Rule: rule, Why: why, Text: text, Place: placeIn(rule, text)}
	if c.GetOperation() != "" {
		t := template(c.GetPath())
		out.Operations = []Operation{{Method: c.GetOperation(), Path: cmp.Or(w.paths[t], c.GetPath()), ID: c.GetOperationId()}}
		if place := bodyPlace(text); strings.Contains(place, "Of[") {
			out.Variants = branches(place, w.new.bodyIn(c.GetOperation(), out.Operations[0].Path, out.Place.Side, out.Place.Status),
				w.old.bodyIn(c.GetOperation(), c.GetPath(), out.Place.Side, out.Place.Status))
		}
		if strings.HasPrefix(rule, "request-body-added-") {
			out.Text += w.bodies[c.GetOperation()+" "+t]
		}
	}
	return out, true
}

// The rules about members of enums in answers.
const (
	memberAdded   = "response-property-enum-value-added"
	memberRemoved = "response-property-enum-value-removed"
)

// addedMembers are the properties of answers whose enums got members: a member
// that goes there at the same time has got another name.
func addedMembers(all checker.Changes) map[string]bool {
	out := map[string]bool{}
	for _, c := range all {
		if c.GetId() == memberAdded {
			out[placeOf(c)] = true
		}
	}
	return out
}

// placeOf is the operation, property and status that a change of an enum is at;
// the first argument is the member.
func placeOf(c checker.Change) string {
	return fmt.Sprint(append([]any{c.GetOperation(), c.GetPath()}, c.GetArgs()[min(1, len(c.GetArgs())):]...)...)
}

var (
	patterns = regexp.MustCompile("from `(.*)` to `(.*)`")
	counts   = regexp.MustCompile(`\{([0-9]+),([0-9]+)\}`)
)

// widened says whether the two patterns that a text names differ in counts alone,
// and the second takes all that the first takes.
func widened(text string) bool {
	m := patterns.FindStringSubmatch(text)
	if m == nil || counts.ReplaceAllString(m[1], "{}") != counts.ReplaceAllString(m[2], "{}") {
		return false
	}
	was, is := counts.FindAllStringSubmatch(m[1], -1), counts.FindAllStringSubmatch(m[2], -1)
	for i := range was {
		if number(is[i][1]) > number(was[i][1]) || number(is[i][2]) < number(was[i][2]) {
			return false
		}
	}
	return true
}

func number(digits string) int {
	n, _ := strconv.Atoi(digits) // the pattern says that they are digits
	return n
}

package steps

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// A tagExpression is godog's: terms joined by && must all hold, of terms joined
// by a comma one; ~ negates.
type tagExpression [][]term

type term struct {
	tag     string
	negated bool
}

var tagTerm = regexp.MustCompile(`^(~?)@?([\w.:-]+)$`)

// parseTags reads an expression. godog itself takes Cucumber's "@a and not @b"
// without a word and selects nothing, so everything that is not its own syntax
// is refused here.
func parseTags(expression string) (tagExpression, error) {
	if strings.TrimSpace(expression) == "" {
		return nil, nil
	}
	var all tagExpression
	for part := range strings.SplitSeq(expression, "&&") {
		var any []term
		for word := range strings.SplitSeq(part, ",") {
			m := tagTerm.FindStringSubmatch(strings.TrimSpace(word))
			if m == nil {
				return nil, &TagError{Expression: expression, At: strings.TrimSpace(word)}
			}
			any = append(any, term{tag: "@" + m[2], negated: m[1] != ""})
		}
		all = append(all, any)
	}
	return all, nil
}

func (e tagExpression) holds(tags []string) bool {
	for _, any := range e {
		if !slices.ContainsFunc(any, func(t term) bool { return slices.Contains(tags, t.tag) != t.negated }) {
			return false
		}
	}
	return true
}

// A TagError is a tag expression that cannot be read.
type TagError struct {
	Expression string
	// At is the part that does not read.
	At string
}

func (e *TagError) Error() string {
	return fmt.Sprintf("tag expression %q: cannot read %q", e.Expression, e.At)
}

// Hint says what to write instead.
func (e *TagError) Hint() string {
	return `write "@a && ~@b" for "a and not b", "@a,@b" for "a or b"; there are no brackets`
}

package contract

import (
	"regexp"
	"regexp/syntax"
)

// A matcher says whether a string matches a pattern.
type matcher interface{ MatchString(string) bool }

// compilePattern reads the commonest form of pattern, one class of ASCII
// characters repeated over the whole text, as a table; anything else is a
// regular expression as kin-openapi compiles it.
func compilePattern(pattern string) (matcher, error) {
	re, err := regexp.Compile(pattern)
	if err != nil {
		return nil, err
	}
	if r := runOf(pattern); r != nil {
		return r, nil
	}
	return re, nil
}

// A run is a text of least to most characters of a class; most -1 is no limit.
type run struct {
	class       [128]bool
	least, most int
}

func (r *run) MatchString(s string) bool {
	if len(s) < r.least || r.most >= 0 && len(s) > r.most {
		return false
	}
	for i := range len(s) {
		if s[i] >= 128 || !r.class[s[i]] {
			return false
		}
	}
	return true
}

func runOf(pattern string) *run {
	t, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil || t.Op != syntax.OpConcat || len(t.Sub) != 3 ||
		t.Sub[0].Op != syntax.OpBeginText || t.Sub[2].Op != syntax.OpEndText {
		return nil
	}
	r := &run{least: 1, most: 1}
	class := t.Sub[1]
	switch class.Op {
	case syntax.OpRepeat:
		r.least, r.most = class.Min, class.Max
		class = class.Sub[0]
	case syntax.OpPlus:
		r.most = -1
		class = class.Sub[0]
	case syntax.OpStar:
		r.least, r.most = 0, -1
		class = class.Sub[0]
	}
	if class.Op != syntax.OpCharClass {
		return nil
	}
	for i := 0; i < len(class.Rune); i += 2 {
		if class.Rune[i+1] >= 128 {
			return nil
		}
		for c := class.Rune[i]; c <= class.Rune[i+1]; c++ {
			r.class[c] = true
		}
	}
	return r
}

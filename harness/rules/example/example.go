// Package example reads the examples that stand beside the rules: by one a rule
// is kept, by another it is broken. Tests judge all of them; people are shown the
// shortest of each kind.
package example

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"kontrakt/harness"
)

// Pair gives an example of each kind, from the files testdata/<rule>/keeps-*.txt
// and breaks-*.txt.
func Pair(files fs.FS, rule string) (keeps, breaks harness.Example, err error) {
	if keeps, err = shortest(files, rule, "keeps"); err != nil {
		return keeps, breaks, err
	}
	breaks, err = shortest(files, rule, "breaks")
	return keeps, breaks, err
}

func shortest(files fs.FS, rule, kind string) (harness.Example, error) {
	names, err := fs.Glob(files, path.Join("testdata", rule, kind+"-*.txt"))
	if err != nil {
		return harness.Example{}, err
	}
	best := ""
	for _, name := range names {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return harness.Example{}, err
		}
		if best == "" || len(text) < len(best) {
			best = string(text)
		}
	}
	if best == "" {
		return harness.Example{}, fmt.Errorf("no example that %s %s", kind, rule)
	}
	return Parse(best), nil
}

// Parse reads an example as the tests of the rules write it: what it is about,
// the messages or the lines of a story, what is found.
func Parse(text string) harness.Example {
	text, found, _ := strings.Cut(text, "-- findings --\n")
	about, messages, exchange := strings.Cut(text, "-- request --\n")
	if !exchange {
		return harness.Example{Text: strings.TrimSpace(text), Found: told(found)}
	}
	request, response, _ := strings.Cut(messages, "-- response --\n")
	parts := []string{strings.TrimSpace(request), strings.TrimSpace(response)}
	return harness.Example{
		About: words(about), Found: blocks(found),
		Text: strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), "\n\n"),
	}
}

// words is what an example says of itself, with how long it took where that is
// said, and without what only tests ask.
func words(about string) string {
	var lines []string
	for line := range strings.Lines(about) {
		line = strings.TrimSpace(line)
		if took, is := strings.CutPrefix(line, "took: "); is {
			line = "The answer took " + took + "."
		}
		if !strings.HasPrefix(line, "flow:") && !strings.HasPrefix(line, "signature:") {
			lines = append(lines, line)
		}
	}
	return strings.TrimSpace(strings.Join(lines, " "))
}

// blocks puts each finding, written as a block of lines, on a line: where, what
// was wanted, what was got.
func blocks(found string) string {
	var lines []string
	for block := range strings.SplitSeq(strings.TrimSpace(found), "\n\n") {
		parts := map[string]string{}
		for line := range strings.Lines(block) {
			label, text, _ := strings.Cut(strings.TrimSpace(line), " ")
			parts[label] = strings.TrimSpace(text)
		}
		if parts["where"] != "" {
			lines = append(lines, fmt.Sprintf("%s: want %s, got %s", parts["where"], parts["want"], parts["got"]))
		}
	}
	return strings.Join(lines, "\n")
}

// told is what stories have found, without the name of the rule: x0002: want ….
func told(found string) string {
	var lines []string
	for line := range strings.Lines(found) {
		if _, rest, ok := strings.Cut(strings.TrimSpace(line), " "); ok {
			lines = append(lines, rest)
		}
	}
	return strings.Join(lines, "\n")
}

// Package sheet renders a short report of sections and entries as text, Markdown
// and one HTML page: what is to be read once, and holds no exchanges.
//
// It decides nothing, and takes every text in it for a stranger's.
package sheet

import (
	"fmt"
	"strings"
	"unicode"
)

// A Sheet is a short report.
type Sheet struct {
	Title, Headline string
	// Good says how it ended, for the colour.
	Good     bool
	Facts    []Row
	Sections []Section
	// Notes are what the reader should know and nobody is at fault for.
	Notes []string
}

// A Section is entries of one kind. In a brief one each entry is one line.
type Section struct {
	Title string
	// Tone is bad, warn, good or plain.
	Tone  string
	Brief bool
	// Columns head the cells of the entries: where there are some, the section is a
	// table, but in text.
	Columns []string
	Entries []Entry
	// Beside shows things before and after.
	Beside []Beside
}

// An Entry is one thing: a line that says it, and rows that say more. What stands
// between backticks is code.
type Entry struct {
	Head string
	// Kind is a word to find it by, such as a rule.
	Kind string
	Rows []Row
	// Tone is the entry's own, for its kind, and Cells what it says in a table.
	Tone  string
	Cells []string
}

// Beside is a text before and after, side by side; lines stay as they are. An empty
// After says that nothing stands for it.
type Beside struct{ Title, Before, After string }

// A Row is a label with what it names.
type Row struct{ Label, Text string }

// Few names the first of many: "a, b, c and 4 more".
func Few(all []string, most int) string {
	if len(all) <= most {
		return strings.Join(all, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(all[:most], ", "), len(all)-most)
}

// Count is "1 change", "2 changes".
func Count(n int, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %ss", n, one)
}

// lines is outside text of several lines, which stay.
func lines(s string) []string {
	all := strings.Split(strings.ReplaceAll(s, "\r\n", "\n"), "\n")
	for i, line := range all {
		all[i] = plain(line)
	}
	return all
}

// plain is outside text in one line: what would turn, hide or break it is made
// visible.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r':
			return ' '
		case unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == 0x2028 || r == 0x2029:
			return '\uFFFD'
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}

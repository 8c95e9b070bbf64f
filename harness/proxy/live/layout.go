package live

import (
	"encoding/json"
	"slices"
	"strings"

	"kontrakt/harness"
)

// A layout writes JSON, which is known to be valid, one member to a line, each
// literal as it was sent, and knows which place a line is of.
type layout struct {
	text []byte
	pos  int
	at   map[string][]int
	// above are the places that lead to one in at, found the lines where they are.
	above map[string]bool
	found map[string]int

	lines   []line
	current strings.Builder
	marks   []int
	indent  int
}

// deepest is how far lines are indented at most: a body can be made of brackets.
const deepest = 32

// laidOut lays JSON out, and marks the findings by their places: RFC 6901
// pointers. One about a place that is not there stands at the nearest one above.
// More says that it was too long to be shown whole.
func laidOut(text []byte, at map[string][]int) (lines []line, more bool) {
	l := &layout{text: text, at: at, above: map[string]bool{}, found: map[string]int{}}
	for pointer := range at {
		for p := pointer; ; p = p[:strings.LastIndexByte(p, '/')] {
			l.above[p] = true
			if !strings.Contains(p, "/") {
				break
			}
		}
	}
	l.value("", true)
	l.end()
	for pointer, marks := range at {
		if _, there := l.found[pointer]; there {
			continue
		}
		p := pointer
		for strings.Contains(p, "/") {
			p = p[:strings.LastIndexByte(p, '/')]
			if _, there := l.found[p]; there {
				break
			}
		}
		nearest := &l.lines[l.found[p]] // the whole body, at worst, which begins on line 0
		nearest.At = append(nearest.At, marks...)
		slices.Sort(nearest.At)
	}
	if len(l.lines) > mostLines {
		return l.lines[:mostLines], true
	}
	return l.lines, false
}

// value writes the value that stands next. Its pointer is known only where one of
// a finding may lead through it.
func (l *layout) value(pointer string, known bool) {
	if known = known && l.above[pointer]; known {
		if _, again := l.found[pointer]; !again {
			l.found[pointer] = len(l.lines)
		}
		l.marks = append(l.marks, l.at[pointer]...)
	}
	switch l.next() {
	case '{':
		l.members('}', func(int) {
			name := l.literal()
			l.current.WriteString(": ")
			l.skip(':')
			if !known {
				l.value("", false)
				return
			}
			l.value(pointer+"/"+token(name), true)
		})
	case '[':
		l.members(']', func(i int) {
			if !known {
				l.value("", false)
				return
			}
			l.value(pointer+"/"+decimal(i), true)
		})
	default:
		l.literal()
	}
}

// members writes what stands between brackets, one member to a line.
func (l *layout) members(end byte, member func(i int)) {
	l.current.WriteByte(l.text[l.pos])
	l.pos++
	if l.next() == end {
		l.current.WriteByte(end)
		l.pos++
		return
	}
	l.indent++
	for i := 0; ; i++ {
		l.end()
		l.next()
		member(i)
		if l.next() == end {
			break
		}
		l.skip(',')
		l.current.WriteByte(',')
	}
	l.indent--
	l.end()
	l.current.WriteByte(end)
	l.skip(end)
}

// end finishes a line and begins the next.
func (l *layout) end() {
	l.lines = append(l.lines, line{Text: l.current.String(), At: l.marks})
	l.current.Reset()
	l.marks = nil
	for range min(l.indent, deepest) {
		l.current.WriteString("  ")
	}
}

// next gives the byte that stands after blanks.
func (l *layout) next() byte {
	for strings.IndexByte(" \t\r\n", l.text[l.pos]) >= 0 {
		l.pos++
	}
	return l.text[l.pos]
}

// skip passes a byte that must stand next.
func (l *layout) skip(c byte) {
	if l.next() == c {
		l.pos++
	}
}

// literal writes a string, a number or a word as it is.
func (l *layout) literal() string {
	from := l.pos
	if l.text[from] == '"' {
		for l.pos++; l.text[l.pos] != '"'; l.pos++ {
			if l.text[l.pos] == '\\' {
				l.pos++
			}
		}
		l.pos++
	} else {
		for l.pos < len(l.text) && strings.IndexByte(" \t\r\n,]}", l.text[l.pos]) < 0 {
			l.pos++
		}
	}
	text := string(l.text[from:l.pos])
	l.current.WriteString(text)
	return text
}

// token is a member's name as a pointer has it.
func token(literal string) string {
	var name string
	_ = json.Unmarshal([]byte(literal), &name) // it is a valid string
	return harness.PointerToken(name)
}

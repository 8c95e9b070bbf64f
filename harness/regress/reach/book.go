package reach

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// A Book says what each scenario of a suite makes use of: its calls, each of a
// kind once.
type Book map[string][]Call

// Add notes a call of a scenario.
func (b Book) Add(scenario string, c Call) {
	if !slices.ContainsFunc(b[scenario], c.same) {
		b[scenario] = append(b[scenario], c)
	}
}

func (c Call) same(d Call) bool { return c.compare(d) == 0 }

func (c Call) compare(d Call) int {
	return cmp.Or(cmp.Compare(c.Path, d.Path), cmp.Compare(c.Method, d.Method), slices.Compare(c.Marks, d.Marks))
}

// written is the book as a file: marks stand once for each operation, and calls
// name them by number.
type written struct {
	Operations []writtenOperation  `json:"operations"`
	Scenarios  map[string][]string `json:"scenarios"`
}

type writtenOperation struct {
	Operation string   `json:"operation"`
	Marks     []string `json:"marks"`
	// Calls are numbers of marks: "0-4 7".
	Calls []string `json:"calls"`
}

// Write gives the book as JSON. The same book gives the same text.
func (b Book) Write() []byte {
	byOperation := map[string][]Call{}
	for _, calls := range b {
		for _, c := range calls {
			name := c.Method + " " + c.Path
			byOperation[name] = append(byOperation[name], c)
		}
	}
	out := written{Scenarios: map[string][]string{}}
	number := map[string]string{} // of a call, by operation and marks
	for i, name := range slices.Sorted(maps.Keys(byOperation)) {
		calls := byOperation[name]
		slices.SortFunc(calls, Call.compare)
		calls = slices.CompactFunc(calls, Call.same)
		marks := map[string]bool{}
		for _, c := range calls {
			for _, m := range c.Marks {
				marks[m] = true
			}
		}
		op := writtenOperation{Operation: name, Marks: slices.Sorted(maps.Keys(marks))}
		for j, c := range calls {
			op.Calls = append(op.Calls, ranges(op.Marks, c.Marks))
			number[key(c)] = fmt.Sprintf("%d.%d", i, j)
		}
		out.Operations = append(out.Operations, op)
	}
	for id, calls := range b {
		for _, c := range slices.SortedFunc(slices.Values(calls), Call.compare) {
			out.Scenarios[id] = append(out.Scenarios[id], number[key(c)])
		}
	}
	return encode(out)
}

func key(c Call) string { return c.Method + " " + c.Path + "\n" + strings.Join(c.Marks, "\n") }

// encode writes one line for each operation, call and scenario, which a reader
// of differences can tell apart.
func encode(w written) []byte {
	var b bytes.Buffer
	put := func(v any) {
		e := json.NewEncoder(&b)
		e.SetEscapeHTML(false)
		_ = e.Encode(v) // strings and lists of them encode
		b.Truncate(b.Len() - 1)
	}
	b.WriteString("{\"operations\": [")
	for i, op := range w.Operations {
		b.WriteString(comma(i) + "{\"operation\": ")
		put(op.Operation)
		b.WriteString(", \"marks\": ")
		put(op.Marks)
		b.WriteString(", \"calls\": [")
		for j, c := range op.Calls {
			b.WriteString(comma(j))
			put(c)
		}
		b.WriteString("]}")
	}
	b.WriteString("],\n\"scenarios\": {")
	for i, id := range slices.Sorted(maps.Keys(w.Scenarios)) {
		b.WriteString(comma(i))
		put(id)
		b.WriteString(": ")
		put(w.Scenarios[id])
	}
	b.WriteString("}}\n")
	return b.Bytes()
}

func comma(i int) string {
	if i == 0 {
		return "\n"
	}
	return ",\n"
}

// ranges writes which of all are in some, both sorted.
func ranges(all, some []string) string {
	var parts []string
	for i := 0; i < len(all); i++ {
		if _, in := slices.BinarySearch(some, all[i]); !in {
			continue
		}
		from := i
		for i+1 < len(all) {
			if _, in := slices.BinarySearch(some, all[i+1]); !in {
				break
			}
			i++
		}
		part := strconv.Itoa(from)
		if i > from {
			part += "-" + strconv.Itoa(i)
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, " ")
}

// Read reads what Write gives.
func Read(data []byte) (Book, error) {
	var w written
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&w); err != nil {
		return nil, fmt.Errorf("read what scenarios reach: %w", err)
	}
	calls := map[string]Call{}
	for i, op := range w.Operations {
		method, path, _ := strings.Cut(op.Operation, " ")
		for j, text := range op.Calls {
			marks, err := chosen(op.Marks, text)
			if err != nil {
				return nil, fmt.Errorf("read what scenarios reach: %s: %w", op.Operation, err)
			}
			calls[fmt.Sprintf("%d.%d", i, j)] = Call{Method: method, Path: path, Marks: marks}
		}
	}
	b := Book{}
	for id, numbers := range w.Scenarios {
		for _, n := range numbers {
			c, known := calls[n]
			if !known {
				return nil, fmt.Errorf("read what scenarios reach: %s: there is no call %s", id, n)
			}
			b[id] = append(b[id], c)
		}
	}
	return b, nil
}

// chosen are the marks that ranges names.
func chosen(all []string, text string) ([]string, error) {
	var out []string
	for part := range strings.FieldsSeq(text) {
		first, last, several := strings.Cut(part, "-")
		if !several {
			last = first
		}
		from, err := strconv.Atoi(first)
		if err != nil {
			return nil, err
		}
		to, err := strconv.Atoi(last)
		if err != nil {
			return nil, err
		}
		if from < 0 || to < from || to >= len(all) {
			return nil, fmt.Errorf("there are no marks %s", part)
		}
		out = append(out, all[from:to+1]...)
	}
	return out, nil
}

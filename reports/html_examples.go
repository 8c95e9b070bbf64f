package reports

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// Examples are short on the page: of headers those that the finding is about, of
// the broken one what the other has not. The report document has them whole, and so
// has explain.

// headers leaves headers out where nothing is found in one.
func (x Example) headers(found string) Example {
	if strings.Contains(found, "header") {
		return x
	}
	var kept []string
	for _, message := range strings.Split(x.Text, "\n\n") {
		if start, _, more := strings.Cut(message, "\n"); more && !strings.HasPrefix(message, "+") && !strings.HasPrefix(message, "{") {
			message = start
		}
		kept = append(kept, message)
	}
	x.Text = strings.Join(kept, "\n\n")
	return x
}

// beside leaves out what the other has too, and all findings but the first.
func (x Example) beside(other Example) Example {
	mine, theirs := strings.Split(x.Text, "\n\n"), strings.Split(other.Text, "\n\n")
	for i := range mine {
		if i < len(theirs) && mine[i] != theirs[i] {
			mine[i] = without(mine[i], theirs[i])
		}
	}
	x.Text = strings.Join(mine, "\n\n")
	x.Found, _, _ = strings.Cut(x.Found, "\n")
	return x
}

// without is a JSON object less the members that the other has alike; what is left
// out shows as dots. A text that is no object, or is the same, stays.
func without(body, other string) string {
	mine, theirs := members(body), members(other)
	if mine == nil {
		return items(body, other)
	}
	var kept []string
	for _, m := range mine {
		i := slices.IndexFunc(theirs, func(t member) bool { return t.name == m.name })
		switch {
		case i < 0:
			kept = append(kept, m.name+":"+m.value)
		case m.value != theirs[i].value:
			kept = append(kept, m.name+":"+without(m.value, theirs[i].value))
		}
	}
	switch {
	case len(kept) == 0:
		return "{…}"
	case len(kept) < len(mine):
		kept = append(kept, "…")
	}
	return "{" + strings.Join(kept, ",") + "}"
}

// items does the same for lists of one length, item by item.
func items(body, other string) string {
	var mine, theirs []json.RawMessage
	if json.Unmarshal([]byte(body), &mine) != nil || json.Unmarshal([]byte(other), &theirs) != nil || len(mine) != len(theirs) {
		return body
	}
	kept := make([]string, len(mine))
	for i := range mine {
		kept[i] = "…"
		if string(mine[i]) != string(theirs[i]) {
			kept[i] = without(string(mine[i]), string(theirs[i]))
		}
	}
	return "[" + strings.Join(kept, ",") + "]"
}

// A member is one of a JSON object, both parts as they stand there.
type member struct{ name, value string }

// members are those of a JSON object; nil where the text is no such thing.
func members(body string) []member {
	d := json.NewDecoder(strings.NewReader(body))
	if open, err := d.Token(); err != nil || open != json.Delim('{') {
		return nil
	}
	var all []member
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return nil
		}
		var value json.RawMessage
		if d.Decode(&value) != nil {
			return nil
		}
		all = append(all, member{fmt.Sprintf("%q", name), string(value)})
	}
	if end, err := d.Token(); err != nil || end != json.Delim('}') || d.More() {
		return nil
	}
	return all
}

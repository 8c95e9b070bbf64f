package journal

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
)

// parse gives what a file leaves open, and how many lines say something. A last
// line that was broken off is what a crash leaves; anything else that does not read
// is a mistake.
func parse(name string, data []byte) (open []Thing, said int, err error) {
	lines := bytes.Split(data, []byte("\n"))
	for i, text := range lines {
		if len(bytes.TrimSpace(text)) == 0 {
			continue
		}
		var l line
		err := json.Unmarshal(text, &l)
		known := l.State == made || l.State == gone
		switch {
		case err != nil && !bytes.HasSuffix(bytes.TrimSpace(text), []byte("}")) && bytes.HasPrefix(text, []byte("{")):
			continue // a crash broke it off; mended, it need not be the last
		case err != nil || !known || l.Target == "" || !slices.Contains([]Kind{Payment, Agreement, Session, Webhook}, l.Kind):
			return nil, 0, fmt.Errorf("%s:%d: not a line of a journal", name, i+1)
		case l.State == gone:
			open = slices.DeleteFunc(open, func(t Thing) bool { return t == l.Thing })
		case !slices.Contains(open, l.Thing):
			open = append(open, l.Thing)
		}
		said++
	}
	return open, said, nil
}

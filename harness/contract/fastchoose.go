package contract

import "bytes"

// chooseRaw chooses between callbacks that share a URL without decoding the
// body: sure is false where that takes more than the names of its members.
func chooseRaw(fit []*operation, body []byte, h map[string][]string) (chosen *operation, sure bool) {
	for _, op := range fit {
		if op.when == nil {
			if chosen != nil {
				return nil, false
			}
			chosen = op
			continue
		}
		sure := true
		fits := op.when.fits(func(c condition) bool {
			if c.header != "" {
				return len(headerValues(h, c.header)) > 0
			}
			if len(c.tokens) != 1 {
				sure = false
				return false
			}
			there, certain := memberThere(body, c.tokens[0], c.value)
			sure = sure && certain
			return there
		})
		if !sure {
			return nil, false
		}
		if fits {
			return op, true
		}
	}
	return chosen, chosen != nil
}

// memberThere says whether an object has a member of that name other than null,
// and with that text where one is asked for.
func memberThere(body []byte, name, text string) (there, sure bool) {
	v, sure := memberValue(body, name, false)
	switch {
	case !sure:
		return false, false
	case text == "":
		return len(v) > 0 && v[0] != 'n', true
	case bytes.IndexByte(v, '\\') >= 0:
		return false, false
	}
	return len(v) == len(text)+2 && v[0] == '"' && string(v[1:len(v)-1]) == text, true
}

// memberValue gives the value of an object's member as it is written, empty
// where there is none. It is not sure of what is no object, of names that are
// escaped, and of a name that stands twice, unless the first one is enough.
func memberValue(body []byte, name string, first bool) (value []byte, sure bool) {
	c := cursor{b: body}
	c.space()
	if c.i >= len(body) || body[c.i] != '{' {
		return nil, false
	}
	c.i++
	for {
		found, escaped, ok := c.name()
		if !ok || escaped {
			return nil, false
		}
		c.space()
		from := c.i
		c.value(doubtful, 0)
		if string(found) == name {
			if value != nil {
				return nil, false
			}
			if value = body[from:c.i]; first && !c.bad {
				return value, true
			}
		}
		if c.space(); c.bad || c.i >= len(body) {
			return nil, false
		}
		c.i++
		switch body[c.i-1] {
		case '}':
			return value, true
		case ',':
		default:
			return nil, false
		}
	}
}

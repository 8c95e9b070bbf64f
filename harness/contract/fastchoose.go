package contract

// chooseRaw chooses between callbacks that share a URL without decoding the
// body: sure is false where that takes more than the names of its members.
func chooseRaw(fit []*operation, body []byte) (chosen *operation, sure bool) {
	for _, op := range fit {
		if op.when == nil {
			if chosen != nil {
				return nil, false
			}
			chosen = op
			continue
		}
		sure := true
		fits := op.when.fits(func(tokens []string) bool {
			if len(tokens) != 1 {
				sure = false
				return false
			}
			there, certain := memberThere(body, tokens[0])
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

// memberThere says whether an object has a member of that name other than null.
func memberThere(body []byte, name string) (there, sure bool) {
	c := cursor{b: body}
	c.space()
	if c.i >= len(body) || body[c.i] != '{' {
		return false, false
	}
	c.i++
	for {
		found, escaped, ok := c.name()
		if !ok || escaped {
			return false, false
		}
		c.space()
		if string(found) == name {
			if there || c.i >= len(body) {
				return false, false
			}
			there = body[c.i] != 'n'
		}
		c.value(doubtful, 0)
		if c.space(); c.bad || c.i >= len(body) {
			return false, false
		}
		c.i++
		switch body[c.i-1] {
		case '}':
			return there, true
		case ',':
		default:
			return false, false
		}
	}
}

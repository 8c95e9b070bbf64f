package contract

// maxUndeclared is how many members without a schema of their own are compared
// for being written twice.
const maxUndeclared = 8

func (c *cursor) object(a *acceptor, depth int) sureness {
	out := a.verdict(a.kinds&kindObject != 0)
	c.i++
	var seen uint64
	var others [maxUndeclared][]byte
	n := 0
	// vague: a name is escaped or stands twice, so nothing is certain of which
	// member counts.
	vague := false
	for first := true; ; first = false {
		c.space()
		if c.i < len(c.b) && c.b[c.i] == '}' && first {
			c.i++
			break
		}
		name, escaped, ok := c.name()
		if !ok {
			return c.fail()
		}
		node, bit := a.member(name)
		switch {
		case escaped, seen&bit != 0:
			vague = true
		case node == nil && a.forbids && !a.unsure:
			out = surelyNot
		case node == nil && a.undeclared == nil:
			out = min(out, unsure)
		case bit == 0:
			for _, other := range others[:n] {
				vague = vague || string(other) == string(name)
			}
			if n == maxUndeclared {
				vague = true
			} else {
				others[n] = name
				n++
			}
		}
		seen |= bit
		out = min(out, c.member(a, node, depth))
		if c.bad {
			return unsure
		}
		if c.space(); c.i >= len(c.b) {
			return c.fail()
		}
		sep := c.b[c.i]
		c.i++
		if sep == '}' {
			break
		}
		if sep != ',' {
			return c.fail()
		}
	}
	switch {
	case vague:
		return unsure
	case !a.unsure && a.required&^seen != 0:
		return surelyNot
	}
	return out
}

// name reads a member's name and the colon after it.
func (c *cursor) name() (name []byte, escaped, ok bool) {
	c.space()
	if c.i >= len(c.b) || c.b[c.i] != '"' {
		return nil, false, false
	}
	name, escaped = c.span()
	if c.space(); c.bad || c.i >= len(c.b) || c.b[c.i] != ':' {
		return nil, false, false
	}
	c.i++
	return name, escaped, true
}

// member finds the acceptor of a declared member and its bit.
func (a *acceptor) member(name []byte) (*acceptor, uint64) {
	if i, ok := a.members[string(name)]; ok {
		return a.nodes[i], 1 << (i & 63)
	}
	return nil, 0
}

// doubtful reads any value and is never certain of it.
var doubtful = &acceptor{unsure: true}

func (c *cursor) member(a *acceptor, node *acceptor, depth int) sureness {
	if node != nil {
		return c.value(node, depth+1)
	}
	if a.undeclared != nil {
		return c.value(a.undeclared, depth+1)
	}
	c.value(doubtful, depth+1)
	return surely // what is undeclared has been weighed by its name
}

func (c *cursor) array(a *acceptor, depth int) sureness {
	out := a.verdict(a.kinds&kindArray != 0)
	items := a.items
	if items == nil {
		items = doubtful
	}
	c.i++
	n := 0
	for ; ; n++ {
		c.space()
		if c.i < len(c.b) && c.b[c.i] == ']' && n == 0 {
			c.i++
			break
		}
		out = min(out, c.value(items, depth+1))
		if c.bad {
			return unsure
		}
		if c.space(); c.i >= len(c.b) {
			return c.fail()
		}
		sep := c.b[c.i]
		c.i++
		if sep == ']' {
			n++
			break
		}
		if sep != ',' {
			return c.fail()
		}
	}
	if !a.unsure && (n < a.minItems || a.maxItm >= 0 && n > a.maxItm) {
		return surelyNot
	}
	return out
}

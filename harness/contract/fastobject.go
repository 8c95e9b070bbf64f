package contract

// maxUndeclared is how many members without a schema of their own are compared
// for being written twice.
const maxUndeclared = 8

// A roll is what an object's names say so far.
type roll struct {
	seen   uint64
	others [maxUndeclared][]byte
	n      int
	// vague: a name is escaped or stands twice, so nothing is certain of which
	// member counts.
	vague bool
}

// call takes a name and gives its acceptor, nil where it is not declared.
func (r *roll) call(a *acceptor, name []byte, escaped bool) (*acceptor, sureness) {
	node, bit := a.member(name)
	r.vague = r.vague || escaped || r.seen&bit != 0
	r.seen |= bit
	switch {
	case node != nil || escaped:
		return node, surely
	case a.forbids && !a.unsure:
		return nil, surelyNot
	case a.undeclared == nil:
		return nil, unsure
	case a.undeclared.skips:
		return nil, surely // who looks at it sees a name that stands twice
	}
	for _, other := range r.others[:r.n] {
		r.vague = r.vague || string(other) == string(name)
	}
	if r.n == maxUndeclared {
		r.vague = true
	} else {
		r.others[r.n] = name
		r.n++
	}
	return nil, surely
}

func (c *cursor) object(a *acceptor, depth int) sureness {
	out := a.verdict(a.kinds&kindObject != 0)
	c.i++
	var r roll
	n := 0
	for ; ; n++ {
		c.space()
		if c.i < len(c.b) && c.b[c.i] == '}' && n == 0 {
			c.i++
			break
		}
		name, escaped, ok := c.name()
		if !ok {
			return c.fail()
		}
		node, named := r.call(a, name, escaped)
		out = min(out, named, c.member(a, node, depth))
		if c.bad {
			return unsure
		}
		end, ok := c.separator('}')
		if !ok {
			return c.fail()
		}
		if end {
			n++
			break
		}
	}
	switch {
	case r.vague:
		return unsure
	case !a.unsure && (n < a.minProps || a.maxPrp >= 0 && n > a.maxPrp):
		return surelyNot
	case !a.unsure && a.required&^r.seen != 0:
		return surelyNot
	}
	return out
}

// separator reads the comma between members, or what closes them.
func (c *cursor) separator(closing byte) (end, ok bool) {
	if c.space(); c.i >= len(c.b) {
		return false, false
	}
	sep := c.b[c.i]
	c.i++
	return sep == closing, sep == closing || sep == ','
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
	if a.names != nil {
		return a.names.find(a, name)
	}
	if i, ok := a.members[string(name)]; ok {
		return a.nodes[i], 1 << (i & 63)
	}
	return nil, 0
}

// names find members by the length and the ends of a name, which is quicker than
// a map where there are few.
type names struct {
	// heads and next are one more than the place of a name in list; 0 is none.
	heads [64]uint8
	next  []uint8
	list  []string
}

func slotOf(name string) int {
	if name == "" {
		return 0
	}
	return (len(name)*5 + int(name[0])*3 + int(name[len(name)-1])) & 63
}

// sealed gives an acceptor whose members do not change any more.
func (a *acceptor) sealed() *acceptor {
	if len(a.members) == 0 || len(a.nodes) > 64 {
		return a
	}
	n := &names{list: make([]string, len(a.nodes)), next: make([]uint8, len(a.nodes))}
	for name, i := range a.members {
		n.list[i] = name
	}
	for i, name := range n.list {
		head := &n.heads[slotOf(name)]
		n.next[i], *head = *head, uint8(i+1)
	}
	a.names = n
	return a
}

func (n *names) find(a *acceptor, name []byte) (*acceptor, uint64) {
	for i := n.heads[slotOf(view(name))]; i > 0; i = n.next[i-1] {
		if n.list[i-1] == string(name) {
			return a.nodes[i-1], 1 << (i - 1)
		}
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
		end, ok := c.separator(']')
		if !ok {
			return c.fail()
		}
		if end {
			n++
			break
		}
	}
	if !a.unsure && (n < a.minItems || a.maxItm >= 0 && n > a.maxItm) {
		return surelyNot
	}
	return out
}

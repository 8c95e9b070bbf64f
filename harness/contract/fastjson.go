package contract

// A verdict of an acceptor.
type sureness int8

const (
	surelyNot sureness = iota
	unsure
	surely
)

// maxFastDepth is where raw reading gives up.
const maxFastDepth = 64

// accepts says whether a body is one JSON value in which nothing would be
// found. It allocates nothing.
func (a *acceptor) accepts(body []byte) bool {
	c := cursor{b: body}
	if c.value(a, 0) != surely || c.bad {
		return false
	}
	c.space()
	return c.i == len(body)
}

// A cursor reads raw JSON. It goes through a value to its end whatever the
// verdict, unless the text is bad.
type cursor struct {
	b   []byte
	i   int
	bad bool
}

func (c *cursor) space() {
	for c.i < len(c.b) {
		switch c.b[c.i] {
		case ' ', '\t', '\n', '\r':
			c.i++
		default:
			return
		}
	}
}

func (c *cursor) fail() sureness {
	c.bad = true
	return unsure
}

func (c *cursor) value(a *acceptor, depth int) sureness {
	c.space()
	if c.i >= len(c.b) || depth > maxFastDepth {
		return c.fail()
	}
	if a.skips {
		c.plain(doubtful, depth)
		return surely // unless the text is bad, which is asked at the end
	}
	if len(a.also)+len(a.one)+len(a.any)+len(a.sites) > 0 && !(a.nullable && c.b[c.i] == 'n') {
		return c.composed(a, depth)
	}
	return c.plain(a, depth)
}

func (c *cursor) plain(a *acceptor, depth int) sureness {
	switch b := c.b[c.i]; {
	case b == '{':
		return c.object(a, depth)
	case b == '[':
		return c.array(a, depth)
	case b == '"':
		return c.text(a)
	case b == '-' || b >= '0' && b <= '9':
		return c.number(a)
	case b == 't':
		return c.word(a, "true", a.kinds&kindBoolean != 0)
	case b == 'f':
		return c.word(a, "false", a.kinds&kindBoolean != 0)
	case b == 'n':
		if a.choices && !a.nullable {
			return min(c.word(a, "null", true), unsure)
		}
		return c.word(a, "null", a.nullable)
	}
	return c.fail()
}

// composed holds one value against several acceptors.
func (c *cursor) composed(a *acceptor, depth int) sureness {
	start := c.i
	out := surely
	for _, part := range a.also {
		c.i = start
		out = min(out, c.value(part, depth+1))
	}
	for _, s := range a.sites {
		c.i = start
		if c.value(s, depth+1) != surely {
			out = min(out, unsure) // an erratum's note, no refusal
		}
	}
	if len(a.one) > 0 {
		out = min(out, c.choice(a, a.one, start, depth, true))
	}
	if len(a.any) > 0 {
		out = min(out, c.choice(a, a.any, start, depth, false))
	}
	return out
}

// choice is certain when every branch is, and no more than one holds where only
// one may.
func (c *cursor) choice(a *acceptor, branches []*acceptor, start, depth int, single bool) sureness {
	held, doubt := 0, false
	if a.chooser != "" {
		v := a.variant(c.b, start)
		if v == nil {
			v = doubtful
		}
		branches = []*acceptor{v}
	}
	for _, b := range branches {
		c.i = start
		switch c.value(b, depth+1) {
		case surely:
			held++
		case unsure:
			doubt = true
		}
	}
	switch {
	case doubt || single && held > 1:
		return unsure
	case held == 0:
		return surelyNot
	}
	return c.beside(a, start, depth)
}

// beside judges what a schema says beside its branches. Of objects and arrays
// it knows no more than whether it says anything.
func (c *cursor) beside(a *acceptor, start, depth int) sureness {
	switch c.b[start] {
	case '{', '[':
		if !a.bare() || !a.takes(c.b[start]) {
			return unsure
		}
		return surely
	case 'n':
		return unsure
	}
	end := c.i
	c.i = start
	out := c.plain(a, depth)
	c.i = end
	return out
}

// takes says whether an object or array, by its first byte, is of a type that
// is taken.
func (a *acceptor) takes(first byte) bool {
	if first == '{' {
		return a.kinds&kindObject != 0
	}
	return a.kinds&kindArray != 0
}

// bare says that a choice has no words of its own beside its branches.
func (a *acceptor) bare() bool {
	return a.plain && a.minItems == 0 && a.maxItm < 0 && a.minProps == 0 && a.maxPrp < 0
}

func (c *cursor) word(a *acceptor, word string, ok bool) sureness {
	if len(c.b)-c.i < len(word) || string(c.b[c.i:c.i+len(word)]) != word {
		return c.fail()
	}
	c.i += len(word)
	return a.verdict(ok)
}

// verdict is certain unless the schema is not understood.
func (a *acceptor) verdict(ok bool) sureness {
	switch {
	case a.unsure:
		return unsure
	case ok:
		return surely
	}
	return surelyNot
}

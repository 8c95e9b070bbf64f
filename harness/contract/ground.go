package contract

import (
	"encoding/json"
	"slices"
	"strings"
	"sync"

	"kontrakt/harness"
)

// A Ground is what a contract says may stand at a place in a body: the ground
// that traffic can cover.
type Ground struct {
	// Name is the place: /transactions/*/amount, an index being *.
	Name string
	// Properties and Items go down; nil where nothing is declared.
	Properties map[string]*Ground
	Items      *Ground
	// Members are those of an enum.
	Members []Member
	// Variants are the shapes of which a value has one, by name; none where there
	// is one only.
	Variants []Variant
}

// A Member is one value of an enum. Enum names the enum, which several places may
// share: Amount.currency, or its place where no component has it.
type Member struct{ Enum, Literal string }

// A Variant is one of several shapes that a value may have.
type Variant struct {
	Name string
	// Takes says whether a value, as it is written, has this shape.
	Takes func(json []byte) bool
}

// Grounds are those of an operation's bodies.
type Grounds struct {
	Operation *harness.Operation
	// Request is nil where no body is declared, and so are the answers of
	// Answers, which is by documented status.
	Request *Ground
	Answers map[string]*Ground
	reply   func(int) string
}

// Documented gives the documented status that an answer's status falls under;
// empty where it falls under none.
func (g *Grounds) Documented(status int) string { return g.reply(status) }

// Grounds gives the ground of every operation, in the order of Operations. It is
// made on first use and shared by all who ask; nobody may change it.
func (c *Contract) Grounds() []Grounds { return c.grounds() }

func (c *Contract) makeGrounds() []Grounds {
	list := make([]Grounds, len(c.ops))
	for i, op := range c.ops {
		list[i] = Grounds{Operation: &op.Operation, Request: c.ground(op.body), Answers: map[string]*Ground{}, reply: op.documented}
		for _, status := range op.statuses {
			list[i].Answers[status] = c.ground(op.responses[status].content)
		}
	}
	return list
}

func (op *operation) documented(status int) string {
	r := op.reply(status)
	if r == nil {
		return ""
	}
	return r.status
}

func (c *Contract) ground(body *content) *Ground {
	if body == nil {
		return nil
	}
	var at []*place
	for _, t := range body.types {
		if m := body.media[t]; m.place != nil && isJSON(t) {
			at = append(at, m.place)
		}
	}
	if len(at) == 0 {
		return nil
	}
	return c.groundOf(at, "", nil)
}

// groundOf merges what several schemas say of one place; above are the shapes
// that lead there, in which a recursive schema ends.
func (c *Contract) groundOf(at []*place, name string, above []*shape) *Ground {
	g := &Ground{Name: name}
	var shapes []*shape
	for _, p := range at {
		for _, sh := range variants(p.shape, nil) {
			if !slices.Contains(shapes, sh) {
				shapes = append(shapes, sh)
			}
		}
	}
	members, items := map[string][]*place{}, []*place(nil)
	for _, sh := range shapes {
		g.Members = append(g.Members, membersOf(sh, name)...)
		g.Variants = append(g.Variants, c.variantsOf(sh)...)
		if slices.Contains(above, sh) {
			continue
		}
		for member, p := range sh.props {
			members[member] = append(members[member], p)
		}
		if sh.items != nil {
			items = append(items, sh.items)
		}
	}
	below := append(slices.Clone(above), shapes...)
	for _, member := range sortedKeys(members) {
		if g.Properties == nil {
			g.Properties = map[string]*Ground{}
		}
		g.Properties[member] = c.groundOf(members[member], name+"/"+escapeToken(member), below)
	}
	if len(items) > 0 {
		g.Items = c.groundOf(items, name+"/*", below)
	}
	return g
}

// dotted writes a place within a component as it is named.
var dotted = strings.NewReplacer("/properties/", ".", "/items", ".*")

// membersOf are those of a shape's enum but null.
func membersOf(sh *shape, name string) []Member {
	if len(sh.schema.Enum) == 0 {
		return nil
	}
	if component, is := strings.CutPrefix(sh.pointer, "#/components/schemas/"); is {
		name = dotted.Replace(component)
	}
	var out []Member
	for _, member := range sh.schema.Enum {
		if text, err := json.Marshal(member); err == nil && member != nil {
			out = append(out, Member{name, string(text)})
		}
	}
	return out
}

// variantsOf are the branches of a shape's oneOf or anyOf, where there are
// several.
func (c *Contract) variantsOf(sh *shape) []Variant {
	branches := append(slices.Clone(sh.one), sh.any...)
	if len(branches) < 2 {
		return nil
	}
	list := make([]Variant, len(branches))
	for i, b := range branches {
		list[i] = Variant{
			Name:  b.pointer[strings.LastIndexByte(b.pointer, '/')+1:],
			Takes: taker(b),
		}
	}
	return list
}

// taker says whether a value has a shape: without decoding it, where that is
// certain.
func taker(p *place) func([]byte) bool {
	compiled := sync.OnceValue(func() *acceptor { return (&fastCompiler{made: map[*shape]*acceptor{}}).shape(p.shape) })
	return func(text []byte) bool {
		c := cursor{b: text}
		switch sure := c.value(compiled(), 0); {
		case sure == surely && !c.bad:
			return true
		case sure == surelyNot && !c.bad:
			return false
		}
		var v any
		return json.Unmarshal(text, &v) == nil && matches(p.schema, v)
	}
}

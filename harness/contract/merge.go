package contract

import (
	"slices"

	"gopkg.in/yaml.v3"
)

// A merger carries one action into a tree and remembers where it wrote.
type merger struct {
	tree   *tree
	action int
	// note says that what is written is to be remembered, because the action is
	// an erratum.
	note bool
	// shallow inserts no containers: marks only go where the document has a
	// place for them.
	shallow bool
	changed bool
}

func (m *merger) wrote(n *yaml.Node) {
	m.changed = true
	if m.note {
		m.tree.written = append(m.tree.written, written{node: n, action: m.action})
	}
}

func (m *merger) inserted(n *yaml.Node) {
	if m.note {
		m.tree.written = append(m.tree.written, written{node: n, action: m.action, inserted: true})
	}
}

// merge follows the specification: mappings merge by key, sequences grow,
// everything else is replaced.
func (m *merger) merge(n, with *yaml.Node) {
	switch {
	case n.Kind == yaml.MappingNode && with.Kind == yaml.MappingNode:
		m.mergeMapping(n, with)
	case n.Kind == yaml.SequenceNode && with.Kind == yaml.SequenceNode:
		for _, item := range with.Content {
			n.Content = append(n.Content, adopt(item))
		}
		if len(with.Content) > 0 {
			m.wrote(n)
		}
	case n.Kind == yaml.ScalarNode && with.Kind == yaml.ScalarNode && n.Value == with.Value && n.ShortTag() == with.ShortTag():
	default:
		*n = *adopt(with)
		m.wrote(n)
	}
}

func (m *merger) mergeMapping(n, with *yaml.Node) {
	for i := 0; i < len(with.Content); i += 2 {
		key, value := with.Content[i], with.Content[i+1]
		if have := child(n, key.Value); have != nil {
			m.merge(have, value)
			continue
		}
		if m.shallow && !isMark(key.Value) {
			continue
		}
		added := adopt(value)
		n.Content = append(n.Content, adopt(key), added)
		m.wrote(n)
		m.inserted(added)
	}
}

// remove takes a node out of its parent.
func (m *merger) remove(n *yaml.Node) {
	parent, at := parentOf(m.tree.root, n)
	if parent == nil {
		return
	}
	if parent.Kind == yaml.MappingNode {
		at -= at % 2
		parent.Content = slices.Delete(parent.Content, at, at+2)
	} else {
		parent.Content = slices.Delete(parent.Content, at, at+1)
	}
	m.wrote(parent)
}

func parentOf(root, n *yaml.Node) (*yaml.Node, int) {
	for i, c := range root.Content {
		if c == n {
			return root, i
		}
		if p, at := parentOf(c, n); p != nil {
			return p, at
		}
	}
	return nil, 0
}

// adopt copies a node of the overlay; its line becomes negative.
func adopt(n *yaml.Node) *yaml.Node {
	out := *n
	out.Anchor, out.Line = "", -n.Line
	if n.Kind == yaml.AliasNode {
		return adopt(n.Alias)
	}
	out.Content = make([]*yaml.Node, len(n.Content))
	for i, c := range n.Content {
		out.Content[i] = adopt(c)
	}
	return &out
}

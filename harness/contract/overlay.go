package contract

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/speakeasy-api/openapi-overlay/pkg/overlay"
	"gopkg.in/yaml.v3"
)

// erratum is the kind of an action that relaxes what the published document
// says wrongly; update is what was published later or never written down.
const (
	erratum = "erratum"
	update  = "update"
)

// The key under which an overlay chooses RFC 9535 for its targets.
const rfc9535 = "rfc9535"

// written is a node that an action wrote into; action counts from 0.
type written struct {
	node     *yaml.Node
	action   int
	inserted bool
}

// A touch is a place in the document that an erratum changed, or inserted.
type touch struct {
	pointer  string
	action   int
	inserted bool
}

// parsedOverlay is an overlay with the lines of its actions.
type parsedOverlay struct {
	*overlay.Overlay
	file  string
	nodes []*yaml.Node
}

func parseOverlay(file string, data []byte) (*parsedOverlay, error) {
	doc, err := parseTree(file, data)
	if err != nil {
		return nil, err
	}
	o := &overlay.Overlay{}
	if err := doc.Decode(o); err != nil {
		return nil, fmt.Errorf("read %s: %s", file, strings.TrimPrefix(err.Error(), "yaml: "))
	}
	p := &parsedOverlay{Overlay: o, file: file}
	if actions := child(doc.Content[0], "actions"); actions != nil {
		p.nodes = actions.Content
	}
	if err := o.Validate(); err != nil {
		return nil, fmt.Errorf("read %s: %s", file, strings.ReplaceAll(err.Error(), "\n", "; "))
	}
	o.JSONPathVersion = cmp.Or(o.JSONPathVersion, rfc9535)
	return p, nil
}

// action reads what an action says of itself.
func (p *parsedOverlay) action(i int) (Action, error) {
	a := p.Actions[i]
	text := func(key string) string { s, _ := a.Extensions[key].(string); return strings.TrimSpace(s) }
	out := Action{
		Kind: text("x-kind"), Reason: text("x-reason"), Source: text("x-source"),
		Target: a.Target, File: p.file, Line: p.nodes[i].Line,
	}
	switch {
	case out.Kind != erratum && out.Kind != update:
		return out, p.fault(i, fmt.Sprintf("x-kind is %q, not erratum or update", out.Kind))
	case out.Reason == "":
		return out, p.fault(i, "it has no x-reason")
	case out.Source == "":
		return out, p.fault(i, "it has no x-source")
	}
	return out, nil
}

func (p *parsedOverlay) fault(i int, what string) error {
	return fmt.Errorf("%s:%d: action %d (target %s): %s", p.file, p.nodes[i].Line, i+1, p.Actions[i].Target, what)
}

// apply changes the tree. We merge ourselves, as the specification of overlays
// says and as the library does, because the library renders the whole document
// twice for every action and forgets the lines of what it adds.
func (p *parsedOverlay) apply(t *tree, asPublished bool) ([]Action, error) {
	var out []Action
	for i, a := range p.Actions {
		action, err := p.action(i)
		if err != nil {
			return nil, err
		}
		path, err := p.NewPath(a.Target, nil)
		if err != nil {
			return nil, p.fault(i, "the target is no JSONPath")
		}
		nodes := path.Query(t.root)
		if asPublished {
			applyMarks(nodes, a, t)
			continue
		}
		if len(nodes) == 0 {
			return nil, p.fault(i, "the target selects nothing in "+t.spec)
		}
		for _, n := range nodes {
			m := merger{tree: t, action: i, note: action.Kind == erratum}
			if a.Remove {
				m.remove(n)
			} else {
				m.merge(n, &a.Update)
			}
			if !m.changed {
				return nil, p.fault(i, "it changes nothing in "+t.spec)
			}
		}
		out = append(out, action)
	}
	return out, nil
}

// applyMarks keeps of an action what changes no judgement: operation ids and
// our own marks.
func applyMarks(nodes []*yaml.Node, a overlay.Action, t *tree) {
	if a.Remove {
		return
	}
	marks := pruneToMarks(&a.Update)
	if marks == nil {
		return
	}
	for _, n := range nodes {
		m := merger{tree: t, shallow: true}
		m.merge(n, marks)
	}
}

func isMark(key string) bool { return key == "operationId" || strings.HasPrefix(key, "x-kontrakt-") }

func pruneToMarks(n *yaml.Node) *yaml.Node {
	if n.Kind != yaml.MappingNode {
		return nil
	}
	out := &yaml.Node{Kind: yaml.MappingNode, Tag: n.Tag, Line: n.Line}
	for i := 0; i < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if !isMark(key.Value) {
			if value = pruneToMarks(value); value == nil {
				continue
			}
		}
		out.Content = append(out.Content, key, value)
	}
	if len(out.Content) == 0 {
		return nil
	}
	return out
}

func child(n *yaml.Node, key string) *yaml.Node {
	if n == nil || n.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	return nil
}

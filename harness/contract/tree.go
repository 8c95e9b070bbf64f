package contract

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"kontrakt/harness"
)

// A tree is the YAML of a document. A node with a negative line came out of
// the overlay.
type tree struct {
	root          *yaml.Node
	spec, overlay string
	written       []written
}

func parseTree(file string, data []byte) (*yaml.Node, error) {
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil {
		return nil, fmt.Errorf("read %s: %s", file, strings.TrimPrefix(err.Error(), "yaml: "))
	}
	if doc.Kind != yaml.DocumentNode || doc.Content[0].Kind != yaml.MappingNode {
		return nil, fmt.Errorf("read %s: it is not a YAML mapping", file)
	}
	return &doc, nil
}

// toJSON renders a node as JSON. Scalars are read as YAML 1.2 does, and dates
// stay the text they are.
func toJSON(n *yaml.Node) ([]byte, error) {
	if _, err := parts(n, map[*yaml.Node]int{}); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := writeJSON(&b, n); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// mostParts is how many values a document may hold: far more than any API has, far
// fewer than a few lines of aliases of aliases can swell to.
const mostParts = 5_000_000

// parts counts the values in a node, those of an alias each time that it stands
// there; known are the counts of nodes that were seen, -1 while they are counted.
func parts(n *yaml.Node, known map[*yaml.Node]int) (int, error) {
	if n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	if count, seen := known[n]; seen {
		if count < 0 {
			return 0, fmt.Errorf("line %d: it holds itself", max(n.Line, -n.Line))
		}
		return count, nil
	}
	known[n] = -1
	count := 1
	for _, below := range n.Content {
		more, err := parts(below, known)
		if err != nil {
			return 0, err
		}
		if count += more; count > mostParts {
			return 0, fmt.Errorf("line %d: its aliases make it too large", max(n.Line, -n.Line))
		}
	}
	known[n] = count
	return count, nil
}

func writeJSON(b *bytes.Buffer, n *yaml.Node) error {
	switch n.Kind {
	case yaml.DocumentNode:
		return writeJSON(b, n.Content[0])
	case yaml.AliasNode:
		return writeJSON(b, n.Alias)
	case yaml.MappingNode:
		return writeObject(b, n)
	case yaml.SequenceNode:
		b.WriteByte('[')
		for i, item := range n.Content {
			if i > 0 {
				b.WriteByte(',')
			}
			if err := writeJSON(b, item); err != nil {
				return err
			}
		}
		b.WriteByte(']')
		return nil
	}
	return writeScalar(b, n)
}

func writeObject(b *bytes.Buffer, n *yaml.Node) error {
	seen := make(map[string]bool, len(n.Content)/2)
	b.WriteByte('{')
	for i := 0; i < len(n.Content); i += 2 {
		key := n.Content[i]
		if seen[key.Value] {
			return fmt.Errorf("line %d: the key %q stands twice", max(key.Line, -key.Line), key.Value)
		}
		seen[key.Value] = true
		if i > 0 {
			b.WriteByte(',')
		}
		if err := writeString(b, key.Value); err != nil {
			return err
		}
		b.WriteByte(':')
		if err := writeJSON(b, n.Content[i+1]); err != nil {
			return err
		}
	}
	b.WriteByte('}')
	return nil
}

func writeScalar(b *bytes.Buffer, n *yaml.Node) error {
	switch n.ShortTag() {
	case "!!null":
		b.WriteString("null")
		return nil
	case "!!bool", "!!int", "!!float":
		var v any
		if err := n.Decode(&v); err != nil {
			return fmt.Errorf("line %d: %w", n.Line, err)
		}
		out, err := json.Marshal(v)
		if err != nil {
			return fmt.Errorf("line %d: %w", n.Line, err)
		}
		b.Write(out)
		return nil
	}
	return writeString(b, n.Value)
}

func writeString(b *bytes.Buffer, s string) error {
	out, err := json.Marshal(s)
	b.Write(out)
	return err
}

// index maps every pointer of the tree to where it stands.
func (t *tree) index() map[string]harness.SpecRef {
	out := map[string]harness.SpecRef{}
	t.walk(t.root.Content[0], "#", func(pointer string, n *yaml.Node, line int) {
		ref := harness.SpecRef{File: t.spec, Line: line, Pointer: pointer}
		if line < 0 {
			ref.File, ref.Line = t.overlay, -line
		}
		out[pointer] = ref
	})
	return out
}

// pointers maps every node to its pointer.
func (t *tree) pointers() map[*yaml.Node]string {
	out := map[*yaml.Node]string{}
	t.walk(t.root.Content[0], "#", func(pointer string, n *yaml.Node, _ int) { out[n] = pointer })
	return out
}

// walk visits every value; line is that of its key, or its own in a sequence.
func (t *tree) walk(n *yaml.Node, pointer string, visit func(string, *yaml.Node, int)) {
	if pointer == "#" {
		visit(pointer, n, n.Line)
	}
	switch n.Kind {
	case yaml.MappingNode:
		for i := 0; i < len(n.Content); i += 2 {
			key, value := n.Content[i], n.Content[i+1]
			p := pointer + "/" + escapeToken(key.Value)
			visit(p, value, key.Line)
			t.walk(value, p, visit)
		}
	case yaml.SequenceNode:
		for i, item := range n.Content {
			p := pointer + "/" + strconv.Itoa(i)
			visit(p, item, item.Line)
			t.walk(item, p, visit)
		}
	}
}

// escapeToken writes a name as an RFC 6901 reference token.
func escapeToken(s string) string {
	if !strings.ContainsAny(s, "~/") {
		return s
	}
	return strings.ReplaceAll(strings.ReplaceAll(s, "~", "~0"), "/", "~1")
}

func unescapeToken(s string) string {
	return strings.ReplaceAll(strings.ReplaceAll(s, "~1", "/"), "~0", "~")
}

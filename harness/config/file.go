package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"kontrakt/harness/spelling"
)

// DefaultFile is read where it exists and no other file is named.
const DefaultFile = "kontrakt.yaml"

// A File is a configuration file: the value of any flag under the flag's own
// name, and what has no flag.
//
//	target: https://apitest.vipps.no
//	api: [ecom.v2]
//	severity:
//	  guide.orderid-quality: off
//	abilities:
//	  recurring: no
type File struct {
	// Name is the file's name, for messages.
	Name string
	// values are the flags' values by name, each with its line.
	values map[string]value
	// Severity sets the weight of rules that the guides state.
	Severity map[string]string
	// Abilities are what the sales unit may do.
	Abilities Abilities
	// Actions are what the merchant's software can be asked to do, by name, Statuses
	// its words for how things stand.
	Actions  map[string]Action
	Statuses Statuses
	// Container is how a target in a container is started; nil says nothing of it.
	Container *Container

	rules []string
}

type value struct {
	items []string
	line  int
}

// Parse reads a configuration file and reports every mistake in it at once. The
// rules are the names of those that there are.
func Parse(name string, data []byte, rules []string) (*File, error) {
	f := &File{Name: name, rules: rules, values: map[string]value{}, Severity: map[string]string{}}
	var doc yaml.Node
	err := yaml.NewDecoder(bytes.NewReader(data)).Decode(&doc)
	if errors.Is(err, io.EOF) {
		return f, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	root := doc.Content[0]
	if root.Kind != yaml.MappingNode {
		return nil, fmt.Errorf("%s:%d: want keys with values, such as target: sandbox", name, root.Line)
	}
	var mistakes []error
	for i := 0; i < len(root.Content); i += 2 {
		mistakes = append(mistakes, f.take(root.Content[i], root.Content[i+1]))
	}
	f.aim()
	return f, errors.Join(mistakes...)
}

// aim makes the container the target where the file says what to start and names
// no other.
func (f *File) aim() {
	if _, named := f.values["target"]; !named && f.Container != nil && f.Container.Image+f.Container.Context != "" {
		f.values["target"] = value{items: []string{"docker"}}
	}
}

func (f *File) take(key, val *yaml.Node) error {
	if key.Value == "severity" {
		if err := val.Decode(&f.Severity); err != nil {
			return fmt.Errorf("%s:%d: severity: want rule names with error, warning, note or off", f.Name, val.Line)
		}
		return f.checkSeverities(val)
	}
	if key.Value == "abilities" {
		var err error
		f.Abilities, err = parseAbilities(f.Name, val)
		return err
	}
	if key.Value == "actions" {
		var err error
		f.Actions, err = parseActions(f.Name, val)
		return err
	}
	if key.Value == "statuses" {
		var err error
		f.Statuses, err = parseStatuses(f.Name, val)
		return err
	}
	if key.Value == "container" {
		var err error
		if f.Container != nil {
			return fmt.Errorf("%s:%d: container stands here a second time", f.Name, key.Line)
		}
		f.Container, err = parseContainer(f.Name, val)
		return err
	}
	items, err := scalars(val)
	if err != nil {
		return fmt.Errorf("%s:%d: %s: %w", f.Name, val.Line, key.Value, err)
	}
	if _, twice := f.values[key.Value]; twice {
		return fmt.Errorf("%s:%d: %s stands here a second time", f.Name, key.Line, key.Value)
	}
	f.values[key.Value] = value{items, key.Line}
	return nil
}

func scalars(n *yaml.Node) ([]string, error) {
	switch n.Kind {
	case yaml.ScalarNode:
		return []string{n.Value}, nil
	case yaml.SequenceNode:
		items := make([]string, len(n.Content))
		for i, c := range n.Content {
			if c.Kind != yaml.ScalarNode {
				return nil, errors.New("want a list of plain values")
			}
			items[i] = c.Value
		}
		return items, nil
	case yaml.MappingNode: // routes and the like: key=value
		items := make([]string, 0, len(n.Content)/2)
		for i := 0; i < len(n.Content); i += 2 {
			if n.Content[i+1].Kind != yaml.ScalarNode {
				return nil, fmt.Errorf("want a plain value for %q", n.Content[i].Value)
			}
			items = append(items, n.Content[i].Value+"="+n.Content[i+1].Value)
		}
		return items, nil
	}
	return nil, errors.New("want a plain value or a list")
}

// Settable says whether the configuration may change a rule's weight. The rest
// can only be accepted one by one.
func Settable(rule string) bool {
	return strings.HasPrefix(rule, "guide.") || strings.HasPrefix(rule, "lifecycle.") ||
		rule == "route.spelling" || rule == "body.undocumented-property"
}

func (f *File) checkSeverities(n *yaml.Node) error {
	var mistakes []error
	for i := 0; i+1 < len(n.Content); i += 2 {
		rule, severity := n.Content[i], n.Content[i+1]
		if err := f.checkRule(rule.Value); err != nil {
			mistakes = append(mistakes, fmt.Errorf("%s:%d: %w", f.Name, rule.Line, err))
		}
		if !slices.Contains([]string{"error", "warning", "note", "off"}, severity.Value) {
			mistakes = append(mistakes, fmt.Errorf("%s:%d: severity of %s: want error, warning, note or off, got %q",
				f.Name, severity.Line, rule.Value, severity.Value))
		}
	}
	return errors.Join(mistakes...)
}

// checkRule says what is wrong with the name of a rule whose weight is set.
func (f *File) checkRule(rule string) error {
	if !slices.Contains(f.rules, rule) {
		meant := ""
		if near := spelling.Nearest(rule, f.rules); near != "" {
			meant = fmt.Sprintf(" (did you mean %q?)", near)
		}
		return fmt.Errorf("severity of %q: there is no such rule%s", rule, meant)
	}
	if !Settable(rule) {
		return fmt.Errorf("severity of %q cannot be set; only guide.*, lifecycle.*, route.spelling and body.undocumented-property can", rule)
	}
	return nil
}

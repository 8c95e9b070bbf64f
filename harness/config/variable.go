package config

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"gopkg.in/yaml.v3"
)

// readEnvironment takes names with values, or a list of NAME=value; a name alone
// is a variable of our own environment.
func (c *Container) readEnvironment(n *yaml.Node) error {
	var mistakes []error
	add := func(name, value *yaml.Node, plain string, has bool) {
		switch {
		case !variableForm.MatchString(plain):
			mistakes = append(mistakes, fmt.Errorf("%s:%d: %q is no name of a variable", c.file, name.Line, plain))
		case value != nil && value.Kind != yaml.ScalarNode:
			mistakes = append(mistakes, fmt.Errorf("%s:%d: want a plain value for %q", c.file, value.Line, plain))
		case !has:
			c.sources = append(c.sources, source{name: plain, line: name.Line})
		default:
			c.sources = append(c.sources, source{plain, &value.Value, name.Line})
		}
	}
	switch n.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			add(n.Content[i], n.Content[i+1], n.Content[i].Value, n.Content[i+1].Tag != "!!null")
		}
	case yaml.SequenceNode:
		for _, item := range n.Content {
			name, value, has := strings.Cut(item.Value, "=")
			add(item, &yaml.Node{Kind: item.Kind, Value: value, Line: item.Line}, name, has)
		}
	default:
		return errors.New("want names with values")
	}
	if err := errors.Join(mistakes...); err != nil {
		return placed{err}
	}
	return nil
}

var (
	variableForm = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_.-]*$`)
	secretForm   = regexp.MustCompile(`(?i)secret|token|passw|pwd|credential|key`)
)

// Resolve fills in the variables that come from our own environment, and names
// those that are not set there. Their values, and those whose names say that they
// are secrets, may stand in no output.
func (c *Container) Resolve(env Lookup) error {
	c.Environment = nil
	var mistakes []error
	for _, s := range c.sources {
		v := Variable{Name: s.name, Hidden: s.value == nil || secretForm.MatchString(s.name)}
		if s.value != nil {
			v.Value = NewSecret(*s.value)
		} else {
			value, set := env(s.name)
			if !set {
				mistakes = append(mistakes, fmt.Errorf("%s:%d: container: %s is not set in the environment", c.file, s.line, s.name))
			}
			v.Value = NewSecret(value)
		}
		c.Environment = append(c.Environment, v)
	}
	return errors.Join(mistakes...)
}

package config

import (
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"gopkg.in/yaml.v3"

	"kontrakt/harness/spelling"
)

// A Container is how the target is started where it is one: what stands under
// container in the configuration file.
//
//	container:
//	  build: .
//	  port: 8080
//	  ready: /health
//	  environment:
//	    LOG_LEVEL: debug
//	    DATABASE_PASSWORD:      # taken from the environment, and never shown
type Container struct {
	// Image is started as it is; "" where it is built, or named by --target.
	Image string
	// Context is the folder that the image is built from, Dockerfile the file in it
	// that says how; both are empty where nothing is built.
	Context, Dockerfile string
	// Port is where it listens; 0 is the one port that the image exposes.
	Port int
	// Ready is the path that answers with 2xx or 3xx once the target may be used;
	// "" takes any answer.
	Ready string
	// Timeout is how long it may take until then, Lifetime how long it lives at most
	// where nobody removes it; 0 is the default of either.
	Timeout, Lifetime time.Duration
	// Environment are the variables that it gets.
	Environment []Variable
	// Command is run in place of the image's own.
	Command []string
	// Network is the engine's network that it is attached to; "" is the default.
	Network string

	file    string
	sources []source
}

// A Variable is one of a container's environment.
type Variable struct {
	Name  string
	Value Secret
	// Hidden says that no output may hold the value.
	Hidden bool
}

// A source is a variable as the file has it: without a value it comes from the
// environment.
type source struct {
	name  string
	value *string
	line  int
}

// keys reads what stands under each key.
func (c *Container) keys() map[string]func(*yaml.Node) error {
	return map[string]func(*yaml.Node) error{
		"image":       func(n *yaml.Node) error { return text(n, &c.Image) },
		"build":       c.readBuild,
		"port":        c.readPort,
		"ready":       c.readReady,
		"timeout":     func(n *yaml.Node) error { return duration(n, &c.Timeout) },
		"lifetime":    func(n *yaml.Node) error { return duration(n, &c.Lifetime) },
		"environment": c.readEnvironment,
		"command":     c.readCommand,
		"network":     c.readNetwork,
	}
}

// parseContainer reports every mistake at once, each with its line.
func parseContainer(file string, n *yaml.Node) (*Container, error) {
	c := &Container{file: file}
	if err := eachKey(file, "container", n, c.keys()); err != nil {
		return nil, err
	}
	if c.Image != "" && c.Context != "" {
		return nil, fmt.Errorf("%s:%d: container: want either image or build, not both", file, n.Line)
	}
	return c, nil
}

// eachKey hands every key's value to who reads it.
func eachKey(file, at string, n *yaml.Node, keys map[string]func(*yaml.Node) error) error {
	if n.Kind != yaml.MappingNode {
		return fmt.Errorf("%s:%d: %s: want keys with values", file, n.Line, at)
	}
	names := slices.Sorted(maps.Keys(keys))
	var mistakes []error
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		read, known := keys[key.Value]
		switch {
		case !known:
			meant := ""
			if near := spelling.Nearest(key.Value, names); near != "" {
				meant = fmt.Sprintf(" (did you mean %q?)", near)
			}
			mistakes = append(mistakes, fmt.Errorf("%s:%d: unknown key %q in %s%s", file, key.Line, key.Value, at, meant))
		case seen[key.Value]:
			mistakes = append(mistakes, fmt.Errorf("%s:%d: %s: %s stands here a second time", file, key.Line, at, key.Value))
		default:
			mistakes = append(mistakes, place(read(value), fmt.Sprintf("%s:%d: %s: %s", file, value.Line, at, key.Value)))
		}
		seen[key.Value] = true
	}
	if err := errors.Join(mistakes...); err != nil {
		return placed{err}
	}
	return nil
}

// placed is a mistake that says where it stands.
type placed struct{ error }

func place(err error, at string) error {
	var known placed
	if err == nil || errors.As(err, &known) {
		return err
	}
	return fmt.Errorf("%s: %w", at, err)
}

func text(n *yaml.Node, to *string) error {
	if n.Kind != yaml.ScalarNode || n.Value == "" || n.Tag == "!!null" {
		return errors.New("want a plain value")
	}
	*to = n.Value
	return nil
}

func duration(n *yaml.Node, to *time.Duration) error {
	d, err := time.ParseDuration(n.Value)
	if err != nil || d < time.Second {
		return fmt.Errorf("want a time of at least a second, such as 90s or 2h, got %q", n.Value)
	}
	*to = d
	return nil
}

// readBuild takes a folder, or a folder and the file in it that says how. The
// folder stands beside the configuration file.
func (c *Container) readBuild(n *yaml.Node) error {
	c.Dockerfile = "Dockerfile"
	if n.Kind == yaml.ScalarNode {
		if err := text(n, &c.Context); err != nil {
			return errors.New("want a folder")
		}
	} else if err := eachKey(c.file, "container: build", n, map[string]func(*yaml.Node) error{
		"context":    func(n *yaml.Node) error { return text(n, &c.Context) },
		"dockerfile": func(n *yaml.Node) error { return text(n, &c.Dockerfile) },
	}); err != nil {
		return err
	}
	if c.Context == "" {
		c.Context = "."
	}
	if !filepath.IsAbs(c.Context) {
		c.Context = filepath.Join(filepath.Dir(c.file), c.Context)
	}
	return nil
}

func (c *Container) readPort(n *yaml.Node) error {
	port, err := strconv.ParseUint(n.Value, 10, 16)
	if err != nil || port == 0 {
		return fmt.Errorf("want a number from 1 to 65535, got %q", n.Value)
	}
	c.Port = int(port)
	return nil
}

func (c *Container) readReady(n *yaml.Node) error {
	if !strings.HasPrefix(n.Value, "/") || strings.ContainsAny(n.Value, " #") {
		return fmt.Errorf("want a path such as /health, got %q", n.Value)
	}
	c.Ready = n.Value
	return nil
}

func (c *Container) readCommand(n *yaml.Node) error {
	if n.Kind != yaml.SequenceNode {
		return errors.New("want a list: the program's arguments, one by one")
	}
	var err error
	c.Command, err = scalars(n)
	return err
}

func (c *Container) readNetwork(n *yaml.Node) error {
	if err := text(n, &c.Network); err != nil {
		return err
	}
	if c.Network == "none" || strings.HasPrefix(c.Network, "container:") {
		return fmt.Errorf("the target could not be reached in the network %q", c.Network)
	}
	return nil
}

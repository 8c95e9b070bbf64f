package target

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/ory/dockertest/v3/docker"

	"kontrakt/harness"
	"kontrakt/harness/config"
)

// ContainerScheme begins the name of a target that is a container.
const ContainerScheme = "docker:"

// startPatience is how long a container has to be ready, lifetime how long it
// lives at most, where nobody says otherwise.
const (
	startPatience = time.Minute
	lifetime      = time.Hour
)

// imageForm is what the name of an image is made of.
var imageForm = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._:/@-]*$`)

// containerOf is the container as configured, with what the target's name says
// and the defaults.
func containerOf(s Spec) (config.Container, error) {
	var c config.Container
	if s.Container != nil {
		c = *s.Container
	}
	if image := strings.TrimPrefix(s.Name, ContainerScheme); image != s.Name {
		c.Image, c.Context, c.Dockerfile = image, "", ""
	}
	if c.Timeout == 0 {
		c.Timeout = startPatience
	}
	if c.Lifetime == 0 {
		c.Lifetime = s.Lifetime
	}
	if c.Lifetime == 0 {
		c.Lifetime = lifetime
	}
	return c, usable(c)
}

// usable says whether the container is one that can be asked for.
func usable(c config.Container) error {
	if c.Image == "" && c.Context == "" {
		return &harness.Stop{
			Err:   errors.New("target docker: no image is named"),
			Hint:  "--target docker:IMAGE, or image or build under container: in kontrakt.yaml",
			Usage: true,
		}
	}
	if c.Context == "" && !imageForm.MatchString(c.Image) || strings.Contains(c.Image, "..") {
		return &harness.Stop{Err: fmt.Errorf("target docker: %q is no name of an image", c.Image), Hint: "such as docker:shop-api:1.2", Usage: true}
	}
	return nil
}

// choosePort takes the one port that the image exposes where none is named.
func (c *container) choosePort(image *docker.Image) error {
	if c.Port != 0 {
		return nil
	}
	var exposed []string
	if image.Config != nil {
		for port := range image.Config.ExposedPorts {
			if port.Proto() == "tcp" {
				exposed = append(exposed, port.Port())
			}
		}
	}
	if len(exposed) == 1 {
		port, err := strconv.Atoi(exposed[0])
		c.Port = port
		return err
	}
	return &harness.Stop{
		Err:   fmt.Errorf("target %s: the image exposes %d ports, so that it is not known which one to call", c.name(), len(exposed)),
		Hint:  "name it: port under container: in kontrakt.yaml",
		Usage: true,
	}
}

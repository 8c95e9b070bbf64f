package main

import (
	"strings"
	"time"

	"kontrakt/harness"
	"kontrakt/harness/target"
)

// How long a container lives at most should we be killed: longer than any suite
// takes, and than anybody watches a proxy.
const (
	suiteLifetime = time.Hour
	proxyLifetime = 24 * time.Hour
)

// contain adds how the target is started where it is a container.
func (s *session) contain(spec *target.Spec) error {
	if spec.Name != "docker" && !strings.HasPrefix(spec.Name, target.ContainerScheme) {
		return nil
	}
	spec.Engine, _ = s.LookupEnv("DOCKER_HOST")
	spec.Lifetime = suiteLifetime
	if s.run.Command == "proxy" {
		spec.Lifetime = proxyLifetime
	}
	if s.file == nil || s.file.Container == nil {
		return nil
	}
	if err := s.file.Container.Resolve(s.LookupEnv); err != nil {
		return &harness.Stop{Err: err, Hint: "a variable without a value is taken from the environment: export it, or give it one", Usage: true}
	}
	spec.Container = s.file.Container
	return nil
}

// mourn tells of a target that we started and that has ended meanwhile.
func (s *session) mourn() {
	if err := s.target.Lost(); err != nil {
		_ = s.status(err) // the verdict's status counts
	}
}

// receiverAddress is where to listen for what the target sends to merchants.
func (s *session) receiverAddress() string {
	if s.callbackListen != anyCallbackListen {
		return s.callbackListen
	}
	return s.target.CallbackListen(s.callbackListen)
}

// Package targettest gives tests a Docker engine, where there is one.
package targettest

import (
	"os"
	"testing"

	"github.com/ory/dockertest/v3"

	"kontrakt/harness/target"
)

// Pool is this machine's engine. Where none answers the test is skipped, or fails
// where KONTRAKT_DOCKER says that one is required.
func Pool(t testing.TB) *dockertest.Pool {
	t.Helper()
	_, err := target.Engine(t.Context(), "")
	if err != nil && os.Getenv("KONTRAKT_DOCKER") != "required" {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	pool, err := dockertest.NewPool("")
	if err != nil {
		t.Fatal(err)
	}
	return pool
}

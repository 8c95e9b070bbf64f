package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Who fails on warnings is not failed by a version that goes out of use and that nobody
// asked for; who asked for it is.
func TestAVersionThatNobodyAskedForFailsNoRun(t *testing.T) {
	t.Parallel()
	args := []string{"run", "--tags", "@checkout.v2 && @rule:checkout-v2-told", "--fail-on", "warning", "--format", "json", "--quiet"}
	o := kontrakt(t, nil, args...).held(t, conforms)
	assert.Contains(t, o.Stdout, "\n\naccepted  lifecycle.deprecated  checkout.v2: "+unasked+"\n")
	r := o.report(t)
	assert.Equal(t, 1, r.Totals.Accepted)
	assert.Zero(t, r.Totals.Findings.Warning)
	for _, f := range r.Findings {
		if f.Rule == "lifecycle.deprecated" {
			assert.Equal(t, "warning", f.Severity, "it is told as what it is")
		}
	}

	o = kontrakt(t, nil, append(args, "--api", "checkout.v2")...).held(t, violates)
	assert.Contains(t, o.Stdout, "warning  lifecycle.deprecated  checkout.v2, exchange")
	require.Zero(t, o.report(t).Totals.Accepted)
}

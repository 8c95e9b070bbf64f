package redact_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness"
)

// A customer's id in base64 may hold slashes; in a path that no contract has it
// is then spread over segments.
func TestAnIDWithSlashesIsHiddenInAPathThatNoContractHas(t *testing.T) {
	t.Parallel()
	const id = "SrUajNM/TEytAYELA8gfTA=="
	r := redactor()
	r.Exchange(exchange(`{"user":{"name":"` + id + `"}}`))

	j := exchange("")
	j.Operation = nil
	j.Request.Method, j.Request.Target = "DELETE", "/shop/v2/consents/"+id
	j.Findings = []harness.Finding{{
		Rule: "route.unknown", Method: "DELETE", Path: j.Request.Target, Got: "DELETE " + j.Request.Target,
	}}
	r.Findings(j)
	f := j.Findings[0]
	assert.NotContains(t, f.Path, id)
	assert.Equal(t, "DELETE "+f.Path, f.Got, "one pseudonym everywhere")
	got := r.Exchange(j)
	require.NotContains(t, got.Request.Target, id)
	assert.Equal(t, f.Path, got.Request.Target)
}

package sandbox_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"kontrakt/harness/sandbox"
)

func TestCanonical(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, a, b string
		same       bool
	}{
		{"space", `{"a":1,"b":[2,3]}`, " {\n\"a\" : 1, \"b\":[2, 3]}\n", true},
		{"the order of members", `{"a":1,"b":2}`, `{"b":2,"a":1}`, true},
		{"the order of items", `[1,2]`, `[2,1]`, false},
		{"another value", `{"a":1}`, `{"a":2}`, false},
		{"numbers that a float would make one", `9007199254740993`, `9007199254740992`, false},
		{"what is no JSON, alike", `{"a"`, `{"a"`, true},
		{"what is no JSON, otherwise", `{"a"`, `{"a" `, false},
		{"nothing and null", ``, `null`, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tt.same, sandbox.Canonical([]byte(tt.a)) == sandbox.Canonical([]byte(tt.b)))
		})
	}
}

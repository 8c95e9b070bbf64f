package harness_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"kontrakt/harness"
)

func TestNamesInPointers(t *testing.T) {
	t.Parallel()
	for name, token := range map[string]string{"amount": "amount", "a/b": "a~1b", "a~b": "a~0b", "~1": "~01", "": ""} {
		assert.Equal(t, token, harness.PointerToken(name))
		assert.Equal(t, name, harness.PointerName(token))
	}
}

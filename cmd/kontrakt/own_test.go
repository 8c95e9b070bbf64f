package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Customers are called as they are called. Reports are written all the same, and
// their words stay.
func TestCustomersWithWordsOfOursForNames(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"request", "Warning", "Target", "Version", "Details", "Findings", "header"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := kontrakt(t, nil, "proxy", "--format", "json,html,junit,sarif,markdown,har", "--", "fake", "post", "/checkout/v3/session",
				`{"type":"PAYMENT","reference":"acme-shop-1-order-1","prefillCustomer":{"firstName":"`+name+`","lastName":"Nordmann-Olsen"},"transaction":{}}`)
			r := o.report(t)
			assert.Equal(t, "violates", r.Run.Verdict, o.Stderr)
			assert.NotContains(t, o.Stderr, "please report it")
			require.NotEmpty(t, r.Findings)
			for _, f := range r.Findings {
				assert.Contains(t, []string{"request", "response"}, f.Direction)
			}
			assert.NotContains(t, o.Stdout, "Nordmann-Olsen")
		})
	}
}

func TestOwnWords(t *testing.T) {
	t.Parallel()
	c, err := corrected()
	require.NoError(t, err)
	own := ownWords(c, nil)
	for _, word := range []string{"request", "Findings", "inconclusive", "capture", "nobody", "merchant"} {
		assert.True(t, own(word), word)
	}
	for _, name := range []string{"Nordmann", "Hansen", "Johansen", "Kristine", "Torget", "Bergen"} {
		assert.False(t, own(name), name)
	}
}

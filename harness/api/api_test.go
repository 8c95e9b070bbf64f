package api_test

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/api"
)

func TestMoneyIsWrittenAsTheFeaturesDo(t *testing.T) {
	t.Parallel()
	for minor, want := range map[int64]string{
		0: "0.00 NOK", 1: "0.01 NOK", 100: "1.00 NOK", 19900: "199.00 NOK", -5: "-0.05 NOK", -12345: "-123.45 NOK",
		math.MaxInt64: "92233720368547758.07 NOK",
	} {
		assert.Equal(t, want, api.Money{Minor: minor, Currency: "NOK"}.String())
	}
}

func TestEdit(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name      string
		edit      api.Edit
		want, err string
	}{
		{"a value is replaced", api.Edit{Pointer: "/amount/value", Value: "2"}, `{"amount":{"value":2}}`, ""},
		{"a number keeps its spelling", api.Edit{Pointer: "/amount/value", Value: "9007199254740993.0"}, `{"amount":{"value":9007199254740993.0}}`, ""},
		{"a member is added", api.Edit{Pointer: "/note", Value: `"<&>"`}, `{"amount":{"value":1},"note":"<&>"}`, ""},
		{"nothing takes a member away", api.Edit{Pointer: "/amount/value"}, `{"amount":{}}`, ""},
		{"a place that is not there", api.Edit{Pointer: "/shop/name", Value: "1"}, "", `the request has no object at "/shop/name"`},
		{"a value that is no JSON", api.Edit{Pointer: "/amount", Value: "{"}, "", `the value for "/amount" is not JSON: "{"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			body := map[string]any{"amount": map[string]any{"value": json.Number("1")}}
			if err := tt.edit.Apply(body); tt.err != "" {
				require.EqualError(t, err, tt.err)
				return
			}
			got, err := api.Encode(body)
			require.NoError(t, err)
			assert.Equal(t, tt.want, string(got))
		})
	}
}

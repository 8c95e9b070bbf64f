package api_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"kontrakt/harness"
	"kontrakt/harness/api"
)

func TestWhereEdgesAreTried(t *testing.T) {
	t.Parallel()
	s := api.Sample{Bound: []string{"/amount", "/shipping/", "Reference"}}
	for pointer, want := range map[string]bool{
		"": true, "/amount": false, "/amount/value": true, "/shipping": true, "/shipping/0": false, "Reference": false, "/text": true,
	} {
		assert.Equal(t, want, s.Edge(pointer, "body "+pointer+": left out"), pointer)
	}
	assert.False(t, api.Sample{Bound: []string{""}}.Edge("", "body: missing"))
	only := api.Sample{Bound: []string{"/amount: the least that may be"}}
	assert.False(t, only.Edge("/amount", "body /amount: the least that may be"))
	assert.True(t, only.Edge("/amount", "body /amount: the most that may be"))
}

func TestWhatALenienceCovers(t *testing.T) {
	t.Parallel()
	found := harness.Finding{Rule: "schema.type", In: harness.PartBody, Pointer: "/customer/phoneNumber"}
	tests := []struct {
		name     string
		lenience api.Lenience
		want     bool
	}{
		{"nothing is asked for", api.Lenience{}, true},
		{"the rule", api.Lenience{Rule: "schema.type"}, true},
		{"another rule", api.Lenience{Rule: "schema.enum"}, false},
		{"a family of rules", api.Lenience{Rule: "schema."}, true},
		{"the operation", api.Lenience{Operation: "create"}, true},
		{"another operation", api.Lenience{Operation: "cancel"}, false},
		{"the part", api.Lenience{In: harness.PartBody}, true},
		{"another part", api.Lenience{In: harness.PartHeader}, false},
		{"the place", api.Lenience{Pointer: "/customer/phoneNumber"}, true},
		{"what stands around it", api.Lenience{Pointer: "/customer"}, false},
		{"everything in what stands around it", api.Lenience{Pointer: "/customer/"}, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tt.want, tt.lenience.Covers("create", found))
		})
	}
	names := api.SystemNames()
	assert.True(t, names.Covers("create", harness.Finding{Rule: "header.invalid", In: harness.PartHeader, Pointer: "Vipps-System-Plugin-Name"}))
	assert.False(t, names.Covers("create", harness.Finding{Rule: "header.missing", In: harness.PartHeader, Pointer: "Vipps-System-Name"}))
}

package defect_test

import (
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/api/defect"
	"kontrakt/harness/sandbox"
)

func alterations() []defect.Alteration {
	return []defect.Alteration{
		{Name: "other", Says: "another reference", Of: []string{"read"}, Alter: defect.Set("", "reference", "b")},
		{Name: "inside", Says: "another currency", Of: []string{"read"}, Alter: defect.Set("amount", "currency", "SEK")},
		{Name: "lost", Says: "no amount", Of: []string{"read"}, Alter: defect.Without("amount", "value")},
		{Name: "word", Says: "another state", Of: []string{"read"}, Alter: defect.Swap("", "state", "NEW", "OLD")},
		{Name: "one-less", Says: "one øre less", Of: []string{"read"}, Alter: func(o defect.Object) {
			in := defect.Inside(o, "amount")
			in["value"] = defect.Number(in, "value") - 1
		}},
		{Name: "items", Says: "another number", Of: []string{"list"}, Alter: defect.Each(defect.Listed, defect.Set("", "n", 2))},
	}
}

func TestOneDefectChangesOnePlace(t *testing.T) {
	t.Parallel()
	const whole = `{ "reference": "a<b", "state": "NEW", "amount": {"value": 9007199254740993, "currency": "NOK"} }`
	tests := []struct {
		name, fault, of, body, want string
	}{
		{"none is on: the bytes stay", "", "read", whole, whole},
		{"one of another body: the bytes stay", "items", "read", whole, whole},
		{"a member", "other", "read", whole, `{"amount":{"currency":"NOK","value":9007199254740993},"reference":"b","state":"NEW"}`},
		{"a member that is not there", "other", "read", `{"state":"NEW"}`, `{"state":"NEW"}`},
		{"a member of a member", "inside", "read", whole, `{"amount":{"currency":"SEK","value":9007199254740993},"reference":"a<b","state":"NEW"}`},
		{"a member is taken away", "lost", "read", whole, `{"amount":{"currency":"NOK"},"reference":"a<b","state":"NEW"}`},
		{"a member of a certain value", "word", "read", whole, `{"amount":{"currency":"NOK","value":9007199254740993},"reference":"a<b","state":"OLD"}`},
		{"a member of another value", "word", "read", `{"state":"GONE"}`, `{"state":"GONE"}`},
		{"a large integer", "one-less", "read", whole, `{"amount":{"currency":"NOK","value":9007199254740992},"reference":"a<b","state":"NEW"}`},
		{"every item of a list", "items", "list", `[{"n":1},{"n":3},4]`, `[{"n":2},{"n":2},4]`},
		{"what is no JSON", "other", "read", `{`, `{`},
		{"nothing", "other", "read", ``, ``},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tt.want, answered(t, tt.fault, tt.of, tt.body))
		})
	}
}

// answered is the body as it leaves the sandbox with the fault on.
func answered(t *testing.T, fault, of, body string) string {
	t.Helper()
	var changed []byte
	s := sandbox.Service{
		ID: "test.v1", Faults: defect.Says(alterations()),
		Items: func(b *sandbox.Box) []sandbox.Item {
			changed = defect.Change(b, alterations(), of, []byte(body))
			return nil
		},
	}
	o := sandbox.Options{Services: []sandbox.Service{s}, Now: func() time.Time { return time.Unix(0, 0) }}
	if fault != "" {
		o.Faults = []string{fault}
	}
	box, err := sandbox.New(o)
	require.NoError(t, err)
	defer box.Close()
	// The page for people asks the service, which then holds the box.
	r := httptest.NewRequest("GET", "/__sandbox/", nil)
	r.Header.Set("Accept", "text/html")
	w := httptest.NewRecorder()
	box.ServeHTTP(w, r)
	require.Equal(t, 200, w.Code)
	return string(changed)
}

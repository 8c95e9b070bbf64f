package charging_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"kontrakt/harness"
	"kontrakt/harness/api/charging"
	"kontrakt/harness/rules"
)

// The rules themselves are held against examples where they are used.

func view(target, sent string, status int, answer string) *rules.View {
	x := &harness.Exchange{ID: "x0001", Flow: harness.FlowAPI}
	x.Request = harness.Request{Method: "POST", Target: target, Header: http.Header{}, Body: harness.Body{Bytes: []byte(sent), Size: int64(len(sent))}}
	x.Response = harness.Response{Status: status, Header: http.Header{}, Body: harness.Body{Bytes: []byte(answer), Size: int64(len(answer))}}
	return rules.NewView(x, harness.Operation{Contract: "recurring.v3", ID: "charge"}, nil)
}

func TestAMemberStandsInTheBodyOrInEveryItem(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, body string
		want       []string
	}{
		{"an object", `{"due":1}`, []string{"/due"}},
		{"a list", `[{"due":1},{}]`, []string{"/0/due", "/1/due"}},
		{"a list of nothing", `[]`, nil},
		{"nothing", ``, []string{"/due"}},
		{"no JSON", `due=1`, []string{"/due"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tt.want, charging.Places(view("/", tt.body, 200, ""), "/due"))
			assert.Equal(t, tt.want, charging.Told(view("/", "", 200, tt.body), "/due"))
		})
	}
}

func TestTheTimeIsTheAPIsWhereItTells(t *testing.T) {
	t.Parallel()
	v := view("/", "", 200, "")
	assert.True(t, charging.AnsweredAt(v).IsZero())
	v.Started = time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)
	assert.Equal(t, v.Started, charging.AnsweredAt(v))
	v.Response.Header.Set("Date", "yesterday")
	assert.Equal(t, v.Started, charging.AnsweredAt(v))
	v.Response.Header.Set("Date", "Sun, 01 Mar 2026 12:00:00 GMT")
	assert.Equal(t, time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC), charging.AnsweredAt(v).UTC())
}

// Where no clock is known no day is late, and where no day is said none is either.
func TestNoDayIsLateWithoutAClock(t *testing.T) {
	t.Parallel()
	check := charging.Due("the document", "charge")
	assert.Empty(t, check.Findings(view("/", `{"due":"2000-01-01"}`, 400, "")))
	late := view("/", `{"due":"2000-01-01"}`, 400, "")
	late.Started = time.Date(2026, 11, 21, 23, 59, 0, 0, time.UTC)
	assert.Len(t, check.Findings(late), 1)
	silent := view("/", `{}`, 400, "")
	silent.Started = late.Started
	assert.Empty(t, check.Findings(silent))
}

// Midnight in UTC parts the days, whatever zone our own clock shows.
func TestDaysAreCountedInUTC(t *testing.T) {
	t.Parallel()
	check := charging.Due("the document", "charge")
	for _, tt := range []struct {
		name, due string
		findings  int
	}{
		{"today in UTC", "2026-11-21", 1},
		{"tomorrow in UTC, today where our clock is", "2026-11-22", 0},
	} {
		v := view("/", `{"due":"`+tt.due+`"}`, 400, "")
		v.Started = time.Date(2026, 11, 22, 0, 30, 0, 0, time.FixedZone("Oslo", 3600))
		assert.Len(t, check.Findings(v), tt.findings, tt.name)
	}
}

func TestAQueryThatIsNone(t *testing.T) {
	t.Parallel()
	assert.Empty(t, charging.Query(view("/agreements", "", 200, "")))
	assert.Equal(t, "A", charging.Query(view("/agreements?status=A&status=B", "", 200, "")).Get("status"))
	assert.Equal(t, "A", charging.Query(view("/agreements?status=A&%zz", "", 200, "")).Get("status"))
}

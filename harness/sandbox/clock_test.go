package sandbox_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"kontrakt/harness/sandbox"
)

// The bubble of synctest begins at midnight on the first of January 2000, UTC.

func TestRealTimeLetsThingsHappen(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		n := &network{serve: status(200)}
		m := open(t, dialing(n))
		m.order("a", "https://shop.example/a")
		time.Sleep(4 * time.Minute)
		m.order("b", "https://shop.example/b")
		time.Sleep(6*time.Minute - time.Millisecond)
		synctest.Wait()
		assert.Equal(t, "PENDING", m.state("a"))
		time.Sleep(time.Millisecond)
		synctest.Wait()
		assert.Equal(t, "EXPIRED", m.state("a"))
		assert.Equal(t, "PENDING", m.state("b"))
		assert.Equal(t, []string{`POST https://shop.example/a {"state":"EXPIRED","at":"2000-01-01T00:10:00Z"}`}, n.seen())
		time.Sleep(4 * time.Minute)
		synctest.Wait()
		assert.Equal(t, "EXPIRED", m.state("b"))
	})
}

func TestACallSeesWhatFellDueBeforeIt(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC)
	n := &network{serve: status(200)}
	m := open(t, dialing(n), func(o *sandbox.Options) { o.Now = func() time.Time { return now } })
	m.order("a", "https://shop.example/cb")
	now = now.Add(25 * time.Minute)
	assert.Equal(t, "EXPIRED", m.state("a"), "although no timer has fired")
	m.deliveries("?wait=PT10S")
	assert.Equal(t, []string{`POST https://shop.example/cb {"state":"EXPIRED","at":"2026-01-31T12:10:00Z"}`}, n.seen(), "it happened at its own time")
}

func TestAClockThatStandsIsMovedByCallsAlone(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC)
	n := &network{serve: status(200)}
	m := open(t, dialing(n), func(o *sandbox.Options) { o.Now = func() time.Time { return now } })
	still := m.another(`{"clockStands":true}`)
	assert.True(t, still.ClockStands)
	at := func() string { return still.control("GET", "/clock", "").Body.String() }
	for _, each := range []*merchant{m, still} {
		each.order("a", "https://shop.example/cb")
	}
	now = now.Add(25 * time.Minute)
	assert.JSONEq(t, `{"now":"2026-01-31T12:00:00.000Z"}`, at())
	assert.Equal(t, "EXPIRED", m.state("a"), "time passes for others")
	assert.Equal(t, "PENDING", still.state("a"))
	still.control("POST", "/clock", `{"advance":"PT9M"}`)
	assert.Equal(t, "PENDING", still.state("a"))
	still.control("POST", "/clock", `{"advance":"PT1M"}`)
	assert.Equal(t, "EXPIRED", still.state("a"))
	assert.JSONEq(t, `{"now":"2026-01-31T12:10:00.000Z"}`, at())
}

func TestTimeStandsStillDuringACall(t *testing.T) {
	t.Parallel()
	var seconds atomic.Int64
	m := open(t, func(o *sandbox.Options) {
		o.Now = func() time.Time { return time.Unix(seconds.Add(1), 0) }
		o.Services[0].Routes = append(o.Services[0].Routes, sandbox.Route{Method: "GET", Path: "/times", Public: true, Handle: func(c *sandbox.Call) sandbox.Reply {
			return sandbox.JSON(200, "application/json", c.Box.Now().Equal(c.Box.Now()))
		}})
	})
	assert.Equal(t, "true", m.do("GET", "/times", "", nil).Body.String())
	assert.NotEqual(t, m.control("GET", "/clock", "").Body.String(), m.control("GET", "/clock", "").Body.String(), "and goes on between calls")
}

func TestNothingHappensAfterClose(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var happened []string
		m := open(t, func(o *sandbox.Options) {
			o.Services[0].Routes = append(o.Services[0].Routes, sandbox.Route{Method: "POST", Path: "/plan/{name}", Public: true, Handle: func(c *sandbox.Call) sandbox.Reply {
				c.Box.At(c.Box.Now().Add(time.Minute), "x", func() { happened = append(happened, c.Params["name"]) })
				return sandbox.Reply{Status: 204}
			}})
		})
		m.do("POST", "/plan/before", "", nil)
		time.Sleep(30 * time.Second)
		require.NoError(t, m.sandbox.Close())
		m.do("POST", "/plan/after", "", nil)
		time.Sleep(time.Hour)
		synctest.Wait()
		assert.Empty(t, happened)
	})
}

func TestVirtualTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := open(t)
		other := m.another("{}")
		now := func(m *merchant) string {
			var c struct{ Now string }
			require.NoError(t, json.Unmarshal(m.control("GET", "/clock", "").Body.Bytes(), &c))
			return c.Now
		}
		assert.Equal(t, "2000-01-01T00:00:00.000Z", now(m))
		time.Sleep(1234567 * time.Microsecond)
		assert.Equal(t, "2000-01-01T00:00:01.234Z", now(m), "whole milliseconds")
		answer := m.control("POST", "/clock", `{"advance":"P180D"}`)
		assert.JSONEq(t, `{"now":"2000-06-29T00:00:01.234Z"}`, answer.Body.String())
		assert.Equal(t, "2000-01-01T00:00:01.234Z", now(other), "everybody has a clock of their own")
		m.control("POST", "/clock", `{"set":"2001-01-01T01:00:00+01:00"}`)
		time.Sleep(time.Minute)
		assert.Equal(t, "2001-01-01T00:01:00.000Z", now(m), "and it runs on")
	})
}

func TestWhatFallsDueHappensInOrderAtItsOwnTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var seen []string
		note := func(b *sandbox.Box, name string) func() {
			return func() { seen = append(seen, name+" "+b.Now().Format(time.DateTime)) }
		}
		m := open(t, func(o *sandbox.Options) {
			o.Services[0].Routes = append(o.Services[0].Routes, sandbox.Route{Method: "POST", Path: "/plan", Public: true, Handle: func(c *sandbox.Call) sandbox.Reply {
				b, start := c.Box, c.Box.Now()
				b.At(start.Add(3*time.Hour), "third", note(b, "third"))
				b.At(start.Add(time.Hour), "first", func() {
					note(b, "first")()
					b.At(start.Add(2*time.Hour), "second", note(b, "second"))
					b.At(start, "late", note(b, "late"))
				})
				b.At(start.Add(3*time.Hour), "fourth", note(b, "fourth"))
				b.At(start.Add(5*time.Hour), "never", note(b, "never"))
				b.At(start.Add(-time.Hour), "past", note(b, "past"))
				return sandbox.JSON(200, "application/json", len(seen))
			}})
		})
		assert.Equal(t, "0", m.do("POST", "/plan", "", nil).Body.String(), "nothing happens within a call")
		synctest.Wait()
		assert.Equal(t, []string{"past 2000-01-01 00:00:00"}, seen)
		m.control("POST", "/clock", `{"advance":"PT4H"}`)
		assert.Equal(t, []string{
			"past 2000-01-01 00:00:00", "first 2000-01-01 01:00:00", "late 2000-01-01 01:00:00",
			"second 2000-01-01 02:00:00", "third 2000-01-01 03:00:00", "fourth 2000-01-01 03:00:00",
		}, seen)
	})
}

// A retry that hangs on the answer to a delivery keeps its place among the
// other things that fall due.
func TestTimeWaitsForTheAnswersItCauses(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var seen []string
		n := &network{serve: func(r *http.Request) (*http.Response, error) {
			time.Sleep(2 * time.Second)
			return status(500)(r)
		}}
		m := open(t, dialing(n), func(o *sandbox.Options) {
			o.Services[0].Routes = append(o.Services[0].Routes, sandbox.Route{Method: "POST", Path: "/retry", Public: true, Handle: func(c *sandbox.Call) sandbox.Reply {
				b := c.Box
				var try func(attempt int)
				try = func(attempt int) {
					seen = append(seen, fmt.Sprint("try ", attempt, b.Now().Format(" 15:04")))
					b.Deliver(sandbox.Delivery{Method: "POST", URL: "https://shop.example/", Attempt: attempt, Done: func(a sandbox.Answer) {
						b.At(b.Now().Add(time.Hour), "retry", func() { try(attempt + 1) })
					}})
				}
				b.At(b.Now().Add(90*time.Minute), "middle", func() { seen = append(seen, "middle "+b.Now().Format("15:04")) })
				try(1)
				return sandbox.Reply{Status: 204}
			}})
		})
		m.do("POST", "/retry", "", nil)
		answer := m.control("POST", "/clock", `{"advance":"PT2H30M"}`)
		assert.Equal(t, 200, answer.Code)
		assert.Equal(t, []string{"try 1 00:00", "try 2 01:00", "middle 01:30", "try 3 02:00"}, seen)
	})
}

func TestClockRefusals(t *testing.T) {
	t.Parallel()
	m := open(t)
	tests := []struct{ name, body, says string }{
		{"the past", `{"set":"1999-01-01T00:00:00Z"}`, "the clock never goes backwards: it is 20"},
		{"the end of time", `{"set":"2400-01-01T00:00:00Z"}`, "the clock ends with the year 2199"},
		{"a year too many", `{"advance":"P9999Y"}`, "the clock ends with the year 2199"},
		{"nothing", `{}`, "want either advance or set"},
		{"an empty body", ``, "want either advance or set"},
		{"both", `{"advance":"PT1H","set":"2100-01-01T00:00:00Z"}`, "want either advance or set"},
		{"a duration in Go's way", `{"advance":"24h"}`, `advance: "24h" is not an ISO 8601 duration`},
		{"a negative one", `{"advance":"-PT1H"}`, "is not an ISO 8601 duration"},
		{"a number", `{"advance":5}`, "advance: want another type than number"},
		{"a time without a zone", `{"set":"2100-01-01T00:00:00"}`, `set: "2100-01-01T00:00:00" is not a time`},
		{"an unknown field", `{"advnace":"PT1H"}`, `unknown field "advnace"; known are advance, set`},
		{"a field in another case", `{"Advance":"PT1H"}`, `unknown field "Advance"`},
		{"a field twice", `{"advance":"PT1H","advance":"PT2H"}`, `"advance" stands twice`},
		{"something behind it", `{"advance":"PT1H"} {}`, "something follows it"},
		{"an array", `["PT1H"]`, "not a JSON object"},
		{"half an object", `{"advance":`, "not a JSON object"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			assertProblem(t, m.control("POST", "/clock", tt.body), 400, tt.says)
		})
	}
}

func TestDurations(t *testing.T) {
	t.Parallel()
	start := time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC)
	tests := []struct{ text, want string }{
		{"PT24H", "2026-02-01T12:00:00.000Z"},
		{"P180D", "2026-07-30T12:00:00.000Z"},
		{"PT10M", "2026-01-31T12:10:00.000Z"},
		{"PT0.5S", "2026-01-31T12:00:00.500Z"},
		{"PT0,25S", "2026-01-31T12:00:00.250Z"},
		{"P1W", "2026-02-07T12:00:00.000Z"},
		{"P1Y", "2027-01-31T12:00:00.000Z"},
		{"P1M", "2026-03-03T12:00:00.000Z"},
		{"P1Y2M3DT4H5M6S", "2027-04-03T16:05:06.000Z"},
		{"PT0S", "2026-01-31T12:00:00.000Z"},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			t.Parallel()
			m := open(t, func(o *sandbox.Options) { o.Now = func() time.Time { return start } })
			assert.JSONEq(t, `{"now":"`+tt.want+`"}`, m.control("POST", "/clock", `{"advance":"`+tt.text+`"}`).Body.String())
		})
	}
	for _, bad := range []string{"P", "PT", "P1DT", "1D", "PT1D", "P1H", "PT1.S", "pt1h", "P 1D", "P1D "} {
		t.Run("not "+bad, func(t *testing.T) {
			t.Parallel()
			assertProblem(t, open(t).control("POST", "/clock", `{"advance":"`+bad+`"}`), 400, "ISO 8601")
		})
	}
}

// However the clock is moved, in steps or at once, the same happens at the same
// times.
func TestStepsOfTimeMakeNoDifference(t *testing.T) {
	t.Parallel()
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	rapid.Check(t, func(t *rapid.T) {
		due := rapid.SliceOfN(rapid.IntRange(0, 1000), 1, 20).Draw(t, "due")
		steps := rapid.SliceOfN(rapid.IntRange(0, 400), 1, 10).Draw(t, "steps")
		total := 0
		for _, s := range steps {
			total += s
		}
		run := func(steps []int) (seen []string) {
			s, err := sandbox.New(sandbox.Options{
				Now: func() time.Time { return start },
				Services: []sandbox.Service{{ID: "x", Routes: []sandbox.Route{{Method: "POST", Path: "/x", Public: true, Handle: func(c *sandbox.Call) sandbox.Reply {
					for i, d := range due {
						c.Box.At(start.Add(time.Duration(d)*time.Second), "x", func() { seen = append(seen, fmt.Sprint(i, c.Box.Now())) })
					}
					return sandbox.Reply{Status: 204}
				}}}}},
			})
			require.NoError(t, err)
			m := &merchant{sandbox: s}
			m.do("POST", "/x", "", nil)
			for _, step := range steps {
				require.Equal(t, 200, m.do("POST", "/__sandbox/clock", fmt.Sprintf(`{"advance":"PT%dS"}`, step), nil).Code)
			}
			require.NoError(t, s.Close())
			return seen
		}
		assert.Equal(t, run([]int{total}), run(steps))
	})
}

// An answer bears the merchant's own time, by which whoever judges a recording
// knows what was late.
func TestAnswersBearTheMerchantsTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := open(t)
		m.control("POST", "/clock", `{"advance":"P40D"}`)
		m.login()
		want := time.Now().Add(40 * 24 * time.Hour).UTC().Format(http.TimeFormat)
		assert.Equal(t, want, m.api("GET", "/shop/v1/orders/a", "").Header().Get("Date"))
		other := m.another("{}")
		assert.Equal(t, time.Now().UTC().Format(http.TimeFormat), other.api("GET", "/shop/v1/orders/a", "").Header().Get("Date"))
	})
}

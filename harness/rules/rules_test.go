package rules_test

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

func TestAt(t *testing.T) {
	t.Parallel()
	const body = ` {"a":{"b.c":[10,{"d":null}],"~/":"x"},"a|b":true,"#":1,"0":"zero","n":9007199254740993,"f":1.50,"s":"\u00e6\"","":{"":7}} `
	tests := []struct{ name, pointer, want string }{
		{"a member below a member whose name has a dot", "/a/b.c/0", `10`},
		{"null is there", "/a/b.c/1/d", `null`},
		{"an index beyond the end", "/a/b.c/2", ``},
		{"an index with a leading zero", "/a/b.c/00", ``},
		{"no index", "/a/b.c/-", ``},
		{"the library's own syntax means nothing", "/a/b.c/#", ``},
		{"escaped tokens", "/a/~0~1", `"x"`},
		{"a name that is syntax elsewhere", "/a|b", `true`},
		{"another", "/#", `1`},
		{"a name that looks like an index", "/0", `"zero"`},
		{"empty names", "//", `7`},
		{"nothing there", "/missing/x", ``},
		{"below a value that has nothing below", "/n/x", ``},
		{"no pointer", "a", ``},
		{"the whole", "", strings.TrimSpace(body)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			v, ok := rules.NewJSON([]byte(body)).At(tt.pointer)
			assert.Equal(t, tt.want != "", ok)
			assert.Equal(t, tt.want, strings.TrimSpace(v.Raw()))
		})
	}
	j := rules.NewJSON([]byte(body))
	n, _ := j.At("/n")
	exact, ok := n.Int()
	assert.True(t, ok)
	assert.Equal(t, int64(9007199254740993), exact)
	f, _ := j.At("/f")
	_, ok = f.Int()
	assert.False(t, ok)
	assert.Equal(t, "3/2", f.Decimal().String())
	s, _ := j.At("/s")
	assert.Equal(t, `æ"`, s.String())
	assert.Nil(t, s.Decimal())
}

func TestBodiesThatAreNoJSONHaveNothing(t *testing.T) {
	t.Parallel()
	for _, body := range []string{"", "{", `{"a":1} x`, "<a>", `{"a":01}`} {
		j := rules.NewJSON([]byte(body))
		assert.False(t, j.Valid(), body)
		_, ok := j.At("/a")
		assert.False(t, ok, body)
		assert.Equal(t, rules.Nothing, j.Quoted("/a"))
	}
	var none *rules.JSON
	assert.False(t, none.Valid())
}

func TestNumbersAreExactOrNothing(t *testing.T) {
	t.Parallel()
	for literal, want := range map[string]bool{"0": true, "-5": true, "9223372036854775807": true, "9223372036854775808": false, "1e3": false, "1.0": false, `"7"`: false, "null": false} {
		v, ok := rules.NewJSON([]byte(literal)).At("")
		require.True(t, ok)
		_, is := v.Int()
		assert.Equal(t, want, is, literal)
	}
	v, _ := rules.NewJSON([]byte("1e999999")).At("")
	assert.Nil(t, v.Decimal(), "an absurd exponent is not worked out")
}

func TestAtFindsWhatTheLibraryOfTheLanguageFinds(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		members := rapid.MapOf(rapid.String(), rapid.Int64()).Draw(t, "members")
		raw, err := json.Marshal(map[string]any{"x": []any{members}})
		require.NoError(t, err)
		j := rules.NewJSON(raw)
		for key, want := range members {
			v, ok := j.At("/x/0/" + strings.ReplaceAll(strings.ReplaceAll(key, "~", "~0"), "/", "~1"))
			require.True(t, ok, "%q", key)
			got, ok := v.Int()
			require.True(t, ok)
			require.Equal(t, want, got)
		}
	})
}

func TestQuote(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("ø", 100)
	for _, tt := range []struct{ name, body, want string }{
		{"a string", `"SEK"`, `"SEK"`},
		{"a number as it was sent", `1.50`, `1.50`},
		{"an object", `{"a": 1}`, `{"a": 1}`},
		{"a long one is cut, with its length", `"` + long + `"`, `"` + strings.Repeat("ø", 79) + `… (102 characters)`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tt.want, rules.NewJSON([]byte(tt.body)).Quoted(""))
		})
	}
	assert.Equal(t, `"a\nb"`, rules.QuoteString("a\nb"))
}

func TestFindingsSayWhereTheyBelong(t *testing.T) {
	t.Parallel()
	op := harness.Operation{Contract: "shop.v1", ID: "buy", Method: "POST", Path: "/buy/{id}"}
	x := &harness.Exchange{ID: "x0007", Scenario: "s", Request: harness.Request{Method: "post"}, Response: harness.Response{Status: 201}}
	check := rules.Check{
		Rule: harness.Rule{ID: "guide.any", Severity: harness.Warning, Help: "do so"}, Operations: []string{"buy"},
		Judge: func(*rules.View) []harness.Finding {
			return []harness.Finding{{Direction: harness.InRequest}, {Direction: harness.InResponse, Help: "do other", Severity: harness.Note}}
		},
	}
	got := check.Findings(rules.NewView(x, op, nil))
	require.Len(t, got, 2)
	want := harness.Finding{
		Rule: "guide.any", Severity: harness.Warning, Direction: harness.InRequest, Contract: "shop.v1", Operation: "buy", Method: "post", Path: "/buy/{id}",
		Help: "do so", Count: 1, Exchanges: []string{"x0007"}, Scenarios: []string{"s"},
	}
	assert.Equal(t, want, got[0])
	want.Direction, want.Status, want.Help, want.Severity = harness.InResponse, 201, "do other", harness.Note
	assert.Equal(t, want, got[1])
	op.ID = "sell"
	assert.Empty(t, check.Findings(rules.NewView(x, op, nil)), "a check looks at its operations only")
}

func TestAViewThatIsDoneCanBeReadAgain(t *testing.T) {
	t.Parallel()
	body := func(text string) harness.Body { return harness.Body{Bytes: []byte(text), Size: int64(len(text))} }
	first := rules.NewView(&harness.Exchange{Request: harness.Request{Body: body(`{"a":["x","y"]}`)}}, harness.Operation{}, nil)
	v, ok := first.RequestBody.At("/a/1")
	require.True(t, ok)
	kept := v.String()
	first.Done()
	second := rules.NewView(&harness.Exchange{Response: harness.Response{Body: body(`[[],[],["z"]]`)}}, harness.Operation{}, nil)
	_, ok = second.ResponseBody.At("/2/0")
	require.True(t, ok)
	assert.Equal(t, "y", kept)
	again, ok := first.RequestBody.At("/a/0")
	require.True(t, ok)
	assert.Equal(t, "x", again.String())
	z, _ := second.ResponseBody.At("/2/0")
	assert.Equal(t, "z", z.String())
}

// What needs no parsing has the host that parsing finds.
func TestHostsAreThoseThatParsingFinds(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		address := rapid.OneOf(
			rapid.StringMatching(`https://[a-z0-9.-]{0,12}[/?]?[A-Za-z0-9/?=&._-]{0,12}`),
			rapid.StringMatching(`https?:/?/?[a-z0-9.:@\[\]%A-Z-]{0,12}[/?#]?[ -~]{0,6}`),
		).Draw(t, "address")
		want := ""
		if u, err := url.Parse(address); err == nil && u.Scheme == "https" {
			want = u.Hostname()
		}
		if got := rules.SecureHost(address); got != want {
			t.Fatalf("%q: want %q, got %q", address, want, got)
		}
	})
}

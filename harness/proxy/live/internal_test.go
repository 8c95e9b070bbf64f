package live

import (
	"bytes"
	"encoding/json"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness"
)

func text(lines []line) string {
	var all []string
	for _, l := range lines {
		all = append(all, l.Text)
	}
	return strings.Join(all, "\n")
}

// Literals stay as they were sent; findings stand where they belong.
func TestLayout(t *testing.T) {
	t.Parallel()
	sent := ` {"amount" :{"value":9007199254740993,"currency":"N\u004fK"} ,"list":[ 1e2,{ },[], [true,null]],"a/b~":"\"}",` + "\n" + `"twice":1,"twice":2} `
	lines, more := laidOut([]byte(sent), map[string][]int{
		"/amount/value": {0}, "/amount/reference/deep": {1}, "/a~1b~0": {2}, "/twice": {3}, "/nothing": {4}, "": {5}, "/list/3/1": {6}, "/list/9": {7},
	})
	assert.False(t, more)
	assert.Equal(t, `{
  "amount": {
    "value": 9007199254740993,
    "currency": "N\u004fK"
  },
  "list": [
    1e2,
    {},
    [],
    [
      true,
      null
    ]
  ],
  "a/b~": "\"}",
  "twice": 1,
  "twice": 2
}`, text(lines))
	marks := map[string][]int{}
	for _, l := range lines {
		if len(l.At) > 0 {
			marks[strings.TrimSpace(l.Text)] = l.At
		}
	}
	assert.Equal(t, map[string][]int{
		"{": {4, 5}, `"amount": {`: {1}, `"value": 9007199254740993,`: {0}, `"list": [`: {7}, "null": {6}, `"a/b~": "\"}",`: {2}, `"twice": 1,`: {3}, `"twice": 2`: {3},
	}, marks)
}

func TestLayoutIsCut(t *testing.T) {
	t.Parallel()
	lines, more := laidOut([]byte("["+strings.Repeat("1,", 10_000)+"1]"), map[string][]int{"/9999": {0}})
	assert.True(t, more)
	assert.Len(t, lines, mostLines)
}

// A body that is nothing but brackets is no burden.
func TestLayoutOfManyBrackets(t *testing.T) {
	t.Parallel()
	const deep = 9000
	lines, more := laidOut([]byte(strings.Repeat("[", deep)+strings.Repeat("]", deep)), map[string][]int{"/0/0": {0}, strings.Repeat("/0", deep+1): {1}})
	assert.True(t, more)
	size := 0
	for _, l := range lines {
		size += len(l.Text)
	}
	assert.Less(t, size, mostLines*100)
	assert.Equal(t, []int{0}, lines[2].At)
}

// Whatever is valid is laid out, and says the same.
func FuzzLayout(f *testing.F) {
	for _, seed := range []string{`{}`, `[]`, `"a"`, `-1.5e+9`, ` [ {"a":[null,{"b":"\\\""}]} , false ] `, `{"":{"":[]}}`} {
		f.Add([]byte(seed), "/a/0")
	}
	f.Fuzz(func(t *testing.T, body []byte, pointer string) {
		if !json.Valid(body) {
			return
		}
		lines, more := laidOut(body, map[string][]int{pointer: {0}})
		if more {
			return
		}
		var want, got bytes.Buffer
		require.NoError(t, json.Compact(&want, body))
		require.NoError(t, json.Compact(&got, []byte(text(lines))))
		assert.Equal(t, want.String(), got.String())
		marked := 0
		for _, l := range lines {
			marked += len(l.At)
		}
		assert.Positive(t, marked, "the finding stands somewhere")
	})
}

// said is what a shell makes of a command: the words that curl gets.
func said(t *testing.T, command string) []string {
	t.Helper()
	shell, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("no shell here")
	}
	c := exec.CommandContext(t.Context(), shell, "-c", "curl() { printf '%s\\0' \"$@\"; }\n"+command)
	c.Env = []string{"KONTRAKT_URL=http://127.0.0.1:8080", "KONTRAKT_ACCESS_TOKEN=a token", "KONTRAKT_CLIENT_ID=an id", "KONTRAKT_X_SHOP_S_OWN=its own", "USER=mallory"}
	out, err := c.CombinedOutput()
	require.NoError(t, err, "%s\n%s", command, out)
	return strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00")
}

func TestCurl(t *testing.T) {
	t.Parallel()
	request := func(change func(*harness.Judged)) *harness.Judged {
		j := &harness.Judged{Exchange: harness.Exchange{Flow: harness.FlowAPI, Request: harness.Request{
			Method: "GET", Scheme: "https", Host: "apitest.vipps.no", Target: "/epayment/v1/payments/a", Header: map[string][]string{},
		}}}
		change(j)
		return j
	}
	body := func(j *harness.Judged, text string) {
		j.Request.Body = harness.Body{Bytes: []byte(text), Size: int64(len(text))}
	}
	const at = "http://127.0.0.1:8080/epayment/v1/payments/a"
	for _, tt := range []struct {
		name   string
		change func(*harness.Judged)
		want   []string
	}{
		{"a plain call", func(*harness.Judged) {}, []string{at}},
		{"credentials are variables", func(j *harness.Judged) {
			j.Request.Header = map[string][]string{"Authorization": {"Bearer qwerty"}, "Client_id": {"1111"}, "X-Shop's-Own": {"abc"}, "Host": {"a"}, "Content-Length": {"0"}, "Accept-Encoding": {"gzip"}, "Vipps-System-Name": {""}}
			j.Redacted = []string{"request header Authorization", "request header X-Shop's-Own"}
		}, []string{at, "--header", "Authorization: Bearer a token", "--header", "Client_id: an id", "--header", "Vipps-System-Name;", "--header", "X-Shop's-Own: its own"}},
		{"nothing of it runs", func(j *harness.Judged) {
			j.Request.Method, j.Request.Target = "POST", "/a'$(id)`id`\"?b=$USER"
			j.Request.Header = map[string][]string{"Content-Type": {"a'b; $USER"}}
			body(j, `{"a":"it's $(id) \n`+"\n"+`$USER"}`)
		}, []string{"http://127.0.0.1:8080/a'$(id)`id`\"?b=$USER", "--header", "Content-Type: a'b; $USER", "--data-raw", `{"a":"it's $(id) \n` + "\n" + `$USER"}`}},
		{"curl adds nothing and leaves the address alone", func(j *harness.Judged) {
			j.Request.Method, j.Request.Target = "PUT", "/a/../[b]"
			body(j, "@file")
		}, []string{"--globoff", "--path-as-is", "--request", "PUT", "http://127.0.0.1:8080/a/../[b]", "--header", "Content-Type:", "--data-raw", "@file"}},
		{"a post without a body", func(j *harness.Judged) { j.Request.Method = "POST" }, []string{"--request", "POST", at}},
		{"a head", func(j *harness.Judged) { j.Request.Method = "HEAD" }, []string{"--head", at}},
		{"a callback goes to the merchant", func(j *harness.Judged) {
			j.Flow, j.Request.Method, j.Request.Host = harness.FlowCallback, "POST", "shop.example"
			j.Request.Header = map[string][]string{"X-Shop's-Own": {"abc"}, "Content-Type": {"a/b"}}
			j.Redacted = []string{"callback request header X-Shop's-Own"}
			body(j, "{}")
		}, []string{"https://shop.example/epayment/v1/payments/a", "--header", "Content-Type: a/b", "--header", "X-Shop's-Own: its own", "--data-raw", "{}"}},
		{"no text", func(j *harness.Judged) {
			j.Request.Method = "POST"
			body(j, "\xff\x00")
			j.Request.Header = map[string][]string{"Content-Type": {"a/b"}}
		}, []string{at, "--header", "Content-Type: a/b"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tt.want, said(t, curl(request(tt.change))))
		})
	}
}

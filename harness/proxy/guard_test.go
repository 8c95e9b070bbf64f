package proxy_test

import (
	"bufio"
	"encoding/json"
	"net"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/harness/proxy"
)

// untouched is a target that fails the test when it is called.
func untouched(t *testing.T) proxy.Options {
	return proxy.Options{Target: serveRaw(t, func(_ net.Conn, r *bufio.Reader) {
		if m, err := readMessage(r, withBody); err == nil {
			t.Errorf("want no call of the target, got %q", m)
		}
	})}
}

func TestGuardAnswersInTheTargetsPlace(t *testing.T) {
	t.Parallel()
	o := untouched(t)
	var guarded *harness.Exchange
	o.Guard = func(x *harness.Exchange) []harness.Finding {
		guarded = x
		assert.Equal(t, `{"amount":"1"}`, string(x.Request.Body.Bytes))
		return []harness.Finding{
			{Rule: "guide.token-reuse", Severity: harness.Warning},
			{Rule: "schema.type", Severity: harness.Error, Direction: harness.InRequest, In: harness.PartBody, Pointer: "/amount", Want: "an integer", Got: `"1"`, Help: "send minor units"},
			{Rule: "auth.missing", Severity: harness.Error, Direction: harness.InRequest, In: harness.PartHeader, Pointer: "Authorization", Got: "nothing"},
		}
	}
	r := start(t, o)
	c := r.dial(t)
	c.say(t, "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 14\r\n\r\n{\"amount\":\"1\"}")
	heard, x := c.hear(t, "POST"), r.next(t)
	answersProblem(t, heard, "422", x)
	assert.Equal(t, harness.Enforced, x.Failure.Kind)
	assert.Same(t, guarded, x)
	assert.JSONEq(t, `{
		"type": "about:blank", "title": "kontrakt: the request breaks the contract", "status": 422,
		"detail": "not forwarded to the target: findings of severity error: 2", "exchange": "x0001",
		"findings": [
			{"rule": "schema.type", "severity": "error", "where": "request body /amount", "want": "an integer", "got": "\"1\"", "help": "send minor units"},
			{"rule": "auth.missing", "severity": "error", "where": "request header Authorization", "got": "nothing"}
		]}`, heard.Body)
}

func TestGuardLetsPassWhatOnlyWarns(t *testing.T) {
	t.Parallel()
	o := proxy.Options{Guard: func(*harness.Exchange) []harness.Finding {
		return []harness.Finding{{Rule: "guide.token-reuse", Severity: harness.Warning}}
	}}
	seen, heard, x := through(t, o, "POST", "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\n{ }", ok)
	assert.Equal(t, "{ }", seen.Body)
	assert.Equal(t, "{}", heard.Body)
	assert.Nil(t, x.Failure)
}

func TestGuardRefusesWhatItCannotRead(t *testing.T) {
	t.Parallel()
	for name, request := range map[string]string{
		"a long body":         "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\n12345",
		"a long chunked body": "POST /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n12345\r\n0\r\n\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := untouched(t)
			o.MaxBody = 4
			o.Guard = func(*harness.Exchange) []harness.Finding { t.Error("half a request is nothing to judge"); return nil }
			r := start(t, o)
			c := r.dial(t)
			c.say(t, request)
			heard, x := c.hear(t, "POST"), r.next(t)
			answersProblem(t, heard, "413", x)
			assert.Equal(t, harness.Refused, x.Failure.Kind)
			assert.EqualValues(t, 5, x.Request.Body.Size)
			assert.False(t, x.Request.Body.Whole())
		})
	}
}

func TestGuardThatPanicsLetsNothingPass(t *testing.T) {
	t.Parallel()
	o := untouched(t)
	o.Guard = func(*harness.Exchange) []harness.Finding { panic("s3cret") }
	r := start(t, o)
	c := r.dial(t)
	c.say(t, get)
	heard, x := c.hear(t, "GET"), r.next(t)
	problem := answersProblem(t, heard, "500", x)
	assert.Equal(t, "the proxy itself broke off", problem["detail"])
	text, err := json.Marshal(x.Failure)
	require.NoError(t, err)
	assert.NotContains(t, string(text), "s3cret")
}

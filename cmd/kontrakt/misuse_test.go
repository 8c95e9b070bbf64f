package main

import (
	"context"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/certify"
)

// What is written wrong is told in one line, with status 2.
func TestMisuseIsTold(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		args []string
		says string
	}{
		{"a number that is none", []string{"run", "--seed", "x"}, `--seed: want a whole number of at most 19 digits, got "x"`},
		{"a switch that is neither", []string{"run", "--quiet=maybe"}, `--quiet: want true or false, got "maybe"`},
		{"a shell that there is not", []string{"completion", "nonsense"}, `unknown command "nonsense" for "kontrakt completion"`},
		{"help on what there is not", []string{"help", "nonsense"}, `unknown command "nonsense" for "kontrakt"`},
		{"help on a part that there is not", []string{"help", "specs", "nonsense"}, `unknown command "nonsense" for "kontrakt specs"`},
		{"how to intercept, and nothing to intercept", []string{"proxy", "--intercept-only"}, "--intercept-only: name the hosts to intercept with --intercept"},
		{"an ability that no checklist asks after", []string{"certify", "--profile", "ecom", "--ability", "expres"}, "did you mean express?"},
		{"an image that nobody runs", []string{"init", "--yes", "--image", "x", "--dir", t.TempDir()}, "--image: only --ci kubernetes runs one"},
		{"a target that is none", []string{"init", "--yes", "--target", "sandbx", "--dir", t.TempDir()}, `target "sandbx" is no address`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			assert.Contains(t, kontrakt(t, nil, tt.args...).held(t, misused).Stderr, tt.says)
		})
	}
}

// What other commands would stumble over is a mistake for doctor, too.
func TestDoctorReadsWhatOtherCommandsRead(t *testing.T) {
	t.Parallel()
	for text, says := range map[string]string{
		"concurrency: many": `kontrakt.yaml:1: concurrency: want a whole number`,
		"fail-on: loud":     `--fail-on: want error, warning, never, got "loud"`,
	} {
		o := kontrakt(t, settings{"kontrakt.yaml": text}, "doctor", "--offline").held(t, misused)
		assert.Contains(t, o.Stdout, says)
	}
}

// The number that our own help gives for an example is somebody's in a recording. It
// is replaced there, and nothing is refused.
func TestANumberThatHelpGivesForAnExampleMigrates(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	name := filepath.Join(dir, "shop.har")
	require.NoError(t, os.WriteFile(name, []byte(`{"log":{"version":"1.2","creator":{"name":"shop","version":"1"},"entries":[{
		"startedDateTime":"2026-01-01T00:00:00Z","time":1,"cache":{},"timings":{"send":0,"wait":1,"receive":0},
		"request":{"method":"POST","url":"https://apitest.vipps.no/ecomm/v2/payments","httpVersion":"HTTP/1.1","headers":[{"name":"Content-Type","value":"application/json"}],
			"queryString":[],"cookies":[],"headersSize":-1,"bodySize":-1,"postData":{"mimeType":"application/json",
			"text":"{\"customerInfo\":{\"mobileNumber\":\"+4791234567\"},\"merchantInfo\":{\"callbackPrefix\":\"https://shop.example/cb\",\"fallBack\":\"https://shop.example/f\",\"merchantSerialNumber\":\"654321\"},\"transaction\":{\"orderId\":\"order-1\",\"amount\":100,\"transactionText\":\"Two mugs, call 4791234567\"}}"}},
		"response":{"status":400,"statusText":"","httpVersion":"HTTP/1.1","headers":[],"cookies":[],"content":{"size":0,"mimeType":"","text":""},"redirectURL":"","headersSize":-1,"bodySize":-1}}]}}`), 0o644))
	rewritten := filepath.Join(dir, "new.har")
	o := kontrakt(t, nil, "migrate", "--from", "ecom.v2", "--to", "epayment.v1", name, "--har", rewritten, "--format", "json").held(t, violates)
	assert.Empty(t, o.Stderr)
	written, err := os.ReadFile(rewritten)
	require.NoError(t, err)
	for _, text := range []string{o.Stdout, string(written)} {
		assert.NotEmpty(t, text)
		assert.NotContains(t, text, "91234567")
	}
}

// How to intercept may stand in a project's configuration, of which not every call
// intercepts.
func TestHowToInterceptMayBeConfigured(t *testing.T) {
	t.Parallel()
	yaml := settings{"kontrakt.yaml": "intercept-only: true\nintercept-listen: 127.0.0.1:0\n"}
	o := kontrakt(t, yaml, "proxy", "--quiet", "--", "true").held(t, unjudged)
	assert.NotContains(t, o.Stderr, "--intercept")
}

// What is misspelt counts for nothing, and is told by name alone.
func TestAVariableThatIsNoneIsTold(t *testing.T) {
	t.Parallel()
	o := kontrakt(t, settings{
		"KONTRAKT_TARGTE": "http://a-secret.example", "KONTRAKT_FAILON": "a-secret", "KONTRAKT_ZZZ": "a-secret",
		"KONTRAKT_FAIL_ON": "error", "KONTRAKT_MSN_3": "123456", "KONTRAKT_X_SHOP": "x", "KONTRAKT_URL": "http://127.0.0.1:1",
	}, "version").held(t, conforms)
	said := strings.Split(strings.TrimSpace(o.Stderr), "\n")
	slices.Sort(said)
	assert.Equal(t, []string{
		"kontrakt: KONTRAKT_FAILON is not a variable of kontrakt; did you mean KONTRAKT_FAIL_ON?",
		"kontrakt: KONTRAKT_TARGTE is not a variable of kontrakt; did you mean KONTRAKT_TARGET?",
		"kontrakt: KONTRAKT_ZZZ is not a variable of kontrakt",
	}, said)
}

// A run that is stopped before its first scenario leaves its reports, like any other.
func TestARunThatIsStoppedAtOnceIsReported(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	vars := defaultCredentials()
	o := kontraktUntil(t, ctx, vars, "run", "--target", "http://127.0.0.1:9", "--api", "access-token.v1", "--quiet").held(t, unjudged)
	r := o.report(t)
	assert.True(t, r.Run.Interrupted)
	assert.Equal(t, []string{"inconclusive", "interrupted before the end", "http://127.0.0.1:9"}, []string{r.Run.Verdict, r.Run.Reason, r.Run.Target.URL})
	require.NotEmpty(t, r.Scenarios)
	for _, s := range r.Scenarios {
		assert.Equal(t, []string{"inconclusive", "interrupted"}, []string{s.Status, s.Reason}, s.ID)
	}
}

// So does who only watches, and the certificate says that it is none.
func TestWatchingThatIsStoppedAtOnceIsReported(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, command := range [][]string{{"proxy"}, {"certify", "--profile", "ecom"}} {
		o := kontraktUntil(t, ctx, nil, append(command, "--target", "http://127.0.0.1:9", "--format", "json")...).held(t, unjudged)
		r := o.report(t)
		assert.True(t, r.Run.Interrupted)
		assert.Equal(t, []string{"inconclusive", "interrupted before the end", "http://127.0.0.1:9"}, []string{r.Run.Verdict, r.Run.Reason, r.Run.Target.URL})
		assert.Equal(t, "kontrakt: interrupted before the target answered; nothing was judged\n", o.Stderr)
		assert.NotContains(t, o.Stdout, "seed")
		if command[0] == "certify" {
			c := certificateOf(t, o)
			assert.Equal(t, []string{certify.Inconclusive, "interrupted before the end"}, []string{c.Verdict, c.Reason})
		}
	}
}

// Which flag to change is said, whichever listener finds its port taken.
func TestAPortThatIsTakenIsToldByItsFlag(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { _ = taken.Close() })
	address := taken.Addr().String()
	for flag, more := range map[string][]string{
		"listen": nil, "admin": nil, "callback-listen": {"--callback-url", "https://shop.example"},
		"intercept-listen": {"--intercept", "apitest.vipps.no", "--ca-dir", t.TempDir()},
	} {
		args := append([]string{"proxy", "--" + flag, address}, more...)
		o := kontrakt(t, nil, append(args, "--", "true")...).held(t, misused)
		assert.Contains(t, o.Stderr, "cannot listen on "+address+": ", flag)
		assert.Contains(t, o.Stderr, "hint: choose another address with --"+flag+"; port 0 takes any free one", flag)
	}
}

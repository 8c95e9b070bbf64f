package doctor_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/client"
	"kontrakt/harness/config"
	"kontrakt/harness/doctor"
)

var update = flag.Bool("update", false, "write the golden file anew")

func sick() doctor.Diagnosis {
	return doctor.Diagnosis{
		doctor.Good("configuration", "%s reads", "kontrakt.yaml"),
		doctor.Good("target", "https://apitest.vipps.no answers (test)"),
		{Name: "clock", Status: doctor.Warn, Says: "12s behind the target", Do: "set this machine's clock by NTP"},
		doctor.Good("sales unit", "may use ecom\ndeclared: captures directly"),
		{Name: "ports", Status: doctor.Fail, Usage: true, Says: "--listen 127.0.0.1:80: <taken>", Do: "choose another"},
	}
}

func TestADiagnosisFitsAScreen(t *testing.T) {
	t.Parallel()
	var text bytes.Buffer
	require.NoError(t, sick().Text(&text, false))
	const golden = "testdata/sick.txt"
	if *update {
		require.NoError(t, os.WriteFile(golden, text.Bytes(), 0o644))
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	assert.Equal(t, string(want), text.String())
	for line := range strings.Lines(text.String()) {
		assert.LessOrEqual(t, len([]rune(line)), 100)
	}
	var coloured bytes.Buffer
	require.NoError(t, sick().Text(&coloured, true))
	assert.Equal(t, text.String(), strings.NewReplacer("\x1b[32m", "", "\x1b[33m", "", "\x1b[31m", "", "\x1b[0m", "").Replace(coloured.String()))
}

func TestADiagnosisForPrograms(t *testing.T) {
	t.Parallel()
	var text bytes.Buffer
	require.NoError(t, sick().JSON(&text))
	var got struct {
		Schema, Status string
		Checks         []map[string]string
	}
	require.NoError(t, json.Unmarshal(text.Bytes(), &got))
	assert.Equal(t, "kontrakt/doctor/v1", got.Schema)
	assert.Equal(t, "fail", got.Status)
	require.Len(t, got.Checks, 5)
	assert.Equal(t, map[string]string{"name": "ports", "status": "fail", "says": "--listen 127.0.0.1:80: <taken>", "do": "choose another"}, got.Checks[4])
}

func TestTheExitStatusSaysWhoIsAtFault(t *testing.T) {
	t.Parallel()
	warn := doctor.Check{Status: doctor.Warn}
	world, call := doctor.Check{Status: doctor.Fail}, doctor.Check{Status: doctor.Fail, Usage: true}
	for want, d := range map[int][]doctor.Diagnosis{0: {nil, {warn}}, 3: {{world, warn}}, 2: {{call}, {world, call}, {call, world}}} {
		for _, each := range d {
			assert.Equal(t, want, each.ExitStatus(), "%v", each)
		}
	}
}

func TestClocksThatDoNotAgree(t *testing.T) {
	t.Parallel()
	noon := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	tests := []struct {
		name  string
		apart time.Duration
		want  doctor.Status
		says  string
	}{
		{"no more than a header can tell", 4 * time.Second, doctor.OK, "within 5s of the target's"},
		{"ours is fast", 90 * time.Second, doctor.Warn, "1m30s ahead of the target"},
		{"ours is slow", -90 * time.Second, doctor.Warn, "1m30s behind the target"},
		{"ours is an hour off", time.Hour, doctor.Fail, "1h0m0s ahead of the target"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			h := http.Header{"Date": {noon.Format(http.TimeFormat)}}
			// The answer took two seconds: the date is from the middle of them.
			c := doctor.Clock(h, noon.Add(tt.apart-time.Second), noon.Add(tt.apart+time.Second))
			assert.Equal(t, tt.want, c.Status)
			assert.Equal(t, tt.says, c.Says)
		})
	}
	assert.Equal(t, doctor.Warn, doctor.Clock(http.Header{}, noon, noon).Status)
}

func TestWhetherAnEngineAnswers(t *testing.T) {
	t.Parallel()
	engine := func(status int, text string) string {
		path := filepath.Join(t.TempDir(), "d.sock")
		listener, err := net.Listen("unix", path)
		require.NoError(t, err)
		server := &http.Server{ReadHeaderTimeout: time.Second, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			assert.Equal(t, "/_ping", r.URL.Path)
			w.Header().Set("Api-Version", "1.47")
			w.WriteHeader(status)
			_, _ = w.Write([]byte(text))
		})}
		go func() { _ = server.Serve(listener) }()
		t.Cleanup(func() { _ = server.Close() })
		return "unix://" + path
	}
	good := doctor.Docker(t.Context(), engine(200, "OK"), true)
	assert.Equal(t, doctor.Good("docker", "the engine answers (API 1.47)"), good)
	for _, host := range []string{engine(404, "no"), engine(200, "<html>"), "unix:///nobody/here.sock", "ssh://far.example", "tcp://127.0.0.1:1"} {
		c := doctor.Docker(t.Context(), host, false)
		assert.Equal(t, doctor.Warn, c.Status, host)
		assert.NotEmpty(t, c.Do)
		assert.Equal(t, doctor.Fail, doctor.Docker(t.Context(), host, true).Status, "a container target needs one")
	}
}

func TestPortsThatAreTaken(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { _ = taken.Close() })
	c := doctor.Ports([]doctor.Port{{Flag: "listen", Address: "127.0.0.1:0"}, {Flag: "admin", Address: ""}, {Flag: "callback-listen", Address: taken.Addr().String()}})
	assert.Equal(t, doctor.Fail, c.Status)
	assert.True(t, c.Usage)
	assert.Equal(t, "--callback-listen "+taken.Addr().String()+": bind: address already in use", c.Says)
	require.NoError(t, taken.Close())
	assert.Equal(t, doctor.Good("ports", "%s free", taken.Addr()), doctor.Ports([]doctor.Port{{Flag: "listen", Address: taken.Addr().String()}}))
}

// What a unit may not do is known by how it is refused; only questions are asked.
func TestASalesUnitIsAskedWhatItMay(t *testing.T) {
	t.Parallel()
	status := map[string]int{"/ecomm": 404, "/epayment": 404, "/recurring": 403, "/checkout": 401, "/webhooks": 503}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == client.TokenPath {
			_, _ = w.Write([]byte(`{"access_token":"t","expires_in":"3600"}`))
			return
		}
		assert.Equal(t, http.MethodGet, r.Method)
		for prefix, code := range status {
			if strings.HasPrefix(r.URL.Path, prefix) {
				w.WriteHeader(code)
			}
		}
	}))
	t.Cleanup(server.Close)
	c := client.New(client.Options{URL: server.URL, IDs: func() string { return "1" }, Credentials: config.Credentials{
		ClientID: config.NewSecret("id"), ClientSecret: config.NewSecret("secret"), SubscriptionKey: config.NewSecret("key"), MSN: "123456",
	}})
	f, err := config.Parse("kontrakt.yaml", []byte("abilities:\n  checkout: no\n  capture: direct\n  currencies: [DKK]\n  express: yes\n"), nil)
	require.NoError(t, err)
	got := doctor.Unit(t.Context(), c, f.Abilities)
	assert.Equal(t, []doctor.Check{
		doctor.Good("sales unit", "may use ecom, epayment; may not use checkout, recurring\n"+
			"declared: captures directly, sells in DKK, may ask for the customer's profile, may sell with express"),
		{
			Name: "sales unit", Status: doctor.Warn, Says: "recurring is refused (status 403)",
			Do: "order it for the sales unit, or declare abilities: {recurring: no} in kontrakt.yaml, and its scenarios are left out",
		},
		{Name: "sales unit", Status: doctor.Warn, Says: "nobody can tell of webhooks (status 503)", Do: "ask again later"},
	}, got)
}

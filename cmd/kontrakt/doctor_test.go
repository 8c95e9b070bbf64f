package main

import (
	"encoding/json"
	"errors"
	"maps"
	"net"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/doctor"
)

func TestDoctorOfAHealthyRun(t *testing.T) {
	t.Parallel()
	address, _ := stranger(t)
	s := defaultCredentials()
	s["kontrakt.yaml"] = "target: " + address + "\nformat: [json, sarif]\nabilities:\n  currencies: [NOK]\n"
	s["DOCKER_HOST"] = "unix:///nobody/here.sock"
	o := kontrakt(t, s, "doctor", "--offline", "--out", t.TempDir()).held(t, conforms)
	assert.Empty(t, o.Stderr)
	assert.Equal(t, `ok    configuration  kontrakt.yaml reads
ok    target         `+address+` answers (other)
ok    credentials    an access token was given to sales unit 123456
ok    clock          within 5s of the target's
ok    sales unit     may use checkout, ecom, epayment, recurring, webhooks
                     declared: captures after a reservation, sells in NOK, may ask for the customer's profile
ok    contracts      7 embedded; compared with nothing that is published (--offline)
warn  docker         no engine answers: connect: no such file or directory
                     → only container targets (docker:IMAGE) need one: start it, or name it with DOCKER_HOST
ok    ports          whichever are free will do
`, o.Stdout)
	for _, secret := range []string{s["KONTRAKT_CLIENT_ID"], s["KONTRAKT_CLIENT_SECRET"], s["KONTRAKT_SUBSCRIPTION_KEY"]} {
		assert.NotContains(t, o.Stdout, secret)
	}
}

func TestDoctorOfWhatIsSick(t *testing.T) {
	t.Parallel()
	address, _ := stranger(t)
	gone, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, gone.Close())
	wrong := maps.Clone(defaultCredentials())
	wrong["KONTRAKT_CLIENT_SECRET"] = "bm90LXRoZS1zZWNyZXQ="
	with := func(s settings, file string) settings {
		s = maps.Clone(s)
		s["kontrakt.yaml"] = file
		return s
	}
	tests := []struct {
		name     string
		settings settings
		args     []string
		status   int
		check    string
		says     string
	}{
		{"credentials that are refused", wrong, []string{"--target", address}, unjudged, "credentials", "refuses the credentials (status 401"},
		{"credentials that are not there", settings{"KONTRAKT_MSN": "123456"}, []string{"--target", address}, misused, "credentials", "not set: KONTRAKT_CLIENT_ID"},
		{"a target that is not there", defaultCredentials(), []string{"--target", "http://" + gone.Addr().String()}, unjudged, "target", "cannot be reached"},
		{"production", defaultCredentials(), []string{"--target", "https://api.vipps.no"}, misused, "target", "real money"},
		{"mistakes in the file, each with its line", with(defaultCredentials(), "tarjet: x\nabilities:\n  ecom: perhaps\n"), nil, misused, "configuration", "kontrakt.yaml:3: abilities: ecom: want yes or no"},
		{"a contract that there is not", settings{}, []string{"--api", "ecom.v9"}, misused, "configuration", `unknown API "ecom.v9"`},
		{"a container without an engine", settings{"DOCKER_HOST": "unix:///nobody/here.sock"}, []string{"--target", "docker:shop"}, unjudged, "docker", "no engine answers"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			o := kontrakt(t, tt.settings, append([]string{"doctor", "--offline", "--format", "json", "--out", t.TempDir()}, tt.args...)...).held(t, tt.status)
			var got struct{ Checks []doctor.Check }
			require.NoError(t, json.Unmarshal([]byte(o.Stdout), &got))
			for _, c := range got.Checks {
				if c.Name == tt.check && c.Status == doctor.Fail {
					assert.Contains(t, c.Says, tt.says)
					assert.NotEmpty(t, c.Do)
					assert.NotContains(t, o.Stdout, "bm90LXRoZS1zZWNyZXQ=")
					return
				}
			}
			assert.Fail(t, "nothing fails", "%s: %s", tt.check, o.Stdout)
		})
	}
	kontrakt(t, nil, "doctor", "--format", "html").held(t, misused)
}

func TestWhatIsPublishedIsComparedAndItsAbsenceIsNoFailure(t *testing.T) {
	t.Parallel()
	got := compared("contracts", []string{"a.v1", "b.v1", "c.v1"}, []error{nil, ended(violates), errors.New("no such host")})
	require.Len(t, got, 3)
	assert.Equal(t, doctor.Good("contracts", "a.v1 say what is published"), got[0])
	assert.Equal(t, []doctor.Status{doctor.Warn, doctor.Warn}, []doctor.Status{got[1].Status, got[2].Status})
	assert.Equal(t, "b.v1 differ from what is published", got[1].Says)
	assert.Equal(t, "c.v1 could not be compared: no such host", got[2].Says)
}

package main

import (
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/certify"
)

// teahouse is the shop in testdata/nodeshop: where it is installed, what it
// declares, and the port that it listens on.
func teahouse(t *testing.T, dir string) (declared, port string) {
	t.Helper()
	free, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	port = strconv.Itoa(free.Addr().(*net.TCPAddr).Port)
	require.NoError(t, free.Close())
	text, err := os.ReadFile(filepath.Join(dir, "kontrakt.yaml"))
	require.NoError(t, err)
	return strings.NewReplacer("127.0.0.1:4100", "127.0.0.1:"+port, "till.mjs", filepath.ToSlash(filepath.Join(dir, "till.mjs"))).Replace(string(text)), port
}

// A shop that shares nothing with the demonstration shop, neither code nor
// language nor how it is asked to do things, is certified by the same scenarios. It
// stands on the official SDK. What it does wrong is what is unmet.
func TestAShopOnTheTypeScriptSDKIsCertified(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("the shop is waited for")
	}
	dir := installed(t, "nodeshop")
	certified := func(t *testing.T, status int, profile string, wrong ...string) transcript {
		declared, port := teahouse(t, dir)
		args := []string{"certify", "--profile", profile, "--format", "json", "--ca-dir", filepath.Join(t.TempDir(), "ca"), "--", "node", filepath.Join(dir, "shop.mjs"), "--port", port}
		return kontrakt(t, settings{"kontrakt.yaml": declared}, append(args, wrong...)...).held(t, status)
	}
	t.Run("as it should be", func(t *testing.T) {
		t.Parallel()
		o := certified(t, conforms, "epayment,recurring")
		c := certificateOf(t, o)
		assert.Equal(t, certify.Certified, c.Verdict, c.Reason)
		assert.Equal(t, "samovar-vipps", c.Subject.Integration)
		for _, s := range o.report(t).Scenarios {
			assert.Equal(t, "passed", s.Status, "%s: %s", s.ID, s.Reason)
		}
		for _, l := range c.Requirements {
			if l.Status != certify.Manual {
				assert.Equal(t, certify.Met, l.Status, "%s: %s", l.ID, l.Because)
				assert.Positive(t, len(l.Evidence)+len(l.Scenarios), "%s: nothing proves it", l.ID)
			}
		}
	})
	t.Run("with two mistakes", func(t *testing.T) {
		t.Parallel()
		c := certificateOf(t, certified(t, violates, "epayment", "--wrong", "trusts-anyone", "--wrong", "new-keys"))
		assert.Equal(t, certify.NotCertified, c.Verdict, c.Reason)
		assert.Equal(t, []string{"COM-CL-08", "EPAY-CL-10", "WH-CL-03"}, unmet(c))
	})
}

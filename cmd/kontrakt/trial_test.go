package main

import (
	"encoding/json"
	"flag"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/harness/certify"
	"kontrakt/harness/judge"
)

// shopBuilt builds the demonstration shop.
func shopBuilt(t *testing.T) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "demoshop")
	out, err := exec.Command("go", "build", "-o", program, "kontrakt/cmd/demoshop").CombinedOutput()
	require.NoError(t, err, string(out))
	return program
}

// demoshop gives the demonstration shop's declaration for a port of its own.
func demoshop(t *testing.T) (declared, address string) {
	t.Helper()
	free, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	address = free.Addr().String()
	require.NoError(t, free.Close())
	text, err := os.ReadFile("../demoshop/kontrakt.yaml")
	require.NoError(t, err)
	return strings.ReplaceAll(string(text), "127.0.0.1:3000", address), address
}

func certificateOf(t *testing.T, o transcript) *certify.Certificate {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(o.Out, "certificate.json"))
	require.NoError(t, err)
	c, err := certify.Read(text)
	require.NoError(t, err)
	return c
}

// judgedLater holds the recording of a trial to the same verdicts as the trial, and
// to the same evidence, to the last requirement.
func judgedLater(t *testing.T, o transcript, profiles string, status int) {
	t.Helper()
	live := certificateOf(t, o)
	later := certificateOf(t, kontrakt(t, nil, "certify", "--profile", profiles, "--format", "json", "--from", filepath.Join(o.Out, "exchanges.har")).held(t, status))
	require.Len(t, later.Requirements, len(live.Requirements))
	for i, l := range live.Requirements {
		again := later.Requirements[i]
		assert.Equal(t, l.Because == "", again.Because == "", l.ID)
		l.Because, again.Because = "", "" // towns and numbers in it have another pseudonym
		assert.Equal(t, l, again)
	}
	assert.Equal(t, live.NotApplicable, later.NotApplicable)
	assert.Equal(t, live.Reason, later.Reason)
	assert.Equal(t, live.FreshUntil, later.FreshUntil)
}

// The demonstration shop is certified; the recording of the same run, judged
// later, comes to the same.
func TestTheDemonstrationShopIsCertified(t *testing.T) {
	t.Parallel()
	program := shopBuilt(t)
	declared, address := demoshop(t)
	o := kontrakt(t, settings{"kontrakt.yaml": declared}, "certify", "--profile", "epayment,recurring", "--format", "json,har", "--", program, "--listen", address).held(t, conforms)
	live := certificateOf(t, o)
	assert.Equal(t, certify.Certified, live.Verdict, live.Reason)
	assert.Equal(t, "honeypot-payments", live.Subject.Integration)
	for _, s := range o.report(t).Scenarios {
		assert.Equal(t, "passed", s.Status, "%s: %s", s.ID, s.Reason)
	}
	judgedLater(t, o, "epayment,recurring", conforms)
	recording, err := os.ReadFile(filepath.Join(o.Out, "exchanges.har"))
	require.NoError(t, err)
	assert.NoError(t, live.Exchanges.Whole(recording))
	text, err := json.Marshal(live)
	require.NoError(t, err)
	assert.NotContains(t, string(text), "c2FuZGJveC1zZWNyZXQtMDE=")
	assert.NotContains(t, string(text), "5b0d6b0ea1f64d0c9d2f7c3e8a4b1c6d")
}

// A shop that says what it should keep to itself is not repeated.
func TestWhatAShopSaysIsNotRepeated(t *testing.T) {
	t.Parallel()
	const secret = "c2FuZGJveC1zZWNyZXQtMDE="
	loaded, err := loadedOnce(false)
	require.NoError(t, err)
	court, err := judge.New(judge.Options{Contracts: loaded.Contracts, Key: []byte("key"), Secrets: []string{secret}, Dir: t.TempDir()})
	require.NoError(t, err)
	t.Cleanup(func() { _ = court.Close() })
	var told strings.Builder
	s := session{env: env{Stderr: &told}, options: &options{}, judge: court}
	s.toldScenario(harness.Scenario{ID: "merchant/order/a", Status: harness.StatusFailed, Reason: "the order: want paid, got " + secret})
	assert.Contains(t, told.String(), "merchant/order/a: the order: want paid, got ")
	assert.NotContains(t, told.String(), secret)

	s.run.Scenarios = []harness.Scenario{{Name: "a", Status: harness.StatusPassed}}
	assert.Empty(t, s.unsound())
	s.run.Scenarios = append(s.run.Scenarios, harness.Scenario{Name: "b", Status: harness.StatusInconclusive, Reason: "it did not run"})
	assert.Equal(t, "a scenario could not be judged: b: it did not run", s.unsound(), "and nothing is certified")
}

var every = flag.Bool("every", false, "put the demonstration shop on trial with every mistake by itself")

// mistakesOf lists what the demonstration shop can do wrong: the requirements
// that each breaks, by name.
func mistakesOf(t *testing.T, program string) map[string][]string {
	t.Helper()
	out, err := exec.Command(program, "--mistakes").Output()
	require.NoError(t, err)
	all := map[string][]string{}
	for line := range strings.Lines(string(out)) {
		words := strings.Fields(line)
		require.Greater(t, len(words), 2, line)
		all[words[0]] = strings.Split(words[1], ",")
	}
	return all
}

// unmet are the requirements for which a certificate is refused.
func unmet(c *certify.Certificate) []string {
	var all []string
	for _, l := range c.Requirements {
		if l.Status == certify.Unmet || l.Status == certify.NotObserved && l.Level == certify.Core {
			all = append(all, l.ID)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// With a mistake the shop is not certified, and the requirements that it breaks
// are unmet, no others. Several that have nothing to do with each other are made
// at once; -every makes each by itself, which takes minutes of waiting.
func TestAMistakeOfTheShopIsWhatIsUnmet(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("the shop is waited for")
	}
	program := shopBuilt(t)
	breaks := mistakesOf(t, program)
	assert.GreaterOrEqual(t, len(breaks), 30)
	sets := []string{"half-the-headers,new-key-on-retry,digits-for-a-reference,registers-twice,refunds-whole-alone,goes-back-to-paid,never-reads-the-log,never-lists"}
	if *every {
		for name := range breaks {
			if _, is := sellerOf(name); !is {
				sets = append(sets, name)
			}
		}
		slices.Sort(sets)
	}
	for _, set := range sets {
		t.Run(set, func(t *testing.T) {
			t.Parallel()
			declared, address := demoshop(t)
			var want []string
			profile := "epayment"
			for name := range strings.SplitSeq(set, ",") {
				require.Contains(t, breaks, name)
				want = append(want, breaks[name]...)
			}
			if strings.Contains(strings.Join(want, ","), "REC-") {
				profile += ",recurring"
			}
			o := kontrakt(t, settings{"kontrakt.yaml": declared}, "certify", "--profile", profile, "--format", "json,har", "--", program, "--listen", address, "--mistake", set).held(t, violates)
			c := certificateOf(t, o)
			assert.Equal(t, certify.NotCertified, c.Verdict, c.Reason)
			want = slices.DeleteFunc(want, func(id string) bool {
				return !slices.ContainsFunc(c.Requirements, func(l certify.Line) bool { return l.ID == id })
			})
			slices.Sort(want)
			assert.Equal(t, slices.Compact(want), unmet(c))
			judgedLater(t, o, profile, violates)
		})
	}
}

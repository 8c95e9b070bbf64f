package certify_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/certify"
	"kontrakt/harness/certify/attest"
)

// sound is a certificate of which nobody doubts anything.
func sound(t *testing.T) *certify.Certificate {
	t.Helper()
	p, err := certify.Load("partner")
	require.NoError(t, err)
	c := &certify.Certificate{Schema: certify.Schema, IssuedAt: noon}
	c.Exchanges, err = attest.Read([]byte(`{"log":{"entries":[{"a":1}]}}`))
	require.NoError(t, err)
	c.Add(p, recorded(t, nil), certify.Options{Now: noon})
	for i := range c.Requirements {
		if l := &c.Requirements[i]; l.Status != certify.Manual {
			l.Status, l.Evidence = certify.Met, []certify.Evidence{{Exchange: "x0001", At: noon}}
		}
	}
	c.Settle("")
	require.Equal(t, certify.Certified, c.Verdict)
	return c
}

func TestDoubtsOfWhatWasEdited(t *testing.T) {
	t.Parallel()
	line := func(c *certify.Certificate, id string) *certify.Line {
		return &c.Requirements[slices.IndexFunc(c.Requirements, func(l certify.Line) bool { return l.ID == id })]
	}
	for _, tt := range []struct {
		name  string
		edit  func(*certify.Certificate)
		doubt string
	}{
		{"nothing", func(*certify.Certificate) {}, ""},
		{"a line is taken out", func(c *certify.Certificate) { c.Requirements = c.Requirements[1:] }, "EPAY-CL-01 of the profile partner does not stand in it"},
		{"a line weighs less", func(c *certify.Certificate) { line(c, "EPAY-CL-03").Level = certify.Extended }, "EPAY-CL-03 is core, and stands in it as extended"},
		{"a line is left to a person", func(c *certify.Certificate) { line(c, "EPAY-CL-03").Status = certify.Manual }, "EPAY-CL-03 is left to a person, and the exchanges would show it"},
		{"a word of one's own", func(c *certify.Certificate) { line(c, "EPAY-CL-03").Status = "fine" }, `EPAY-CL-03 stands as "fine", and there is no such status`},
		{"nothing shows it", func(c *certify.Certificate) { line(c, "EPAY-CL-03").Evidence = nil }, "EPAY-CL-03 is met, and nothing shows it"},
		{"a date to come", func(c *certify.Certificate) { line(c, "EPAY-CL-03").Evidence[0].At = noon.AddDate(1, 0, 0) }, "EPAY-CL-03 is shown by what is still to come, 2027-11-21"},
		{"issued in a year", func(c *certify.Certificate) { c.IssuedAt = noon.AddDate(1, 0, 0) }, "it was issued at a time to come, 2027-11-21"},
		{"no profile", func(c *certify.Certificate) { c.Profiles = nil }, "it names no profile"},
		{"another verdict", func(c *certify.Certificate) { line(c, "EPAY-CL-03").Status = certify.Unmet }, `its verdict is "certified", and its requirements say not-certified: 1 requirement is unmet`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := sound(t)
			tt.edit(c)
			doubts := c.Doubts(noon.Add(time.Minute))
			if tt.doubt == "" {
				assert.Empty(t, doubts)
				return
			}
			assert.Contains(t, doubts, tt.doubt)
		})
	}
}

func TestWhatStandsBehindACertificate(t *testing.T) {
	t.Parallel()
	var text bytes.Buffer
	require.NoError(t, sound(t).Write(&text))
	_, err := certify.Read(text.Bytes())
	require.NoError(t, err)
	_, err = certify.Read(append(text.Bytes(), `{"verdict":"certified"}`...))
	assert.ErrorContains(t, err, "something stands behind it")
}

// Why nothing can be certified is told in the shop's own words, too.
func TestTheReasonIsScrubbed(t *testing.T) {
	t.Parallel()
	c := sound(t)
	c.Settle("the order stands as s3cret")
	c.Scrub(func(text string) string { return strings.ReplaceAll(text, "s3cret", "(secret)") })
	assert.Equal(t, "the order stands as (secret)", c.Reason)
}

package reports_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/certify"
	"kontrakt/reports"
)

// What stands in a certificate may come from anywhere: the page shows it as text,
// and the form repeats each row once.
func TestThePageOfACertificate(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 1, 10, 0, 0, 0, time.UTC)
	proof := certify.Evidence{Exchange: "x0001", At: at, Endpoint: "POST:/epayment/v1/payments", Status: 201, Reference: hostile, Comment: "create"}
	c := &certify.Certificate{
		Schema: certify.Schema, Tool: certify.Tool{Name: "kontrakt", Version: "v0.1.0"}, IssuedAt: at.AddDate(0, 0, 10), FreshUntil: at.Add(certify.Fresh),
		Verdict: certify.Certified, Reason: "2 requirements are met", Subject: certify.Subject{Merchant: hostile, MSN: "***456"},
		Profiles: []certify.Frozen{{ID: "epayment", Date: "2026-11-21"}}, Contracts: []certify.Contract{{ID: "epayment.v1", Edition: "1.8.1", Digest: "d16e57", Errata: 2}},
		Requirements: []certify.Line{
			{ID: "EPAY-CL-01", Level: certify.Core, Says: "A payment is created.", Status: certify.Met, Evidence: []certify.Evidence{proof}},
			{ID: "EPAY-CL-02", Level: certify.Core, Says: "Twice the same.", Status: certify.Met, Evidence: []certify.Evidence{proof}},
			{ID: "EPAY-CL-16", Level: certify.Extended, Says: "The way back.", Status: certify.Met, Scenarios: []string{"Kari comes back " + hostile}, ScenariosAt: at},
			{ID: "EPAY-CL-17", Level: certify.Extended, Says: "Looks.", Status: certify.Manual, Note: hostile},
		},
		NotApplicable: []certify.Unasked{{ID: "EPAY-CL-20", Ability: "in-store"}},
		Reproduce:     "kontrakt certify --profile epayment -- " + hostile,
	}
	var page bytes.Buffer
	require.NoError(t, reports.Certificate(&page, c))
	wellFormed(t, page.Bytes())
	assert.Contains(t, page.String(), `<h1 id="verdict">Certified</h1>`)
	assert.Contains(t, page.String(), "The evidence is fresh until 2 December 2026: 21 days.")
	assert.Contains(t, page.String(), "&lt;script&gt;alert(1)")
	assert.Contains(t, page.String(), `<span class="pill">scenario</span> Kari comes back `)
	assert.Contains(t, page.String(), `title="d16e57"`)
	assert.Equal(t, 1, strings.Count(page.String(), "<td>create</td>"), "the form has each row once")

	for verdict, title := range map[string]string{certify.NotCertified: "Not certified", certify.Inconclusive: "Inconclusive"} {
		c.Verdict = verdict
		page.Reset()
		require.NoError(t, reports.Certificate(&page, c))
		assert.Contains(t, page.String(), `<h1 id="verdict">`+title+`</h1>`)
		assert.NotContains(t, page.String(), "fresh until")
	}
}

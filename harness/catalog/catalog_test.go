package catalog_test

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/harness/api"
	"kontrakt/harness/catalog"
	"kontrakt/specs"
)

// What an API version needs in order to be one is there.
func TestEveryDefinitionIsComplete(t *testing.T) {
	t.Parallel()
	c, err := catalog.Load(false)
	require.NoError(t, err)
	assert.True(t, slices.IsSorted(c.IDs()), "%v", c.IDs())
	for _, e := range c.Entries {
		assert.NotEmpty(t, e.Title, e.ID)
		assert.Equal(t, e.ID, e.Contract.ID())
		assert.Regexp(t, `^https://`, e.Docs, e.ID)
		assert.NotNil(t, e.Sandbox, e.ID)
		assert.NotEmpty(t, e.Contract.Operations(), e.ID)
		for id, reason := range e.Unexercisable {
			assert.NotEmpty(t, reason, "%s %s", e.ID, id)
		}
	}
}

func TestSelect(t *testing.T) {
	t.Parallel()
	c, err := catalog.Load(false)
	require.NoError(t, err)
	all, err := c.Select(nil)
	require.NoError(t, err)
	for _, e := range c.Entries {
		chosen := slices.ContainsFunc(all, func(d api.Definition) bool { return d.ID == e.ID })
		assert.Equal(t, e.Source.State != "retired", chosen, "%s: what is retired is asked for by its name", e.ID)
	}
	some, err := c.Select([]string{"ecom.v2"})
	require.NoError(t, err)
	require.Len(t, some, 1)
	assert.Equal(t, "ecom.v2", some[0].ID)
	_, err = c.Select([]string{"ecom.v2", "ecom.v9"})
	assert.EqualError(t, err, `unknown API "ecom.v9"`)
}

func TestAsPublishedLeavesTheCorrectionsOut(t *testing.T) {
	t.Parallel()
	corrected, err := catalog.Load(false)
	require.NoError(t, err)
	published, err := catalog.Load(true)
	require.NoError(t, err)
	for i, used := range published.Used() {
		assert.True(t, used.AsPublished)
		assert.Zero(t, used.Errata+used.Updates, used.ID)
		assert.Equal(t, used.ID == "access-token.v1" || used.ID == "userinfo.v1", corrected.Used()[i].Updates == 0, "%s: only what was published can be corrected", used.ID)
	}
}

// Calls to the other APIs of Vipps MobilePay are no mistake of the merchant's, and
// none of their prefixes hides an operation that there is a contract of.
func TestOtherAPIsAreNotJudged(t *testing.T) {
	t.Parallel()
	c, err := catalog.Load(false)
	require.NoError(t, err)
	judge := func(method, target string) []harness.Finding {
		_, found := c.Contracts.Judge(&harness.Exchange{Request: harness.Request{Method: method, Target: target}, Response: harness.Response{Status: 200}})
		return found
	}
	for target, api := range map[string]string{
		"/order-management/v2/ecom/receipts/acme-shop-1":                 "Order Management API",
		"/qr/v1/merchant-redirect":                                       "QR API",
		"/access-management-1.0/access/.well-known/openid-configuration": "Login API",
		"/vipps-login-ciba/api/backchannel/authentication":               "Login API (CIBA)",
		"/partner-api/v1/products/orders":                                "Partner API",
		"/management/v1/sales-units":                                     "Management API",
	} {
		found := judge("POST", target)
		require.Len(t, found, 1, target)
		assert.Equal(t, harness.UnjudgedRoute, found[0].Rule, target)
		assert.Equal(t, harness.Note, found[0].Severity, target)
		assert.Equal(t, api, found[0].Contract, target)
	}
	for _, e := range c.Entries {
		for _, o := range e.Contract.Operations() {
			if o.Flow == harness.FlowAPI {
				for _, f := range judge(o.Method, o.Path) {
					assert.NotEqual(t, harness.UnjudgedRoute, f.Rule, o.Path)
				}
				assert.NotEqual(t, harness.UnjudgedRoute, judge("TRACE", o.Path+"/none")[0].Rule, o.Path)
			}
		}
	}
}

// What was judged by can be held against the files of the repository:
// cat specs/ecom.v2.yaml specs/ecom.v2.overlay.yaml | sha256sum.
func TestDigestsAreOfTheFilesThatAreJudgedBy(t *testing.T) {
	t.Parallel()
	for _, published := range []bool{false, true} {
		c, err := catalog.Load(published)
		require.NoError(t, err)
		for i, used := range c.Used() {
			source := c.Entries[i].Source
			text, err := specs.Read(source.Document)
			require.NoError(t, err)
			if source.Overlay != "" && !published {
				overlay, err := specs.Read(source.Overlay)
				require.NoError(t, err)
				text = append(slices.Clone(text), overlay...)
			}
			assert.Equal(t, fmt.Sprintf("%x", sha256.Sum256(text)), used.Digest, used.ID)
		}
	}
}

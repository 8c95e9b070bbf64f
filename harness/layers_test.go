package harness_test

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// layers says what each package of ours imports of ours, no more and no less.
// Imports go down: a package stands below everything that imports it.
var layers = map[string][]string{
	"harness":                   nil,
	"features":                  nil,
	"specs":                     nil,
	"harness/api":               {"harness", "harness/client", "harness/client/journal", "harness/contract", "harness/judge/proof", "harness/rules", "harness/rules/sequence", "harness/sandbox"},
	"harness/api/accesstoken":   {"harness/api", "harness/contract", "harness/rules", "harness/rules/sequence", "harness/sandbox"},
	"harness/api/charging":      {"harness", "harness/judge/proof", "harness/rules", "harness/rules/sequence", "harness/sandbox/profile"},
	"harness/api/checkout":      {"harness", "harness/api", "harness/api/defect", "harness/api/sessionrule", "harness/api/sessionwire", "harness/client", "harness/client/journal", "harness/contract", "harness/judge/proof", "harness/rules", "harness/sandbox", "harness/sandbox/logistics", "harness/sandbox/profile", "harness/sandbox/session"},
	"harness/api/checkoutv2":    {"harness", "harness/api", "harness/api/defect", "harness/api/sessionrule", "harness/api/sessionwire", "harness/client", "harness/contract", "harness/rules", "harness/sandbox", "harness/sandbox/logistics", "harness/sandbox/profile", "harness/sandbox/session"},
	"harness/api/defect":        {"harness/sandbox"},
	"harness/api/ecom":          {"harness", "harness/api", "harness/api/defect", "harness/client", "harness/client/journal", "harness/contract", "harness/judge/proof", "harness/rules", "harness/rules/sequence", "harness/sandbox", "harness/sandbox/ledger", "harness/sandbox/profile"},
	"harness/api/epayment":      {"harness", "harness/api", "harness/api/defect", "harness/client", "harness/client/journal", "harness/contract", "harness/judge/proof", "harness/rules", "harness/rules/sequence", "harness/sandbox", "harness/sandbox/ledger", "harness/sandbox/profile", "harness/sandbox/webhook"},
	"harness/api/recurring":     {"harness", "harness/api", "harness/api/charging", "harness/api/defect", "harness/client", "harness/client/journal", "harness/contract", "harness/judge/proof", "harness/rules", "harness/rules/sequence", "harness/sandbox", "harness/sandbox/agreement", "harness/sandbox/profile", "harness/sandbox/webhook"},
	"harness/api/recurringv2":   {"harness", "harness/api", "harness/api/charging", "harness/api/defect", "harness/api/recurring", "harness/client", "harness/client/journal", "harness/contract", "harness/judge/proof", "harness/rules", "harness/rules/sequence", "harness/sandbox", "harness/sandbox/agreement", "harness/sandbox/profile"},
	"harness/api/sessionrule":   {"harness", "harness/judge/proof", "harness/rules", "harness/rules/sequence"},
	"harness/api/sessionwire":   {"harness", "harness/contract", "harness/sandbox", "harness/sandbox/ledger", "harness/sandbox/logistics", "harness/sandbox/session"},
	"harness/api/userinfo":      {"harness", "harness/api", "harness/contract", "harness/rules", "harness/sandbox", "harness/sandbox/profile"},
	"harness/api/webhooks":      {"harness", "harness/api", "harness/client", "harness/client/journal", "harness/config", "harness/contract", "harness/rules", "harness/rules/sequence", "harness/sandbox", "harness/sandbox/webhook", "harness/spelling"},
	"harness/catalog":           {"harness", "harness/api", "harness/api/accesstoken", "harness/api/checkout", "harness/api/checkoutv2", "harness/api/ecom", "harness/api/epayment", "harness/api/recurring", "harness/api/recurringv2", "harness/api/userinfo", "harness/api/webhooks", "harness/contract", "harness/judge/proof", "harness/rules", "harness/rules/calls", "harness/rules/example", "harness/rules/sequence", "harness/sandbox", "specs"},
	"harness/certify":           {"harness", "harness/certify/attest", "harness/rules", "harness/rules/sequence"},
	"harness/certify/adversary": {"harness", "harness/signature"},
	"harness/certify/attest":    {"harness"},
	"harness/certify/merchant":  {"harness/config", "harness/rules", "harness/spelling"},
	"harness/client":            {"harness", "harness/config"},
	"harness/client/journal":    {"harness/client"},
	"harness/client/pace":       {"harness/client"},
	"harness/client/receiver":   {"harness", "harness/signature"},
	"harness/coding":            nil,
	"harness/config":            {"harness/spelling"},
	"harness/config/start":      {"harness/config"},
	"harness/contract":          {"harness", "harness/coding", "harness/spelling"},
	"harness/doctor":            {"harness/client", "harness/config"},
	"harness/har":               {"harness"},
	"harness/judge":             {"harness", "harness/contract", "harness/judge/form", "harness/judge/proof", "harness/judge/redact", "harness/rules", "harness/rules/sequence"},
	"harness/judge/form":        {"harness", "harness/contract", "harness/rules"},
	"harness/judge/proof":       {"harness", "harness/contract", "harness/rules"},
	"harness/judge/redact":      {"harness", "harness/contract", "harness/rules"},
	"harness/proxy":             {"harness", "harness/proxy/line"},
	"harness/proxy/intercept":   nil,
	"harness/proxy/line":        nil,
	"harness/proxy/live":        {"harness"},
	"harness/proxy/proxybench":  nil,
	"harness/regress":           {"harness/contract", "harness/regress/reach"},
	"harness/regress/accepted":  {"harness"},
	"harness/regress/lock":      nil,
	"harness/regress/migrate":   {"harness", "harness/contract", "harness/regress/pair"},
	"harness/regress/pair":      nil,
	"harness/regress/reach":     {"harness", "harness/coding"},
	"harness/regress/replay":    {"harness", "harness/client", "harness/contract"},
	"harness/regress/twin":      {"harness", "harness/regress/pair"},
	"harness/rules":             {"harness", "harness/coding"},
	"harness/rules/calls":       {"harness", "harness/rules"},
	"harness/rules/example":     {"harness"},
	"harness/rules/rulestest":   {"harness", "harness/rules"},
	"harness/rules/sequence":    {"harness", "harness/rules"},
	"harness/sandbox":           nil,
	"harness/sandbox/agreement": {"harness/sandbox", "harness/sandbox/ledger", "harness/sandbox/profile"},
	"harness/sandbox/ledger":    nil,
	"harness/sandbox/logistics": nil,
	"harness/sandbox/profile":   {"harness/sandbox"},
	"harness/sandbox/session":   {"harness/sandbox", "harness/sandbox/agreement", "harness/sandbox/ledger", "harness/sandbox/logistics", "harness/sandbox/profile"},
	"harness/sandbox/webhook":   {"harness/sandbox", "harness/signature"},
	"harness/signature":         nil,
	"harness/spelling":          nil,
	"harness/target":            {"harness", "harness/client", "harness/config", "harness/sandbox"},
	"harness/target/targettest": {"harness/target"},
	"steps":                     {"harness", "harness/api", "harness/api/checkout", "harness/api/ecom", "harness/api/epayment", "harness/api/recurring", "harness/api/recurringv2", "harness/api/webhooks", "harness/client", "harness/client/journal", "harness/client/pace", "harness/client/receiver", "harness/config", "harness/contract", "harness/signature", "harness/spelling", "steps/ending"},
	"steps/ending":              {"harness"},
	"steps/selftest":            {"features", "harness", "harness/catalog", "harness/client/receiver", "harness/config", "harness/judge", "harness/proxy", "harness/rules/sequence", "harness/sandbox", "steps", "steps/selftest/shop"},
	"steps/selftest/shop":       {"harness", "harness/config"},
	"steps/trial":               {"harness", "harness/api", "harness/certify/adversary", "harness/certify/merchant", "steps/ending"},
	"reports":                   {"harness", "harness/certify", "harness/har"},
	"reports/changes":           {"harness/regress", "reports/sheet"},
	"reports/compare":           {"reports", "reports/sheet"},
	"reports/migration":         {"harness", "harness/regress/migrate", "reports/sheet"},
	"reports/sheet":             nil,
	"cmd/kontrakt": {
		"features",
		"harness",
		"harness/api",
		"harness/api/webhooks",
		"harness/catalog",
		"harness/certify",
		"harness/certify/adversary",
		"harness/certify/attest",
		"harness/certify/merchant",
		"harness/client",
		"harness/client/journal",
		"harness/client/pace",
		"harness/client/receiver",
		"harness/config",
		"harness/config/start",
		"harness/contract",
		"harness/doctor",
		"harness/har",
		"harness/judge",
		"harness/proxy",
		"harness/proxy/intercept",
		"harness/proxy/live",
		"harness/regress",
		"harness/regress/accepted",
		"harness/regress/lock",
		"harness/regress/migrate",
		"harness/regress/reach",
		"harness/regress/replay",
		"harness/regress/twin",
		"harness/rules/sequence",
		"harness/spelling",
		"harness/sandbox/profile",
		"harness/target",
		"reports",
		"reports/changes",
		"reports/compare",
		"reports/migration",
		"reports/sheet",
		"specs",
		"steps",
		"steps/selftest",
		"steps/trial",
	},
	"cmd/demoshop": nil,
}

// sole names the libraries that one package alone may import, outside tests.
var sole = map[string]string{
	"github.com/getkin/kin-openapi": "harness/contract",
	"github.com/oasdiff/oasdiff":    "harness/regress",
	"github.com/cucumber/godog":     "steps",
	"github.com/ory/dockertest":     "harness/target",
	"github.com/spf13/cobra":        "cmd/kontrakt",
}

func TestImportsGoDown(t *testing.T) {
	t.Parallel()
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports", "kontrakt/...").Output()
	require.NoError(t, err)
	decoder := json.NewDecoder(strings.NewReader(string(out)))
	for {
		var pkg struct {
			ImportPath string
			Imports    []string
		}
		err := decoder.Decode(&pkg)
		if errors.Is(err, io.EOF) {
			return
		}
		require.NoError(t, err)
		name := strings.TrimPrefix(pkg.ImportPath, "kontrakt/")
		allowed, known := layers[name]
		if !assert.True(t, known, "package %s has no line in the map of layers", name) {
			continue
		}
		for _, path := range allowed {
			assert.Contains(t, pkg.Imports, "kontrakt/"+path, "%s does not import %s any more: take it off the map", name, path)
		}
		for _, path := range pkg.Imports {
			if ours, is := strings.CutPrefix(path, "kontrakt/"); is {
				assert.True(t, slices.Contains(allowed, ours), "%s may not import %s", name, ours)
			}
			assert.NotContains(t, path, "stretchr/testify", "%s: testify belongs in tests", name)
			for library, owner := range sole {
				assert.False(t, strings.HasPrefix(path, library) && name != owner && !strings.HasPrefix(name, owner+"/"), "%s imports %s, which is for %s alone", name, path, owner)
			}
		}
	}
}

// The top level holds the rooms that README names, and nothing beside them.
func TestTheTopLevelHoldsTheRoomsThatItShould(t *testing.T) {
	t.Parallel()
	entries, err := os.ReadDir("..")
	require.NoError(t, err)
	known := []string{
		"LICENSE", "Makefile", "README.md", "cmd", "features", "go.mod", "go.sum", "harness", "reports", "specs", "steps",
		"kontrakt-report", // what a run leaves behind; it is not kept
	}
	for _, e := range entries {
		assert.True(t, strings.HasPrefix(e.Name(), ".") || slices.Contains(known, e.Name()), "%s has no business at the top", e.Name())
	}
}

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
	"harness":                  nil,
	"specs":                    nil,
	"features":                 nil,
	"harness/coding":           nil,
	"harness/start":            nil,
	"harness/spelling":         nil,
	"harness/config":           {"harness/spelling"},
	"harness/accepted":         {"harness"},
	"harness/adversary":        {"harness", "harness/signature"},
	"harness/attest":           {"harness"},
	"harness/certify":          {"harness", "harness/attest", "harness/rules", "harness/sequence"},
	"harness/ledger":           nil,
	"harness/lock":             nil,
	"harness/logistics":        nil,
	"harness/merchant":         {"harness/config", "harness/rules", "harness/spelling"},
	"harness/pair":             nil,
	"harness/reach":            {"harness", "harness/coding"},
	"harness/regress":          {"harness/contract", "harness/reach"},
	"harness/sandbox":          nil,
	"harness/signature":        nil,
	"harness/contract":         {"harness", "harness/coding", "harness/spelling"},
	"harness/example":          {"harness"},
	"harness/form":             {"harness", "harness/contract", "harness/rules"},
	"harness/rules":            {"harness", "harness/coding"},
	"harness/calls":            {"harness", "harness/rules"},
	"harness/sequence":         {"harness", "harness/rules"},
	"harness/rules/rulestest":  {"harness", "harness/rules"},
	"harness/client":           {"harness", "harness/config"},
	"harness/pace":             {"harness/client"},
	"harness/doctor":           {"harness/client", "harness/config"},
	"harness/journal":          {"harness/client"},
	"harness/release":          {"harness/api", "harness/api/checkout", "harness/api/ecom", "harness/api/epayment", "harness/api/recurring", "harness/api/recurringv2", "harness/api/webhooks", "harness/client", "harness/journal"},
	"harness/shop":             {"harness", "harness/config"},
	"harness/receiver":         {"harness", "harness/signature"},
	"harness/webhook":          {"harness/sandbox", "harness/signature"},
	"harness/profile":          {"harness/sandbox"},
	"harness/session":          {"harness/agreement", "harness/ledger", "harness/logistics", "harness/profile", "harness/sandbox"},
	"harness/agreement":        {"harness/ledger", "harness/profile", "harness/sandbox"},
	"harness/api":              {"harness", "harness/client", "harness/contract", "harness/proof", "harness/rules", "harness/sandbox", "harness/sequence"},
	"harness/api/accesstoken":  {"harness/api", "harness/contract", "harness/rules", "harness/sandbox", "harness/sequence"},
	"harness/api/charging":     {"harness", "harness/profile", "harness/proof", "harness/rules", "harness/sequence"},
	"harness/api/defect":       {"harness/sandbox"},
	"harness/api/checkout":     {"harness", "harness/api", "harness/api/defect", "harness/api/sessionrule", "harness/api/sessionwire", "harness/client", "harness/contract", "harness/logistics", "harness/profile", "harness/proof", "harness/rules", "harness/sandbox", "harness/session"},
	"harness/api/checkoutv2":   {"harness", "harness/api", "harness/api/defect", "harness/api/sessionrule", "harness/api/sessionwire", "harness/client", "harness/contract", "harness/logistics", "harness/profile", "harness/rules", "harness/sandbox", "harness/session"},
	"harness/api/ecom":         {"harness", "harness/api", "harness/api/defect", "harness/client", "harness/contract", "harness/ledger", "harness/profile", "harness/proof", "harness/rules", "harness/sandbox", "harness/sequence"},
	"harness/api/epayment":     {"harness", "harness/api", "harness/api/defect", "harness/client", "harness/contract", "harness/ledger", "harness/profile", "harness/proof", "harness/rules", "harness/sandbox", "harness/sequence", "harness/webhook"},
	"harness/api/recurring":    {"harness", "harness/agreement", "harness/api", "harness/api/charging", "harness/api/defect", "harness/client", "harness/contract", "harness/profile", "harness/proof", "harness/rules", "harness/sandbox", "harness/sequence", "harness/webhook"},
	"harness/api/recurringv2":  {"harness", "harness/agreement", "harness/api", "harness/api/charging", "harness/api/defect", "harness/api/recurring", "harness/client", "harness/contract", "harness/profile", "harness/proof", "harness/rules", "harness/sandbox", "harness/sequence"},
	"harness/api/sessionrule":  {"harness", "harness/proof", "harness/rules", "harness/sequence"},
	"harness/api/sessionwire":  {"harness", "harness/contract", "harness/ledger", "harness/logistics", "harness/sandbox", "harness/session"},
	"harness/api/userinfo":     {"harness", "harness/api", "harness/contract", "harness/profile", "harness/rules", "harness/sandbox"},
	"harness/api/webhooks":     {"harness", "harness/api", "harness/client", "harness/config", "harness/contract", "harness/rules", "harness/sandbox", "harness/sequence", "harness/spelling", "harness/webhook"},
	"harness/catalog":          {"harness", "harness/api", "harness/api/accesstoken", "harness/api/checkout", "harness/api/checkoutv2", "harness/api/ecom", "harness/api/epayment", "harness/api/recurring", "harness/api/recurringv2", "harness/api/userinfo", "harness/api/webhooks", "harness/calls", "harness/contract", "harness/example", "harness/proof", "harness/rules", "harness/sandbox", "harness/sequence", "specs"},
	"harness/proof":            {"harness", "harness/contract", "harness/rules"},
	"harness/migrate":          {"harness", "harness/contract", "harness/pair"},
	"harness/twin":             {"harness", "harness/pair"},
	"harness/replay":           {"harness", "harness/client", "harness/contract"},
	"harness/proxy":            {"harness", "harness/proxy/line"},
	"harness/proxy/line":       nil,
	"harness/proxy/proxybench": nil,
	"harness/har":              {"harness"},
	"harness/intercept":        nil,
	"harness/live":             {"harness"},
	"harness/judge":            {"harness", "harness/contract", "harness/form", "harness/judge/redact", "harness/proof", "harness/rules", "harness/sequence"},
	"harness/judge/redact":     {"harness", "harness/contract", "harness/rules"},
	"harness/target":           {"harness", "harness/config", "harness/sandbox"},
	"steps":                    {"harness", "harness/api", "harness/api/checkout", "harness/api/ecom", "harness/api/epayment", "harness/api/recurring", "harness/api/recurringv2", "harness/api/webhooks", "harness/client", "harness/config", "harness/contract", "harness/journal", "harness/pace", "harness/receiver", "harness/release", "harness/signature", "steps/ending"},
	"steps/ending":             {"harness"},
	"steps/trial":              {"harness", "harness/adversary", "harness/api", "harness/merchant", "steps/ending"},
	"steps/selftest":           {"features", "harness", "harness/catalog", "harness/config", "harness/judge", "harness/proxy", "harness/receiver", "harness/sandbox", "harness/sequence", "harness/shop", "steps"},
	"reports":                  {"harness", "harness/certify", "harness/har"},
	"reports/sheet":            nil,
	"reports/changes":          {"harness/regress", "reports/sheet"},
	"reports/compare":          {"reports", "reports/sheet"},
	"reports/migration":        {"harness", "harness/migrate", "reports/sheet"},
	"cmd/kontrakt": {
		"features",
		"harness",
		"harness/accepted",
		"harness/adversary",
		"harness/api",
		"harness/attest",
		"harness/catalog",
		"harness/certify",
		"harness/client",
		"harness/config",
		"harness/contract",
		"harness/doctor",
		"harness/har",
		"harness/intercept",
		"harness/journal",
		"harness/judge",
		"harness/live",
		"harness/lock",
		"harness/merchant",
		"harness/migrate",
		"harness/pace",
		"harness/proxy",
		"harness/receiver",
		"harness/reach",
		"harness/regress",
		"harness/release",
		"harness/replay",
		"harness/sequence",
		"harness/spelling", "harness/start",
		"harness/target",
		"harness/twin",
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

package rulestest_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/harness/rules"
	"kontrakt/harness/rules/rulestest"
)

// noSEK is a rule to try the runner on.
var noSEK = rules.Check{
	Rule: harness.Rule{ID: "guide.no-sek", Severity: harness.Error, Help: "ask for NOK"},
	Judge: func(v *rules.View) []harness.Finding {
		if currency, ok := v.RequestBody.At("/currency"); ok && currency.String() == "SEK" {
			return []harness.Finding{{Direction: harness.RequestOf(v.Flow), In: harness.PartBody, Pointer: "/currency", Want: `"NOK"`, Got: rules.Quote(currency)}}
		}
		return nil
	},
}

func match(x *harness.Exchange) (harness.Operation, map[string]string, bool) {
	return harness.Operation{Contract: "shop.v1", ID: "buy", Path: "/buy"}, nil, x.Request.Target == "/buy"
}

const (
	kept   = "About it.\n-- request --\nPOST /buy HTTP/1.1\nHost: shop.test\n\n{\"currency\":\"NOK\"}\n-- response --\nHTTP/1.1 204 No Content\n-- findings --\n"
	broken = "-- request --\nPOST /buy HTTP/1.1\n\n{\"currency\":\"SEK\"}\n-- findings --\n" +
		"error  guide.no-sek  shop.v1 buy, exchange x0001\n  where  request body /currency\n  want   \"NOK\"\n  got    \"SEK\"\n  hint   ask for NOK\n"
)

func write(t *testing.T, files map[string]string) rulestest.Options {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Join(dir, noSEK.ID), 0o755))
	for name, content := range files {
		require.NoError(t, os.WriteFile(filepath.Join(dir, noSEK.ID, name), []byte(content), 0o644))
	}
	return rulestest.Options{Dir: dir, Match: match}
}

func TestVerify(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		files map[string]string
		// want is part of each error.
		want []string
	}{
		{"one of each kind", map[string]string{"keeps-a.txt": kept, "breaks-a.txt": broken}, nil},
		{"a callback", map[string]string{"keeps-a.txt": kept, "breaks-a.txt": strings.Replace("flow: callback\n"+broken, "request body", "callback request body", 1)}, nil},
		{"none", nil, []string{"no example that keeps guide.no-sek", "no example that breaks guide.no-sek"}},
		{"only one that keeps it", map[string]string{"keeps-a.txt": kept}, []string{"no example that breaks"}},
		{"one that should keep and breaks", map[string]string{"keeps-a.txt": kept, "keeps-b.txt": broken, "breaks-a.txt": broken}, []string{"it keeps the rule, and has findings:"}},
		{"one that should break and keeps", map[string]string{"keeps-a.txt": kept, "breaks-a.txt": kept}, []string{"it breaks nothing"}},
		{"other findings than written", map[string]string{"keeps-a.txt": kept, "breaks-a.txt": strings.Replace(broken, "ask for NOK", "ask", 1)}, []string{"findings differ"}},
		{"an operation of nobody", map[string]string{"keeps-a.txt": strings.Replace(kept, "/buy", "/sell", 1), "breaks-a.txt": broken}, []string{"POST /sell is no operation of the contract"}},
		{"a section of nobody", map[string]string{"keeps-a.txt": kept + "-- answer --\n", "breaks-a.txt": broken}, []string{"section answer: unknown section"}},
		{"no request", map[string]string{"keeps-a.txt": "-- findings --\n", "breaks-a.txt": broken}, []string{"no section request"}},
		{"a flow of nobody", map[string]string{"keeps-a.txt": "flow: sideways\n" + kept, "breaks-a.txt": broken}, []string{`unknown flow "sideways"`}},
		{"a request line that is none", map[string]string{"keeps-a.txt": "-- request --\nbuy\n\n", "breaks-a.txt": broken}, []string{`section request: want METHOD /path HTTP/1.1, got "buy"`}},
		{"a status line that is none", map[string]string{"keeps-a.txt": kept[:strings.Index(kept, "HTTP/1.1 204")] + "OK\n", "breaks-a.txt": broken}, []string{`section response: want HTTP/1.1 200 OK, got "OK"`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			errs := rulestest.Verify(write(t, tt.files), noSEK)
			require.Len(t, errs, len(tt.want), "%v", errs)
			for i, err := range errs {
				assert.ErrorContains(t, err, tt.want[i])
			}
		})
	}
}

func TestUpdateRewritesFindings(t *testing.T) {
	t.Parallel()
	without, _, _ := strings.Cut(broken, "-- findings --")
	o := write(t, map[string]string{"keeps-a.txt": kept, "breaks-a.txt": without})
	o.Update = true
	require.Empty(t, rulestest.Verify(o, noSEK))
	got, err := os.ReadFile(filepath.Join(o.Dir, noSEK.ID, "breaks-a.txt"))
	require.NoError(t, err)
	assert.Equal(t, broken, string(got))
	o.Update = false
	assert.Empty(t, rulestest.Verify(o, noSEK))
}

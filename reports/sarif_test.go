package reports_test

import (
	"bytes"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	sarif "github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness"
)

// sarifSchema is the schema of the format's authors, which somebody else's reader
// carries as text for its own use.
var sarifSchema = sync.OnceValues(func() (*jsonschema.Schema, error) {
	dir, err := exec.Command("go", "list", "-f", "{{.Dir}}", "github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif").Output()
	if err != nil {
		return nil, err
	}
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(strings.TrimSpace(string(dir)), "schema.go"), nil, 0)
	if err != nil {
		return nil, err
	}
	text := ""
	ast.Inspect(file, func(n ast.Node) bool {
		if literal, is := n.(*ast.BasicLit); is && literal.Kind == token.STRING {
			text, err = strconv.Unquote(literal.Value)
		}
		return true
	})
	if err != nil {
		return nil, err
	}
	document, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		return nil, err
	}
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	if err := compiler.AddResource("sarif.json", document); err != nil {
		return nil, err
	}
	return compiler.Compile("sarif.json")
})

// readSARIF holds a log against the schema, and reads it with somebody else's reader,
// to which nothing in it may be unknown.
func readSARIF(t require.TestingT, text []byte) *sarif.Run {
	schema, err := sarifSchema()
	require.NoError(t, err)
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	require.NoError(t, err)
	require.NoError(t, schema.Validate(value))
	log, err := sarif.FromBytes(text)
	require.NoError(t, err)
	var ours, theirs any
	require.NoError(t, json.Unmarshal(text, &ours))
	again, err := json.Marshal(log)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(again, &theirs))
	assert.Equal(t, full(ours), full(theirs), "the reader knows all that is written")
	require.Len(t, log.Runs, 1)
	return log.Runs[0]
}

// full is a document without its empty members, which writers leave out or not.
func full(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := map[string]any{}
		for name, value := range v {
			if value = full(value); value != nil {
				out[name] = value
			}
		}
		if len(out) == 0 {
			return nil
		}
		return out
	case []any:
		out := []any{}
		for _, value := range v {
			if value = full(value); value != nil {
				out = append(out, value)
			}
		}
		if len(out) == 0 {
			return nil
		}
		return out
	}
	if v == "" || v == false || v == float64(0) {
		return nil
	}
	return v
}

func TestSARIFHoldsToItsSchema(t *testing.T) {
	t.Parallel()
	all := runs()
	all["large"] = largeRun(200)
	for name, run := range all {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			log := readSARIF(t, render(t, "sarif", run))
			assert.Len(t, log.Results, len(run.Findings)+remarked(run.Twin))
			seen := map[string]bool{}
			for _, r := range log.Results {
				require.Len(t, r.Locations, 1, "consumers show nothing without a place")
				require.NotNil(t, r.Locations[0].PhysicalLocation.ArtifactLocation.URI)
				id := r.PartialFingerprints["primaryLocationLineHash"]
				assert.False(t, seen[id], "%s tells two findings apart", id)
				seen[id] = true
			}
		})
	}
}

// repository has some files, and a configuration of another name.
func repositoryOf(files ...string) harness.Repository {
	return harness.Repository{Config: "ci/kontrakt.yaml", Has: func(path string) bool {
		for _, f := range files {
			if f == path {
				return true
			}
		}
		return false
	}}
}

func in(folder string, r harness.Repository) harness.Repository {
	r.In = folder
	return r
}

func TestAFindingOnAWholeContractNamesNoCall(t *testing.T) {
	t.Parallel()
	run := emptyRun()
	run.Findings = []harness.Finding{{Rule: "lifecycle.deprecated", Severity: harness.Warning, Direction: harness.InRequest, Contract: "checkout.v2", In: harness.PartRoute, Want: "a version that is in force"}}
	assert.Empty(t, readSARIF(t, render(t, "sarif", run)).Results[0].Locations[0].LogicalLocations)
}

func TestSARIFPointsIntoTheUsersRepository(t *testing.T) {
	t.Parallel()
	const feature = "features/ecom.v2/capture.feature"
	tests := []struct {
		name       string
		repository harness.Repository
		file       string
		line       int
		contract   string
		base       string
	}{
		{"nothing is known of it", harness.Repository{}, "kontrakt.yaml", 1, "ecom.v2.yaml", "CONTRACTS"},
		{"it has no features", repositoryOf(), "ci/kontrakt.yaml", 1, "ecom.v2.yaml", "CONTRACTS"},
		{"the feature is in it", repositoryOf(feature), feature, 31, "ecom.v2.yaml", "CONTRACTS"},
		{"it is run in a folder of it", in("shop", repositoryOf("shop/"+feature)), "shop/" + feature, 31, "ecom.v2.yaml", "CONTRACTS"},
		{"a folder of it has no features", in("shop", repositoryOf(feature)), "shop/ci/kontrakt.yaml", 1, "ecom.v2.yaml", "CONTRACTS"},
		{"the contract too", repositoryOf(feature, "specs/ecom.v2.yaml"), feature, 31, "specs/ecom.v2.yaml", "%SRCROOT%"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			run := richRun()
			run.Repository = tt.repository
			log := readSARIF(t, render(t, "sarif", run))
			for _, r := range log.Results {
				if *r.RuleID != "schema.enum" {
					continue
				}
				at := r.Locations[0].PhysicalLocation
				assert.Equal(t, tt.file, *at.ArtifactLocation.URI)
				assert.Equal(t, "%SRCROOT%", *at.ArtifactLocation.URIBaseID)
				assert.Equal(t, tt.line, *at.Region.StartLine)
				related := r.RelatedLocations[0]
				assert.Equal(t, tt.contract, *related.PhysicalLocation.ArtifactLocation.URI)
				assert.Equal(t, tt.base, *related.PhysicalLocation.ArtifactLocation.URIBaseID)
				assert.Equal(t, 742, *related.PhysicalLocation.Region.StartLine)
				return
			}
			assert.Fail(t, "no such finding")
		})
	}
}

// What is shown where, and how the finding is told apart, moves with no run.
func TestSARIFFingerprintsAreStable(t *testing.T) {
	t.Parallel()
	prints := func(run *harness.Run) map[string]map[string]string {
		all := map[string]map[string]string{}
		for _, r := range readSARIF(t, render(t, "sarif", run)).Results {
			all[*r.RuleID+*r.Message.Text] = r.PartialFingerprints
		}
		return all
	}
	other := richRun()
	other.ID, other.Seed, other.Started = "another", 99, other.Started.AddDate(0, 1, 0)
	for i := range other.Findings {
		other.Findings[i].Exchanges, other.Findings[i].Count = []string{"x0777"}, 99
	}
	assert.Equal(t, prints(richRun()), prints(other))
}

func TestSARIFWritesNoLinkThatSomebodySent(t *testing.T) {
	t.Parallel()
	run := emptyRun()
	run.Findings = []harness.Finding{{Rule: "a.b", Severity: harness.Error, Direction: harness.InRequest, Got: "[pay here](https://evil.example)", Contract: "c"}}
	run.Contracts = []harness.ContractUsed{{ID: "c", State: "in-force", Source: harness.ContractSource{Kind: "published"}, Docs: "javascript:alert(1)"}}
	log := readSARIF(t, render(t, "sarif", run))
	assert.NotContains(t, *log.Results[0].Message.Text, "](")
	assert.Nil(t, log.Tool.Driver.Rules[0].HelpURI)
}

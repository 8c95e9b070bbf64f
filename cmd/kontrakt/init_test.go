package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/spf13/pflag"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"kontrakt/harness/config/start"
)

// invocations finds every call of kontrakt in a file of a CI service, the service's own
// variables filled in, and those of a cluster's containers.
func invocations(t *testing.T, text string) [][]string {
	t.Helper()
	filled := strings.NewReplacer("${{ matrix.shard }}", "1", "$(JOB_COMPLETION_INDEX)", "0", "shards/*/report.json", "shards/1/report.json").Replace(text)
	var all [][]string
	for _, m := range regexp.MustCompile(`(?m)^[ \t]*(?:- |sh ')?kontrakt ([^'|\n]+)`).FindAllStringSubmatch(filled, -1) {
		all = append(all, strings.Fields(m[1]))
	}
	for document := range strings.SplitSeq(filled, "\n---\n") {
		var job struct {
			Spec struct {
				Template struct {
					Spec struct {
						Containers []struct{ Args []string }
					}
				}
			}
		}
		if yaml.Unmarshal([]byte(document), &job) == nil {
			for _, c := range job.Spec.Template.Spec.Containers {
				all = append(all, c.Args)
			}
		}
	}
	return all
}

func TestWhatInitWritesCallsCommandsThatThereAre(t *testing.T) {
	t.Parallel()
	for _, ci := range start.CIs() {
		files, _, err := start.Files(start.Options{Target: "test", CI: ci, Shards: map[string]int{"github": 4, "kubernetes": 4}[ci], Image: "k", Keys: configKeys()})
		require.NoError(t, err)
		found := 0
		for _, f := range files[2:] {
			for _, args := range invocations(t, string(f.Text)) {
				found++
				root := newRoot(env{})
				c, rest, err := root.Find(args)
				require.NoError(t, err, "%s: %q", f.Name, args)
				require.NotEqual(t, root, c, "%s: %q", f.Name, args)
				require.NoError(t, c.ParseFlags(rest), "%s: %q", f.Name, args)
				require.NoError(t, c.ValidateArgs(c.Flags().Args()), "%s: %q", f.Name, args)
				formats, err := c.Flags().GetStringSlice("format")
				require.NoError(t, err)
				assert.Subset(t, formatNames(), formats)
				if shard := c.Flags().Lookup("shard"); shard != nil {
					_, err := part(shard.Value.String(), func(string) (string, bool) { return "0", true })
					assert.NoError(t, err)
				}
			}
		}
		assert.Positive(t, found, ci)
	}
}

func TestTheSchemaHasTheKeysThatThereAre(t *testing.T) {
	t.Parallel()
	var names []string
	for _, k := range configKeys() {
		names = append(names, k.Name)
		assert.Contains(t, []string{"string", "list", "map", "bool", "int"}, k.Kind, k.Name)
		assert.NotEmpty(t, k.Usage)
	}
	var flags []string
	new(options).all().VisitAll(func(f *pflag.Flag) {
		if f.Name != "config" {
			flags = append(flags, f.Name)
		}
	})
	assert.ElementsMatch(t, flags, names)
}

// Editors hold a configuration against the schema; those of the shops run.
func TestTheSchemaTakesTheConfigurationsThatThereAre(t *testing.T) {
	t.Parallel()
	files, _, err := start.Files(start.Options{Target: "sandbox", Keys: configKeys()})
	require.NoError(t, err)
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(files[1].Text))
	require.NoError(t, err)
	compiler := jsonschema.NewCompiler()
	require.NoError(t, compiler.AddResource("schema.json", document))
	schema, err := compiler.Compile("schema.json")
	require.NoError(t, err)
	for _, name := range []string{"../demoshop/kontrakt.yaml", "testdata/nodeshop/kontrakt.yaml"} {
		text, err := os.ReadFile(name)
		require.NoError(t, err)
		var value any
		require.NoError(t, yaml.Unmarshal(text, &value))
		assert.NoError(t, schema.Validate(value), name)
	}
}

// Ctrl-C at a question ends it: nobody types on.
func TestInitIsInterruptedWhileItAsks(t *testing.T) {
	t.Parallel()
	silent, typist := io.Pipe()
	defer typist.Close()
	ctx, cancel := context.WithCancel(t.Context())
	var stdout, stderr output
	e := outside(nil, &stdout, &stderr)
	e.Stdin, e.Terminal, e.Answers = silent, true, true
	cancel()
	assert.Equal(t, unjudged, run(ctx, e, []string{"init", "--dir", t.TempDir()}))
	assert.Contains(t, stderr.String(), "kontrakt: interrupted\nkontrakt: hint: nothing is written\n")
}

func TestInitAsksAtATerminalOnly(t *testing.T) {
	t.Parallel()
	begin := func(answers, terminal string, args ...string) (transcript, map[string]string) {
		dir := t.TempDir()
		require.NoError(t, os.Mkdir(filepath.Join(dir, ".github"), 0o755))
		var stdout, stderr output
		e := outside(nil, &stdout, &stderr)
		e.Stdin, e.Terminal, e.Answers = strings.NewReader(answers), terminal == "yes", terminal == "yes"
		status := run(t.Context(), e, append([]string{"init", "--dir", dir}, args...))
		o := transcript{Status: status, Stdout: stdout.String(), Stderr: stderr.String()}
		texts := map[string]string{}
		for _, name := range []string{"kontrakt.yaml", ".github/workflows/kontrakt.yml", ".gitlab/kontrakt.yml"} {
			if text, err := os.ReadFile(filepath.Join(dir, name)); err == nil {
				texts[name] = string(text)
			}
		}
		return o, texts
	}
	o, files := begin("test\n\n", "yes")
	o.held(t, conforms)
	assert.Equal(t, "What answers as the API: sandbox, test or a URL? [sandbox]: Which CI: github, gitlab, azure, jenkins, kubernetes, or none? [github]: ", o.Stderr)
	assert.Contains(t, files["kontrakt.yaml"], "\ntarget: test\n")
	assert.NotEmpty(t, files[".github/workflows/kontrakt.yml"], "the service that the project has is the default")

	o, files = begin("none\n", "yes", "--target", "sandbox")
	o.held(t, conforms)
	assert.NotContains(t, o.Stderr, "What answers", "a flag has said it")
	assert.Len(t, files, 1)

	o, files = begin("test\n", "yes")
	o.held(t, misused)
	assert.Contains(t, o.Stderr, "kontrakt: the answers end before the questions do\nkontrakt: hint: kontrakt init --yes asks nothing")
	assert.Empty(t, files)

	o, files = begin("test\n", "no")
	o.held(t, conforms)
	assert.Empty(t, o.Stderr)
	assert.Contains(t, files["kontrakt.yaml"], "\ntarget: sandbox\n")
	o, _ = begin("test\n", "yes", "--yes")
	assert.Empty(t, o.held(t, conforms).Stderr)
}

package start_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"kontrakt/harness/config"
	"kontrakt/harness/config/start"
)

var keys = []start.Key{
	{Name: "target", Kind: "string", Usage: "what answers"}, {Name: "api", Kind: "list"}, {Name: "fail-on", Kind: "string", Words: []string{"error", "warning", "never"}},
	{Name: "quiet", Kind: "bool"}, {Name: "concurrency", Kind: "int"}, {Name: "route", Kind: "map"},
}

// made gives the files of a call by name.
func made(t *testing.T, o start.Options) map[string]string {
	t.Helper()
	o.Keys = keys
	files, _, err := start.Files(o)
	require.NoError(t, err)
	all := map[string]string{}
	for _, f := range files {
		all[f.Name] = string(f.Text)
		assert.NotContains(t, string(f.Text), "<<")
		assert.NotContains(t, string(f.Text), "<no value>")
		assert.True(t, strings.HasSuffix(string(f.Text), "\n"), f.Name)
	}
	return all
}

// documents reads YAML back.
func documents(t *testing.T, text string) (all []map[string]any) {
	t.Helper()
	decoder := yaml.NewDecoder(strings.NewReader(text))
	for {
		var d map[string]any
		err := decoder.Decode(&d)
		if errors.Is(err, io.EOF) {
			return all
		}
		require.NoError(t, err)
		all = append(all, d)
	}
}

// at goes down by keys and indices.
func at(t *testing.T, v any, path ...any) any {
	t.Helper()
	for _, p := range path {
		switch p := p.(type) {
		case string:
			m, is := v.(map[string]any)
			require.True(t, is, "%v of %v", p, v)
			require.Contains(t, m, p)
			v = m[p]
		case int:
			l, is := v.([]any)
			require.True(t, is, "%v of %v", p, v)
			require.Greater(t, len(l), p)
			v = l[p]
		}
	}
	return v
}

func TestEveryFileReadsBack(t *testing.T) {
	t.Parallel()
	for _, ci := range append(start.CIs(), "") {
		for _, target := range []string{"sandbox", "test"} {
			for name, text := range made(t, start.Options{Target: target, CI: ci, Shards: 1, Image: "kontrakt:1"}) {
				if strings.Contains(name, ".y") || strings.HasSuffix(name, ".json") {
					assert.NotEmpty(t, documents(t, text), "%s for %s", name, ci)
				}
				assert.Equal(t, target != "sandbox" && strings.Contains(name+text, "jobs:"), strings.Contains(text, "secrets.KONTRAKT_MSN"), name)
			}
		}
	}
}

func TestGitHub(t *testing.T) {
	t.Parallel()
	const name = ".github/workflows/kontrakt.yml"
	whole := documents(t, made(t, start.Options{Target: "test", CI: "github", Shards: 1})[name])[0]
	assert.Equal(t, "write", at(t, whole, "permissions", "security-events"))
	steps := at(t, whole, "jobs", "kontrakt", "steps").([]any)
	var uses []string
	for _, s := range steps {
		if u, is := s.(map[string]any)["uses"]; is {
			uses = append(uses, u.(string))
		}
	}
	assert.Equal(t, []string{"actions/checkout@v4", "actions/upload-artifact@v4", "github/codeql-action/upload-sarif@v3"}, uses)
	assert.Equal(t, "${{ secrets.KONTRAKT_CLIENT_SECRET }}", at(t, steps[2], "env", "KONTRAKT_CLIENT_SECRET"))

	matrix := documents(t, made(t, start.Options{Target: "sandbox", CI: "github", Shards: 3})[name])[0]
	assert.Equal(t, []any{1, 2, 3}, at(t, matrix, "jobs", "shard", "strategy", "matrix", "shard"))
	assert.Equal(t, false, at(t, matrix, "jobs", "shard", "strategy", "fail-fast"))
	assert.Equal(t, "shard", at(t, matrix, "jobs", "kontrakt", "needs"))

	units := documents(t, made(t, start.Options{Target: "test", CI: "github", Shards: 3})[name])[0]
	env := at(t, units, "jobs", "shard", "steps", 2, "env").(map[string]any)
	assert.Len(t, env, 4)
	for key, value := range env {
		assert.Equal(t, fmt.Sprintf("${{ secrets[format('%s_{0}', matrix.shard)] || secrets.%s }}", key, key), value)
	}
}

func TestKubernetes(t *testing.T) {
	t.Parallel()
	files := made(t, start.Options{Target: "test", CI: "kubernetes", Shards: 250, Image: "registry.example/kontrakt:1"})
	all := documents(t, files["kontrakt-job.yaml"])
	require.Len(t, all, 2)
	job := all[1]
	assert.Equal(t, "Indexed", at(t, job, "spec", "completionMode"))
	assert.Equal(t, []any{250, 20}, []any{at(t, job, "spec", "completions"), at(t, job, "spec", "parallelism")})
	container := at(t, job, "spec", "template", "spec", "containers", 0)
	assert.Equal(t, "registry.example/kontrakt:1", at(t, container, "image"))
	assert.Contains(t, at(t, container, "args"), "job/250")
	assert.Equal(t, "kontrakt-credentials", at(t, container, "envFrom", 0, "secretRef", "name"))
	for _, says := range []string{"KONTRAKT_CLIENT_ID_3,", "KONTRAKT_MSN_3 where they are there", "# --config, /etc/kontrakt/$(JOB_COMPLETION_INDEX).yaml\n"} {
		assert.Contains(t, files["kontrakt-job.yaml"], says)
	}
	assert.NotContains(t, made(t, start.Options{Target: "sandbox", CI: "kubernetes", Shards: 2, Image: "k"})["kontrakt-job.yaml"], "KONTRAKT_")
	assert.Equal(t, "JOB_COMPLETION_INDEX", at(t, container, "env", 0, "name"))
	assert.Equal(t, at(t, all[0], "metadata", "name"), at(t, job, "spec", "template", "spec", "volumes", 1, "persistentVolumeClaim", "claimName"))

	merge := documents(t, files["kontrakt-report-job.yaml"])[0]
	args := at(t, merge, "spec", "template", "spec", "containers", 0, "args").([]any)
	assert.Equal(t, "/reports/0/report.json", args[1])
	assert.Equal(t, "/reports/249/report.json", args[250])
	assert.Equal(t, "--format", args[251])
}

func TestOthersPublishWhatTheServiceShows(t *testing.T) {
	t.Parallel()
	gitlab := documents(t, made(t, start.Options{Target: "sandbox", CI: "gitlab", Shards: 1})[".gitlab/kontrakt.yml"])[0]
	assert.Equal(t, "kontrakt-report/gl-code-quality.json", at(t, gitlab, "kontrakt", "artifacts", "reports", "codequality"))
	assert.Equal(t, "kontrakt-report/junit.xml", at(t, gitlab, "kontrakt", "artifacts", "reports", "junit"))
	azure := made(t, start.Options{Target: "sandbox", CI: "azure", Shards: 1})["azure-pipelines-kontrakt.yml"]
	for _, want := range []string{"PublishTestResults@2", "CodeAnalysisLogs", "task.uploadsummary"} {
		assert.Contains(t, azure, want)
	}
	jenkins := made(t, start.Options{Target: "test", CI: "jenkins", Shards: 1})["Jenkinsfile.kontrakt"]
	for _, want := range []string{"junit testResults", "recordIssues", "archiveArtifacts", "credentials('KONTRAKT_CLIENT_SECRET')"} {
		assert.Contains(t, jenkins, want)
	}
	assert.Equal(t, strings.Count(jenkins, "{"), strings.Count(jenkins, "}"))
}

func TestFilesRefuses(t *testing.T) {
	t.Parallel()
	_, _, err := start.Files(start.Options{Target: "sandbox", CI: "travis"})
	assert.EqualError(t, err, `no CI "travis": there are github, gitlab, azure, jenkins, kubernetes`)
	_, _, err = start.Files(start.Options{Target: "sandbox", CI: "azure", Shards: 2})
	assert.EqualError(t, err, "shards are for github and kubernetes, not for azure")
}

func TestTheSchemaTellsAConfigurationFromAMistake(t *testing.T) {
	t.Parallel()
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader([]byte(made(t, start.Options{Target: "sandbox"})[start.Schema])))
	require.NoError(t, err)
	compiler := jsonschema.NewCompiler()
	require.NoError(t, compiler.AddResource("schema.json", document))
	schema, err := compiler.Compile("schema.json")
	require.NoError(t, err)
	tests := []struct {
		name, text string
		holds      bool
	}{
		{"what init writes", made(t, start.Options{Target: "test", APIs: []string{"ecom.v2", "epayment.v1"}})[start.Config], true},
		{"a list as one value", "api: ecom.v2", true},
		{"routes by name", "route: {https://shop.example: http://127.0.0.1:3000}", true},
		{"a rule of the guides", "severity: {guide.polling-rate: off, route.spelling: note}", true},
		{"what a unit may do", "abilities: {recurring: no, express: 'yes', capture: direct, currencies: [NOK, DKK]}", true},
		{"a currency as one value", "abilities: {currencies: EUR}", true},
		{"a container from an image", "container: {image: 'shop:1', port: 8080, ready: /health, timeout: 1m30s, lifetime: 2h}", true},
		{"a container that is built", "container: {build: {context: ., dockerfile: Dockerfile.test}, command: [serve, --quick], network: shops}", true},
		{"a container's variables", "container: {build: ., environment: {LOG: debug, N: 3, DATABASE_PASSWORD: }}", true},
		{"a container's variables as a list", "container: {image: shop, environment: [LOG=debug, DATABASE_PASSWORD]}", true},
		{"what a shop can do", "actions: {ship: {call: 'POST http://127.0.0.1:3000/${order}', header: {a: b}, body: x, read: {order: /order}}, charge: {run: [./shop, charge]}}", true},
		{"a shop's own words", "statuses: {paid: [processing, on-hold], failed: no}", true},
		{"an ability that there is not", "abilities: {recuring: no}", false},
		{"an ability had in part", "abilities: {recurring: sometimes}", false},
		{"a capture of another kind", "abilities: {capture: later}", false},
		{"a currency that is not sold in", "abilities: {currencies: [SEK]}", false},
		{"a misspelt key of a container", "container: {prot: 80}", false},
		{"image and build", "container: {image: shop, build: .}", false},
		{"no port", "container: {image: shop, port: 0}", false},
		{"a readiness that is no path", "container: {image: shop, ready: health}", false},
		{"a time without its unit", "container: {image: shop, timeout: 30}", false},
		{"a command as one text", "container: {image: shop, command: serve quickly}", false},
		{"a variable without a name", "container: {image: shop, environment: [=debug]}", false},
		{"an action that there is not", "actions: {sell: {run: [./shop]}}", false},
		{"an action of both kinds", "actions: {ship: {run: [./shop], call: 'GET http://127.0.0.1'}}", false},
		{"an action of none", "actions: {ship: {}}", false},
		{"a call without a method", "actions: {ship: {call: 'http://127.0.0.1'}}", false},
		{"a pointer that is none", "actions: {ship: {run: [./shop], read: {order: order}}}", false},
		{"a word for nothing", "statuses: {lost: gone}", false},
		{"an unknown key", "failOn: error", false},
		{"another word", "fail-on: always", false},
		{"another kind", "quiet: 3", false},
		{"a rule that has its weight", "severity: {schema.type: note}", false},
		{"another weight", "severity: {guide.polling-rate: loud}", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var value any
			require.NoError(t, yaml.Unmarshal([]byte(tt.text), &value))
			err := schema.Validate(value)
			assert.Equal(t, tt.holds, err == nil, "%v", err)
			if _, err := config.Parse("kontrakt.yaml", []byte(tt.text), []string{"guide.polling-rate", "route.spelling"}); tt.holds {
				assert.NoError(t, err, "what reads the file takes it, too")
			} else if section, _, _ := strings.Cut(tt.text, ":"); slices.Contains([]string{"abilities", "actions", "statuses", "container", "severity"}, section) {
				assert.Error(t, err, "what reads the file does not take it, either")
			}
		})
	}
}

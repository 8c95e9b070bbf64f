// Package start makes the files that a project begins with: the configuration, a
// schema of it for editors, and what a CI service or a cluster runs. It writes nothing
// and knows no command: what can be configured it is told.
package start

import (
	"embed"
	"fmt"
	"slices"
	"strings"
	"text/template"
)

// Options say what is wanted.
type Options struct {
	// Target is what answers as the API, as the flag of that name has it.
	Target string
	// APIs are contract IDs; none is every one that is not retired.
	APIs []string
	// CI is one of CIs, or empty.
	CI string
	// Shards is into how many parts the plan is cut, where it is 2 or more.
	Shards int
	// Image is the container image that a cluster runs.
	Image string
	// Keys are what the configuration may say, in the order of the schema.
	Keys []Key
}

// A File is one to be written, its name relative to the project, with slashes.
type File struct {
	Name string
	Text []byte
}

// Config is the configuration's name, Schema that of its schema.
const (
	Config = "kontrakt.yaml"
	Schema = "kontrakt.schema.json"
)

//go:embed templates
var templates embed.FS

// A ci is a service or a cluster, with the files that it wants, by template.
type ci struct {
	name   string
	files  [][2]string
	shards bool
	// next says what is left to do by hand.
	next []string
}

const credentials = "the credentials of a sales unit belong into secrets of these names: KONTRAKT_CLIENT_ID, KONTRAKT_CLIENT_SECRET, KONTRAKT_SUBSCRIPTION_KEY, KONTRAKT_MSN"

func cis() []ci {
	return []ci{
		{"github", [][2]string{{"github.yml", ".github/workflows/kontrakt.yml"}}, true, []string{
			"set the repository's variable KONTRAKT_DOWNLOAD to where the program for Linux is to be had",
		}},
		{"gitlab", [][2]string{{"gitlab.yml", ".gitlab/kontrakt.yml"}}, false, []string{
			"take it into .gitlab-ci.yml: include: [{local: .gitlab/kontrakt.yml}]",
			"set the project's variable KONTRAKT_DOWNLOAD to where the program for Linux is to be had",
		}},
		{"azure", [][2]string{{"azure.yml", "azure-pipelines-kontrakt.yml"}}, false, []string{
			"make a pipeline of it, with a variable KONTRAKT_DOWNLOAD: where the program for Linux is to be had",
		}},
		{"jenkins", [][2]string{{"jenkins.groovy", "Jenkinsfile.kontrakt"}}, false, []string{
			"name it as the script of a pipeline; agents need kontrakt on the PATH, and the plugins JUnit and Warnings",
		}},
		{"kubernetes", [][2]string{{"job.yaml", "kontrakt-job.yaml"}, {"merge.yaml", "kontrakt-report-job.yaml"}}, true, []string{
			"kubectl create configmap kontrakt --from-file=kontrakt.yaml, then apply kontrakt-job.yaml, and when it is done kontrakt-report-job.yaml",
		}},
	}
}

// CIs names what there are files for.
func CIs() []string {
	var names []string
	for _, c := range cis() {
		names = append(names, c.name)
	}
	return names
}

// page is what a template sees.
type page struct {
	Options
	Schema  string
	Sandbox bool
	// Indices count the shards from 0, Numbers from 1.
	Indices, Numbers []int
	// Parallel is how many shards run at once in a cluster.
	Parallel int
}

// Files gives the files, the configuration first, and what is left to do by hand.
func Files(o Options) ([]File, []string, error) {
	p := page{Options: o, Schema: Schema, Sandbox: o.Target == "sandbox", Parallel: min(o.Shards, 20)}
	for i := range o.Shards {
		p.Indices, p.Numbers = append(p.Indices, i), append(p.Numbers, i+1)
	}
	wanted := [][2]string{{"kontrakt.yaml", Config}}
	var next []string
	if o.CI != "" {
		i := slices.IndexFunc(cis(), func(c ci) bool { return c.name == o.CI })
		if i < 0 {
			return nil, nil, fmt.Errorf("no CI %q: there are %s", o.CI, strings.Join(CIs(), ", "))
		}
		c := cis()[i]
		if o.Shards > 1 && !c.shards {
			return nil, nil, fmt.Errorf("shards are for github and kubernetes, not for %s", o.CI)
		}
		wanted, next = append(wanted, c.files...), c.next
	}
	if !p.Sandbox {
		next = append(next, credentials)
	}
	all := []File{}
	for _, w := range wanted {
		text, err := p.render(w[0])
		if err != nil {
			return nil, nil, err
		}
		all = append(all, File{w[1], text})
	}
	schema, err := schemaOf(o.Keys)
	if err != nil {
		return nil, nil, err
	}
	return slices.Insert(all, 1, File{Schema, schema}), next, nil
}

// render fills a template in. Its delimiters are none that a CI service uses.
func (p page) render(name string) ([]byte, error) {
	t, err := template.New(name).Delims("<<", ">>").Funcs(template.FuncMap{"join": strings.Join}).ParseFS(templates, "templates/"+name)
	if err != nil {
		return nil, fmt.Errorf("make %s: %w", name, err)
	}
	var b strings.Builder
	if err := t.Execute(&b, p); err != nil {
		return nil, fmt.Errorf("make %s: %w", name, err)
	}
	return []byte(b.String()), nil
}

package reports

import (
	"bytes"
	"html"
	"io"

	"kontrakt/harness"
)

// A Renderer writes a run in one format.
type Renderer struct {
	// Name is what --format calls it: json, html, junit, sarif, markdown, har, github,
	// gitlab, messages.
	Name string
	// File is its name in the out directory; empty where it goes to standard output.
	File   string
	Render func(io.Writer, *harness.Run) error
	// plain undoes the format's escapes, so that a [Scan] finds what a reader
	// would see.
	plain func([]byte) []byte
}

// Renderers are all formats, in the order in which files are written.
func Renderers() []Renderer {
	return []Renderer{
		{Name: "json", File: "report.json", Render: renderJSON},
		{Name: "html", File: "report.html", Render: renderHTML, plain: withoutEntities},
		{Name: "junit", File: "junit.xml", Render: renderJUnit, plain: withoutEntities},
		{Name: "sarif", File: "results.sarif", Render: renderSARIF},
		{Name: "markdown", File: "summary.md", Render: renderMarkdown, plain: withoutMarkup},
		{Name: "har", File: "exchanges.har", Render: renderHAR},
		{Name: "github", Render: renderGitHub, plain: withoutCommands},
		{Name: "gitlab", File: "gl-code-quality.json", Render: renderGitLab},
		{Name: "messages", File: "messages.ndjson", Render: renderMessages},
	}
}

func withoutEntities(b []byte) []byte { return []byte(html.UnescapeString(string(b))) }

func withoutMarkup(b []byte) []byte { return withoutEntities(bytes.ReplaceAll(b, []byte(`\`), nil)) }

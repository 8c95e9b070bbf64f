package reports

import (
	"io"

	"kontrakt/harness"
)

// A Renderer writes a run in one format.
type Renderer struct {
	// Name is what --format calls it: json, html, junit, sarif, markdown, har.
	Name string
	// File is its name in the out directory.
	File   string
	Render func(io.Writer, *harness.Run) error
}

// Renderers are all formats, in the order in which files are written.
func Renderers() []Renderer {
	return []Renderer{
		{Name: "json", File: "report.json", Render: renderJSON},
		{Name: "html", File: "report.html", Render: renderHTML},
		{Name: "junit", File: "junit.xml", Render: renderJUnit},
		{Name: "sarif", File: "results.sarif", Render: renderSARIF},
		{Name: "markdown", File: "summary.md", Render: renderMarkdown},
		{Name: "har", File: "exchanges.har", Render: renderHAR},
	}
}

package reports

import (
	_ "embed"
	"encoding/json"
	"io"
	"slices"

	"kontrakt/harness"
)

//go:embed report.schema.json
var schemaFile []byte

// SchemaDocument is the JSON Schema (2020-12) of the report document.
func SchemaDocument() []byte { return slices.Clone(schemaFile) }

func renderJSON(w io.Writer, run *harness.Run) error {
	report, err := New(run)
	if err != nil {
		return err
	}
	return encodeJSON(w, report)
}

func encodeJSON(w io.Writer, v any) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(v)
}

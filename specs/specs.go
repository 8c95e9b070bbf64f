// Package specs holds the contracts' documents: for each, an OpenAPI document,
// an overlay where it needs one, and one row in the catalogue of sources.
//
// A published document is transcribed: the same facts in our own words, errors
// included. What is wrong or newer stands in its overlay. The package reads
// files and the catalogue; it loads, overlays and judges nothing.
package specs

import (
	"bytes"
	"cmp"
	"embed"
	"fmt"
	"slices"

	"gopkg.in/yaml.v3"
)

// files are the documents, and the catalogue that names them.
//
//go:embed *.yaml
var files embed.FS

// A Source is where one contract comes from, and which files hold it.
type Source struct {
	// ID is the contract's, such as ecom.v2.
	ID    string `yaml:"id"`
	Title string `yaml:"title"`
	// Version is the major version that appears in paths.
	Version string `yaml:"version"`
	// Kind is published or authored.
	Kind string `yaml:"kind"`
	// URL, Edition, Date and SHA256 are of the published document; an authored
	// one has its own Edition and Date and nothing else.
	URL string `yaml:"url"`
	// Current is where the newest edition is published, "" where URL is all there
	// is.
	Current string `yaml:"current"`
	Edition string `yaml:"edition"`
	Date    string `yaml:"date"`
	SHA256  string `yaml:"sha256"`
	// Paths is how the paths begin that the contract is made of, where the
	// published document holds other versions too; "" stands for all.
	Paths string `yaml:"paths"`
	// Parts are the further published files that the document is made of.
	Parts []Part `yaml:"parts"`
	// State is in-force, deprecated or retired, since the day of that name
	// (YYYY-MM-DD, "" where unknown).
	State      string `yaml:"state"`
	InForce    string `yaml:"inForce"`
	Deprecated string `yaml:"deprecated"`
	Retired    string `yaml:"retired"`
	// Docs is the public page on the API.
	Docs string `yaml:"docs"`
	// Document and Overlay are names for [Read]; Overlay is "" where the
	// document needs none.
	Document string `yaml:"document"`
	Overlay  string `yaml:"overlay"`
}

// A Part is a file that a published document refers to.
type Part struct {
	Name   string `yaml:"name"`
	URL    string `yaml:"url"`
	Date   string `yaml:"date"`
	SHA256 string `yaml:"sha256"`
}

// Sources are the embedded contracts, sorted by ID. The sandbox's own document
// is not among them: nothing is judged by it.
func Sources() ([]Source, error) {
	data, err := Read("sources.yaml")
	if err != nil {
		return nil, err
	}
	var catalogue struct {
		Sources []Source `yaml:"sources"`
	}
	d := yaml.NewDecoder(bytes.NewReader(data))
	d.KnownFields(true)
	if err := d.Decode(&catalogue); err != nil {
		return nil, fmt.Errorf("read sources.yaml: %w", err)
	}
	slices.SortFunc(catalogue.Sources, func(a, b Source) int { return cmp.Compare(a.ID, b.ID) })
	return catalogue.Sources, nil
}

// Read gives an embedded file by its name.
func Read(name string) ([]byte, error) {
	data, err := files.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	return data, nil
}

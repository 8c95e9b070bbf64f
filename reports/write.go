package reports

import (
	"errors"

	"kontrakt/harness"
)

// A Scan is the last look at a rendered file, piece by piece; an error keeps
// the file from being put in place.
type Scan func(rendered []byte) error

// Options say how the files are written.
type Options struct {
	// Scrub replaces what must not be seen in any text of the run, before
	// anything is rendered. Nil changes nothing.
	Scrub func(string) string
	// Scan looks at what was rendered. Nil objects to nothing.
	Scan Scan
}

// Write renders the run in the formats named into dir, which it makes, and
// gives the paths of the files in the order of [Renderers]. Each file is put in
// place whole or not at all.
func Write(dir string, formats []string, run *harness.Run, o Options) ([]string, error) {
	return nil, errors.New("not written yet")
}

// Package pair reads what is said of pairs of API versions: one YAML file for each
// pair, in a folder called pairs.
package pair

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"

	"gopkg.in/yaml.v3"
)

// All reads every file, in the order of their names; parse reads one.
func All[P any](files fs.FS, parse func(name string, text []byte) (P, error)) ([]P, error) {
	names, err := fs.Glob(files, "pairs/*.yaml")
	if err != nil {
		return nil, fmt.Errorf("list the pairs: %w", err)
	}
	var all []P
	for _, name := range names {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		p, err := parse(path.Base(name), text)
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	return all, nil
}

// Decode reads YAML, and takes nothing that the pair does not know. A file that is
// empty leaves it as it is.
func Decode(name string, text []byte, p any) error {
	d := yaml.NewDecoder(bytes.NewReader(text))
	d.KnownFields(true)
	if err := d.Decode(p); err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("read %s: %w", name, err)
	}
	return nil
}

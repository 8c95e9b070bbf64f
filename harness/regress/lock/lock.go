// Package lock is kontrakt.lock: which documents were pulled, from where, and the
// digests that they are held to.
//
// It reads and writes the lock as text; it fetches nothing and touches no file.
package lock

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"path"
	"regexp"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// DefaultFile is the lock's name where none is given.
const DefaultFile = "kontrakt.lock"

// A File is a lock.
type File struct {
	// Documents are sorted by ID and edition.
	Documents []Document `yaml:"documents"`
}

// A Document is one edition of a contract as published.
type Document struct {
	// ID is the contract's, Edition what its document calls itself, or whoever
	// pulled it.
	ID      string `yaml:"id"`
	Edition string `yaml:"edition"`
	// From is where it is published, a URL or a file; "" where another edition
	// stands there now.
	From string `yaml:"from,omitempty"`
	// File is its copy, relative to the lock.
	File   string `yaml:"file"`
	SHA256 string `yaml:"sha256"`
	// Parts are the further files that it is made of.
	Parts []Part `yaml:"parts,omitempty"`
}

// A Part is a file that a document refers to by its name.
type Part struct {
	Name   string `yaml:"name"`
	From   string `yaml:"from"`
	File   string `yaml:"file"`
	SHA256 string `yaml:"sha256"`
}

// Name is the edition as people name it: epayment.v1@1.8.1.
func (d Document) Name() string { return d.ID + "@" + d.Edition }

// Digest is what the lock holds a file to: SHA-256, in hex.
func Digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

var (
	edition = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]*$`)
	digest  = regexp.MustCompile(`^[0-9a-f]{64}$`)
)

// Edition says whether a text can be the name of an edition, which is part of a
// file's name.
func Edition(s string) bool { return edition.MatchString(s) }

// Parse reads a lock. Every mistake in it is named; a file outside of the lock's
// own folder is one.
func Parse(name string, data []byte) (*File, error) {
	f := &File{}
	d := yaml.NewDecoder(bytes.NewReader(data))
	d.KnownFields(true)
	if err := d.Decode(f); err != nil {
		return nil, unread(name, err)
	}
	var errs []error
	seen := map[string]bool{}
	for _, doc := range f.Documents {
		wrong := doc.wrong()
		if seen[doc.Name()] {
			wrong = append(wrong, "it stands twice")
		}
		seen[doc.Name()] = true
		if len(wrong) > 0 {
			errs = append(errs, fmt.Errorf("read %s: %s: %s", name, doc.Name(), strings.Join(wrong, ", ")))
		}
	}
	f.sort()
	return f, errors.Join(errs...)
}

var (
	unknownKey = regexp.MustCompile(`^(line [0-9]+): field (.*) not found in type .*$`)
	otherKind  = regexp.MustCompile("^(line [0-9]+): cannot unmarshal \\S+ (`.*` )?into .*$")
)

// unread says what cannot be read, line by line, without Go's words.
func unread(name string, err error) error {
	var kinds *yaml.TypeError
	switch {
	case errors.Is(err, io.EOF):
		return fmt.Errorf("read %s: it is empty", name)
	case !errors.As(err, &kinds):
		return fmt.Errorf("read %s: %s", name, strings.TrimPrefix(err.Error(), "yaml: "))
	}
	var errs []error
	for _, text := range kinds.Errors {
		text = unknownKey.ReplaceAllString(text, `$1: there is no key "$2"`)
		text = otherKind.ReplaceAllString(text, "$1: ${2}does not belong here")
		errs = append(errs, fmt.Errorf("read %s: %s", name, text))
	}
	return errors.Join(errs...)
}

func (d Document) wrong() []string {
	var out []string
	if d.ID == "" || !Edition(d.Edition) {
		out = append(out, "want an id and an edition")
	}
	for _, p := range append([]Part{{Name: "it", File: d.File, SHA256: d.SHA256}}, d.Parts...) {
		if !inside(p.File) {
			out = append(out, fmt.Sprintf("file %q lies outside of the lock's folder", p.File))
		}
		if !digest.MatchString(p.SHA256) {
			out = append(out, fmt.Sprintf("sha256 %q is no digest", p.SHA256))
		}
	}
	return out
}

func inside(file string) bool {
	return file != "" && !path.IsAbs(file) && !strings.Contains(file, `\`) && path.Clean(file) == file && file != ".." && !strings.HasPrefix(file, "../")
}

func (f *File) sort() {
	slices.SortFunc(f.Documents, func(a, b Document) int { return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(a.Edition, b.Edition)) })
}

// Bytes is the lock as text.
func (f *File) Bytes() ([]byte, error) {
	f.sort()
	var b bytes.Buffer
	b.WriteString("# What kontrakt specs pull has fetched. Keep it with your code: what is\n# published anew is held against it.\n")
	e := yaml.NewEncoder(&b)
	e.SetIndent(2)
	if err := e.Encode(f); err != nil {
		return nil, fmt.Errorf("write the lock: %w", err)
	}
	return b.Bytes(), nil
}

// Find gives an edition of a contract.
func (f *File) Find(id, edition string) (Document, bool) {
	i := slices.IndexFunc(f.Documents, func(d Document) bool { return d.ID == id && d.Edition == edition })
	if i < 0 {
		return Document{}, false
	}
	return f.Documents[i], true
}

// At gives the edition of a contract that was pulled from a place.
func (f *File) At(id, from string) (Document, bool) {
	i := slices.IndexFunc(f.Documents, func(d Document) bool { return d.ID == id && d.From == from })
	if i < 0 {
		return Document{}, false
	}
	return f.Documents[i], true
}

// Put adds an edition, or takes it in place of the one of that name. What was
// pulled from the same place before is kept, and published no more.
func (f *File) Put(d Document) {
	f.Documents = slices.DeleteFunc(f.Documents, func(have Document) bool { return have.Name() == d.Name() })
	for i := range f.Documents {
		if f.Documents[i].ID == d.ID && f.Documents[i].From == d.From {
			f.Documents[i].From = ""
		}
	}
	f.Documents = append(f.Documents, d)
	f.sort()
}

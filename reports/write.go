package reports

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"kontrakt/harness"
)

// A Scan is the last look at a rendered file, piece by piece with an overlap of
// 64 KiB; an error keeps the file from being put in place.
type Scan func(rendered []byte) error

// Options say how the files are written.
type Options struct {
	// Scrub replaces what must not be seen in any text of the run, before
	// anything is rendered. Nil changes nothing.
	Scrub func(string) string
	// Scan looks at what was rendered. Nil objects to nothing.
	Scan Scan
}

// Select gives the renderers of the formats named, each once, in the order of
// [Renderers]. The error names every format that there is not.
func Select(formats []string) ([]Renderer, error) {
	var chosen []Renderer
	var known []string
	for _, r := range Renderers() {
		known = append(known, r.Name)
		if slices.Contains(formats, r.Name) {
			chosen = append(chosen, r)
		}
	}
	var errs []error
	for _, name := range formats {
		if !slices.Contains(known, name) {
			errs = append(errs, fmt.Errorf("no format %q: there are %s", name, strings.Join(known, ", ")))
		}
	}
	return chosen, errors.Join(errs...)
}

// Print renders those of the formats named that have no file, one after the other.
// One that a [Scan] objects to is left out, and told.
func Print(w io.Writer, formats []string, run *harness.Run, o Options) error {
	chosen, err := Select(formats)
	if err != nil {
		return err
	}
	chosen = slices.DeleteFunc(chosen, func(r Renderer) bool { return r.File != "" })
	if len(chosen) == 0 { // or the whole run would be gone through for nothing
		return nil
	}
	clean, errs := Scrubbed(run, o.Scrub), []error(nil)
	for _, r := range chosen {
		var text bytes.Buffer
		err := r.Render(&text, clean)
		if err == nil && o.Scan != nil {
			err = r.scan(o.Scan)(text.Bytes())
		}
		if err == nil {
			_, err = text.WriteTo(w)
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("print %s: %w", r.Name, err))
		}
	}
	return errors.Join(errs...)
}

// Write renders the run in those of the formats named that have a file into dir, which
// it makes where there is one, and gives the paths of the files that it put in place, in the order of
// [Renderers]. All are rendered before the first is put in place, and each is
// put in place whole or not at all: then a file of that name that an earlier
// run left is removed, so that nobody takes it for this run's.
func Write(dir string, formats []string, run *harness.Run, o Options) ([]string, error) {
	chosen, err := Select(formats)
	if err != nil {
		return nil, err
	}
	chosen = slices.DeleteFunc(chosen, func(r Renderer) bool { return r.File == "" })
	if len(chosen) == 0 {
		return nil, nil
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("make the folder of the reports: %w", err)
	}
	clean := Scrubbed(run, o.Scrub)
	drafts, errs := make([]string, len(chosen)), []error(nil)
	for i, r := range chosen {
		draft, err := r.draft(dir, clean, o.Scan)
		if err != nil {
			errs = append(errs, fmt.Errorf("write %s: %w", r.File, err))
		}
		drafts[i] = draft
	}
	var paths []string
	for i, r := range chosen {
		path := filepath.Join(dir, r.File)
		if err := place(drafts[i], path); err != nil {
			errs = append(errs, fmt.Errorf("write %s: %w", r.File, err))
		} else if drafts[i] != "" {
			paths = append(paths, path)
		}
	}
	return paths, errors.Join(errs...)
}

// place moves the draft to its path, or removes what stands there where there
// is no draft.
func place(draft, path string) error {
	if draft != "" {
		err := os.Rename(draft, path)
		if err != nil {
			_ = os.Remove(draft)
		}
		return err
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

// draft renders into a hidden file beside the final one and gives its path, or
// leaves nothing.
func (r Renderer) draft(dir string, run *harness.Run, scan Scan) (path string, err error) {
	file, err := os.CreateTemp(dir, "."+r.File+".*")
	if err != nil {
		return "", err
	}
	defer func() {
		err = errors.Join(err, file.Close())
		if err != nil {
			_ = os.Remove(file.Name())
			path = ""
		}
	}()
	buffered := bufio.NewWriterSize(file, 64<<10)
	if err := r.Render(buffered, run); err != nil {
		return "", err
	}
	if err := buffered.Flush(); err != nil {
		return "", err
	}
	if err := scanFile(file, r.scan(scan)); err != nil {
		return "", err
	}
	return file.Name(), file.Chmod(0o644)
}

// scan looks at a piece as it stands and as its reader sees it.
func (r Renderer) scan(scan Scan) Scan {
	if scan == nil || r.plain == nil {
		return scan
	}
	return func(rendered []byte) error {
		if err := scan(rendered); err != nil {
			return err
		}
		return scan(r.plain(rendered))
	}
}

const (
	scanPiece   = 1 << 20
	scanOverlap = 64 << 10
)

// scanFile scans from the start, in pieces that overlap, so that a long file
// need not fit in memory.
func scanFile(file io.ReadSeeker, scan Scan) error {
	if scan == nil {
		return nil
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	piece, kept := make([]byte, scanPiece), 0
	for {
		n, err := io.ReadFull(file, piece[kept:])
		if err := scan(piece[:kept+n]); err != nil {
			return err
		}
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return nil
		}
		if err != nil {
			return err
		}
		kept = copy(piece, piece[scanPiece-scanOverlap:])
	}
}

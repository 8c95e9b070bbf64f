package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"kontrakt/harness"
)

// checkFolder makes sure, before anything runs, that the reports can be
// written. It leaves nothing behind: the folder is made when there is something
// to put into it.
func checkFolder(out string) error {
	err := errors.New("want the name of a folder")
	if out != "" {
		err = canHold(out)
	}
	if err == nil {
		return nil
	}
	return &harness.Stop{Err: fmt.Errorf("--out: %w", err), Hint: "name a folder that can be made and written to", Usage: true}
}

// repository finds the user's own files: in the repository that the command runs in,
// or from where it runs.
func repository(e env, o *options) harness.Repository {
	known := map[string]bool{}
	top, in := above()
	r := harness.Repository{In: in, Has: func(path string) bool {
		there, asked := known[path]
		if !asked {
			_, err := e.ReadFile(filepath.Join(top, filepath.FromSlash(path)))
			there = err == nil
			known[path] = there
		}
		return there
	}}
	if o.file != nil && filepath.IsLocal(o.file.Name) {
		r.Config = filepath.ToSlash(filepath.Clean(o.file.Name))
	}
	return r
}

// above gives the top of the repository that the command runs in, and the folder below
// it, with slashes; both are empty outside of any.
func above() (top, in string) {
	here, err := os.Getwd()
	if err != nil {
		return "", ""
	}
	for dir := here; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, ".git")); err == nil {
			in, err := filepath.Rel(dir, here)
			if err != nil || in == "." {
				return "", ""
			}
			return dir, filepath.ToSlash(in)
		}
		if filepath.Dir(dir) == dir {
			return "", ""
		}
	}
}

// canHold tries the folder, or the nearest one above it that is there.
func canHold(dir string) error {
	info, err := os.Stat(dir)
	if errors.Is(err, fs.ErrNotExist) && filepath.Dir(dir) != dir {
		return canHold(filepath.Dir(dir))
	}
	if err != nil {
		return err
	}
	if !info.IsDir() {
		return fmt.Errorf("%s is no folder", dir)
	}
	try, err := os.CreateTemp(dir, ".kontrakt-")
	if err != nil {
		return fmt.Errorf("cannot write into %s: %w", dir, cause(err))
	}
	return errors.Join(try.Close(), os.Remove(try.Name()))
}

// putInPlace writes a file whole or not at all, and makes its folder.
func putInPlace(name string, data []byte) error {
	dir := filepath.Dir(name)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("make %s: %w", dir, cause(err))
	}
	draft, err := os.CreateTemp(dir, ".kontrakt-")
	if err != nil {
		return fmt.Errorf("write %s: %w", name, cause(err))
	}
	_, err = draft.Write(data)
	err = errors.Join(err, draft.Chmod(0o644), draft.Close())
	if err == nil {
		err = os.Rename(draft.Name(), name)
	}
	if err != nil {
		_ = os.Remove(draft.Name())
		return fmt.Errorf("write %s: %w", name, cause(err))
	}
	return nil
}

// replace puts a file in place; back undoes it, with the folders that were made.
func replace(name string, text []byte) (back func(), err error) {
	before, missing := os.ReadFile(name)
	made := missingFolder(filepath.Dir(name))
	placed := false
	back = func() {
		switch {
		case made != "":
			_ = os.RemoveAll(made)
		case !placed:
		case missing != nil:
			_ = os.Remove(name)
		default:
			_ = os.WriteFile(name, before, 0o644)
		}
	}
	err = putInPlace(name, text)
	placed = err == nil
	return back, err
}

// missingFolder is the highest folder on the way that is not there yet.
func missingFolder(dir string) string {
	made := ""
	for {
		if there(dir) || filepath.Dir(dir) == dir {
			return made
		}
		made, dir = dir, filepath.Dir(dir)
	}
}

// there says whether a name is taken, be it by a link that leads nowhere.
func there(name string) bool {
	_, err := os.Lstat(name)
	return err == nil
}

// remove removes a file, which may be gone already.
func remove(name string) error {
	if err := os.Remove(name); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// aside makes a folder for what need not stay.
func aside() (dir string, drop func(), err error) {
	dir, err = os.MkdirTemp("", "kontrakt-")
	return dir, func() { _ = os.RemoveAll(dir) }, err
}

// cause takes the name of a file that the user never heard of out of an error.
func cause(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	var link *os.LinkError
	if errors.As(err, &link) {
		return link.Err
	}
	return err
}

// featuresIn lists the feature files of a folder and of those below it, sorted; a file is
// listed as it is.
func featuresIn(place string) ([]string, error) {
	info, err := os.Stat(place)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return []string{place}, nil
	}
	var list []string
	err = filepath.WalkDir(place, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && filepath.Ext(path) == ".feature" {
			list = append(list, path)
		}
		return err
	})
	return list, err
}

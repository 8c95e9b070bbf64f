package main

import (
	"context"
	"fmt"
	"net/url"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"kontrakt/harness"
	"kontrakt/harness/regress"
	"kontrakt/harness/regress/lock"
	"kontrakt/specs"
)

// editions finds editions of contracts: embedded ones by ID, others where they
// are.
type editions struct {
	env         env
	asPublished bool
	// lockFile is the lock of what was pulled; "" is none.
	lockFile string
}

func (f editions) find(ctx context.Context, name string) (regress.Edition, error) {
	all, err := specs.Sources()
	if err != nil {
		return regress.Edition{}, err
	}
	if i := slices.IndexFunc(all, func(s specs.Source) bool { return s.ID == name || s.ID+"@"+s.Edition == name }); i >= 0 {
		return f.embedded(all[i])
	}
	id, edition, pinned := strings.Cut(name, "@")
	if pinned && slices.ContainsFunc(all, func(s specs.Source) bool { return s.ID == id }) && lock.Edition(edition) {
		return f.pulled(id, edition)
	}
	return f.published(ctx, name)
}

// pulled is an edition that the lock has, from its files as they were pulled.
func (f editions) pulled(id, name string) (regress.Edition, error) {
	edition := regress.Edition{Name: id + "@" + name, Document: id + "@" + name + ".yaml", Files: regress.Files{}}
	pinned, err := readLock(f.env, f.lockFile)
	if err != nil {
		return edition, err
	}
	d, ok := pinned.Find(id, name)
	if !ok {
		if data, err := f.env.ReadFile(edition.Name); err == nil { // a file that is called so
			edition.Files[edition.Document] = data
			return edition, nil
		}
		return edition, &harness.Stop{
			Err:  fmt.Errorf("there is no edition %s of %s in %s", name, id, f.lockFile),
			Hint: "kontrakt specs pull " + edition.Name + " --from FILE|URL fetches it", Usage: true,
		}
	}
	for _, p := range append([]lock.Part{{Name: edition.Document, File: d.File, SHA256: d.SHA256}}, d.Parts...) {
		file := filepath.Join(filepath.Dir(f.lockFile), filepath.FromSlash(p.File))
		data, err := f.env.ReadFile(file)
		if err == nil && lock.Digest(data) != p.SHA256 {
			err = fmt.Errorf("%s is not what %s was pulled as", file, d.Name())
		}
		if err != nil {
			return edition, &harness.Stop{Err: err, Hint: "kontrakt specs pull " + d.Name() + " fetches it again", Usage: true}
		}
		edition.Files[p.Name] = data
	}
	return edition, nil
}

func (f editions) embedded(s specs.Source) (regress.Edition, error) {
	data, err := exported(s, f.asPublished)
	return regress.Edition{Name: s.ID, Document: s.Document, Files: regress.Files{s.Document: data}}, err
}

// most is how many further files a document may be made of.
const mostParts = 20

// published reads a file or URL, and what it refers to: a file's parts lie beside
// it, a URL's where they are referred to. A part that is not there is not
// compared, which the comparison says.
func (f editions) published(ctx context.Context, place string) (regress.Edition, error) {
	name := path.Base(filepath.ToSlash(shownPlace(place)))
	edition := regress.Edition{Name: shownPlace(place), Document: name, Files: regress.Files{}}
	data, err := fetch(ctx, f.env, place)
	if err != nil {
		return edition, err
	}
	edition.Files[name] = data
	for queue := []string{name}; len(queue) > 0; queue = queue[1:] {
		parts, err := regress.References(queue[0], edition.Files[queue[0]])
		if err != nil {
			return edition, &harness.Stop{Err: err, Hint: "want an OpenAPI document", Usage: true}
		}
		for _, part := range parts {
			base := path.Base(part)
			if _, known := edition.Files[base]; known || len(edition.Files) > mostParts {
				continue
			}
			if data, err := fetch(ctx, f.env, partOf(place, part)); err == nil {
				edition.Files[base] = data
				queue = append(queue, base)
			}
		}
	}
	return edition, nil
}

// partOf is where a part is that a document refers to. What a file refers to is
// looked for in its own folder alone, whatever it names.
func partOf(place, part string) string {
	base, err := url.Parse(place)
	if err != nil || base.Host == "" {
		return filepath.Join(filepath.Dir(place), path.Base(part))
	}
	if ref, err := base.Parse(part); err == nil && strings.HasPrefix(ref.Scheme, "http") {
		return ref.String()
	}
	return beside(place, path.Base(part))
}

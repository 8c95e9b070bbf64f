package main

import (
	"context"
	"net/url"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"kontrakt/harness"
	"kontrakt/harness/regress"
	"kontrakt/specs"
)

// editions finds editions of contracts: embedded ones by ID, others where they
// are.
type editions struct {
	env         env
	asPublished bool
}

func (f editions) find(ctx context.Context, name string) (regress.Edition, error) {
	all, err := specs.Sources()
	if err != nil {
		return regress.Edition{}, err
	}
	if i := slices.IndexFunc(all, func(s specs.Source) bool { return s.ID == name || s.ID+"@"+s.Edition == name }); i >= 0 {
		return f.embedded(all[i])
	}
	return f.published(ctx, name)
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
	name := path.Base(filepath.ToSlash(place))
	edition := regress.Edition{Name: place, Document: name, Files: regress.Files{}}
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

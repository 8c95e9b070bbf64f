package contract

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"path"
	"strings"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"

	"kontrakt/harness"
)

// Load corrects a document by its overlay and compiles it. A file that cannot
// be read, an action of the overlay that no longer applies and a document that
// is no OpenAPI document are errors; what is merely wrong in the published
// document (its examples, its defaults) is not.
func Load(d Document, o Options) (*Contract, error) {
	c, err := load(d, o)
	if err != nil {
		return nil, fmt.Errorf("load %s: %w", d.ID, err)
	}
	return c, nil
}

func load(d Document, o Options) (*Contract, error) {
	d.SpecFile = cmp.Or(d.SpecFile, d.ID+".yaml")
	d.OverlayFile = cmp.Or(d.OverlayFile, d.ID+".overlay.yaml")
	t, actions, err := readTree(d, o)
	if err != nil {
		return nil, err
	}
	c := &Contract{document: d, actions: actions, touched: t.touches()}
	// The tree is large, and read again when the first finding asks for a line.
	c.lines = sync.OnceValue(func() map[string]harness.SpecRef {
		t, _, err := readTree(d, o)
		if err != nil {
			return nil // it was read before
		}
		return t.index()
	})
	c.alone, c.grounds = c.router(), sync.OnceValue(c.makeGrounds)
	if len(c.touched) > 0 {
		c.published = loadPublished(d)
	}
	doc, err := openDocument(d, t, o.Sound)
	if err != nil {
		return nil, err
	}
	c.title, c.version = cmp.Or(d.Title, doc.Info.Title), doc.Info.Version
	return c, c.compile(doc)
}

// readTree reads a document and applies its overlay.
func readTree(d Document, o Options) (*tree, []Action, error) {
	root, err := parseTree(d.SpecFile, d.Spec)
	if err != nil {
		return nil, nil, err
	}
	t := &tree{root: root, spec: d.SpecFile, overlay: d.OverlayFile}
	if len(d.Overlay) == 0 {
		return t, nil, nil
	}
	overlay, err := parseOverlay(d.OverlayFile, d.Overlay)
	if err != nil {
		return nil, nil, err
	}
	actions, err := overlay.apply(t, o.AsPublished)
	if err == nil && len(t.root.Content) == 0 {
		err = fmt.Errorf("apply %s: it removes the whole document", d.OverlayFile)
	}
	return t, actions, err
}

// openDocument gives the tree to kin-openapi; one that is sound is not validated.
func openDocument(d Document, t *tree, sound bool) (*openapi3.T, error) {
	data, err := toJSON(t.root)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", d.SpecFile, err)
	}
	loader := openapi3.NewLoader()
	loader.IsExternalRefsAllowed = true
	loader.ReadFromURIFunc = func(_ *openapi3.Loader, u *url.URL) ([]byte, error) {
		if data, ok := d.Files[path.Base(u.Path)]; ok {
			return data, nil
		}
		return nil, fmt.Errorf("there is no copy of %s", u)
	}
	doc, err := loader.LoadFromDataWithPath(data, &url.URL{Path: d.SpecFile})
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", d.SpecFile, firstOf(err))
	}
	if !strings.HasPrefix(doc.OpenAPI, "3.0") {
		// kin-openapi judges 3.1 by another engine, slowly and with other errors;
		// no contract needs it.
		return nil, fmt.Errorf("read %s: it is OpenAPI %s, and only 3.0 is judged", d.SpecFile, doc.OpenAPI)
	}
	if sound {
		return doc, nil
	}
	err = doc.Validate(context.Background(), openapi3.EnableMultiError(),
		openapi3.DisableExamplesValidation(), openapi3.DisableSchemaDefaultsValidation())
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", d.SpecFile, firstOf(err))
	}
	return doc, nil
}

// firstOf keeps the first of many errors: the rest follow from it, or will be
// seen next time.
func firstOf(err error) error {
	var many openapi3.MultiError
	for errors.As(err, &many) && len(many) > 0 {
		err = many[0]
		many = nil
	}
	line, _, _ := strings.Cut(err.Error(), "\n")
	return errors.New(line)
}

// touches are the places that errata wrote into, in the document as it is now.
func (t *tree) touches() []touch {
	if len(t.written) == 0 {
		return nil
	}
	pointers := t.pointers()
	pointers[t.root.Content[0]] = "#"
	var out []touch
	seen := map[touch]bool{}
	for _, w := range t.written {
		p, ok := pointers[w.node]
		if c := (touch{p, w.action, w.inserted}); ok && !seen[c] {
			seen[c] = true
			out = append(out, c)
		}
	}
	return out
}

// Corrected gives the document with its overlay applied, as JSON in the order
// of the source.
func Corrected(d Document) ([]byte, error) {
	if _, err := Load(d, Options{}); err != nil {
		return nil, err
	}
	t, _, err := readTree(d, Options{})
	if err != nil {
		return nil, err
	}
	return toJSON(t.root)
}

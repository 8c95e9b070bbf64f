package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/url"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"kontrakt/harness"
	"kontrakt/harness/contract"
	"kontrakt/harness/regress"
	"kontrakt/harness/regress/lock"
)

// secretQuery is a query that seems to hold a secret.
var secretQuery = regexp.MustCompile(`(?i)(^|&)[^=&]*(token|key|secret|signature|sig|password|auth)[^=&]*=`)

// pulling is what the flags of specs pull say.
type pulling struct {
	lockFile, dir, from string
	update              bool
}

func newPull(e env) *cobra.Command {
	p := new(pulling)
	c := &cobra.Command{
		Use:   "pull [ID[@EDITION]…]",
		Short: "Fetch documents as published, and pin them in a lock",
		Long: "Fetches the documents with what they refer to, and writes down their digests. Without an ID\n" +
			"it is everything that the lock names, or every published contract where there is no lock.\n" +
			"What differs from the lock is refused: nothing is written, and the status is 1.",
		Example: "  kontrakt specs pull\n" +
			"  kontrakt specs pull epayment.v1@1.4.1 --from old/epayment.yaml\n" +
			"  kontrakt diff epayment.v1@1.4.1 epayment.v1 --as-published",
		RunE: func(c *cobra.Command, args []string) error { return p.run(c.Context(), e, args) },
	}
	lockFlag(c, &p.lockFile)
	c.Flags().StringVar(&p.dir, "dir", "kontrakt-specs", "`folder` of the documents, in the lock's own")
	c.Flags().StringVar(&p.from, "from", "", "a `FILE|URL` to take the one ID from")
	c.Flags().BoolVar(&p.update, "update", false, "take what differs from the lock")
	return c
}

func lockFlag(c *cobra.Command, name *string) {
	c.Flags().StringVar(name, "lock", lock.DefaultFile, "`file` that pins what was pulled")
}

// readLock reads the lock; where there is none, it is empty.
func readLock(e env, name string) (*lock.File, error) {
	data, err := e.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return &lock.File{}, nil
	}
	if err != nil {
		return nil, &harness.Stop{Err: err, Usage: true}
	}
	f, err := lock.Parse(name, data)
	if err != nil {
		return nil, &harness.Stop{Err: err, Hint: "kontrakt specs pull writes it", Usage: true}
	}
	return f, nil
}

// A pulled document is what was fetched of one, with the files to write.
type pulled struct {
	lock.Document
	files map[string][]byte
}

func (p *pulling) run(ctx context.Context, e env, args []string) error {
	pinned, err := readLock(e, p.lockFile)
	if err != nil {
		return err
	}
	wanted, err := p.wanted(pinned, args)
	if err != nil {
		return err
	}
	var fetched []pulled
	refused := false
	for _, w := range wanted {
		got, err := w.fetch(ctx, e, p.dir, pinned)
		if err != nil {
			return err
		}
		if was := differs(pinned, got); was != "" && !p.update {
			fmt.Fprintf(e.Stdout, "refused %s from %s: sha256 %s, and %s\n", got.Name(), got.From, got.SHA256[:12], was)
			refused = true
		}
		fetched = append(fetched, got)
	}
	if refused {
		e.complain(errors.New("nothing is written: what is published has changed"), "look at it with kontrakt diff, and take it with --update")
		return ended(violates)
	}
	return p.keep(e, pinned, fetched)
}

// A wanted document is one to fetch; edition is "" where its own name is to stand.
type wanted struct{ id, edition, from string }

// wanted says what to fetch.
func (p *pulling) wanted(pinned *lock.File, args []string) ([]wanted, error) {
	if u, err := url.Parse(p.from); err == nil && (u.User != nil || u.Host != "" && secretQuery.MatchString(u.RawQuery)) {
		return nil, &harness.Stop{Err: errors.New("--from: the lock is for everybody, and shows the address as it is"), Hint: "fetch the file with what it wants, and name the file", Usage: true}
	}
	if p.from != "" && len(args) != 1 {
		return nil, &harness.Stop{Err: errors.New("--from is for one contract"), Hint: "kontrakt specs pull ID --from FILE|URL", Usage: true}
	}
	if !filepath.IsLocal(p.dir) {
		return nil, &harness.Stop{Err: fmt.Errorf("--dir %s lies outside of the lock's folder", p.dir), Hint: "name a folder below it", Usage: true}
	}
	var all []wanted
	if len(args) == 0 {
		for _, d := range pinned.Documents {
			if d.From != "" {
				all = append(all, wanted{id: d.ID, from: d.From})
			}
		}
	}
	if len(all) > 0 {
		return all, nil
	}
	names, err := publishedIDs(args)
	for _, name := range names {
		w := wanted{from: p.from}
		w.id, w.edition, _ = strings.Cut(name, "@")
		have, _ := pinned.Find(w.id, w.edition)
		w.from = cmp.Or(w.from, have.From)
		all = append(all, w)
	}
	return all, err
}

// fetch reads a document and its parts from where it is published.
func (w wanted) fetch(ctx context.Context, e env, dir string, pinned *lock.File) (pulled, error) {
	own, err := fromWhere(w.id)
	if err != nil {
		return pulled{}, err
	}
	id, edition, from := w.id, w.edition, cmp.Or(w.from, own)
	found, err := editions{env: e}.published(ctx, from)
	if err != nil {
		return pulled{}, err
	}
	version, err := versionOf(found)
	if err != nil {
		return pulled{}, err
	}
	if have, ok := pinned.At(id, from); ok && edition == "" && have.SHA256 == lock.Digest(found.Files[found.Document]) {
		edition = have.Edition // as whoever pulled it calls it
	}
	if edition == "" {
		edition = version
	}
	if !lock.Edition(edition) {
		return pulled{}, &harness.Stop{Err: fmt.Errorf("%s calls itself %q, which is no name of an edition", from, edition), Hint: "name one: kontrakt specs pull " + id + "@EDITION --from " + from, Usage: true}
	}
	return keepAs(dir, id, edition, from, found), nil
}

// versionOf is what a document calls itself; one that is no OpenAPI document is
// not kept.
func versionOf(found regress.Edition) (string, error) {
	doc, err := contract.Decode(found.Document, found.Files[found.Document])
	_, paths := doc["paths"].(map[string]any)
	if err == nil && (doc["openapi"] == nil || !paths) {
		err = fmt.Errorf("read %s: no OpenAPI document with paths", found.Name)
	}
	if err != nil {
		return "", &harness.Stop{Err: err, Hint: "pull wants an OpenAPI document", Usage: true}
	}
	info, _ := doc["info"].(map[string]any)
	version, _ := info["version"].(string)
	return version, nil
}

// keepAs says under which names a document is kept.
func keepAs(dir, id, edition, from string, found regress.Edition) pulled {
	got := pulled{files: map[string][]byte{}}
	name := id + "@" + edition
	put := func(file string, data []byte) (string, string) {
		file = path.Join(filepath.ToSlash(dir), file)
		got.files[file] = data
		return file, lock.Digest(data)
	}
	got.ID, got.Edition, got.From = id, edition, from
	got.File, got.SHA256 = put(name+".yaml", found.Files[found.Document])
	for _, part := range slices.Sorted(maps.Keys(found.Files)) {
		if part == found.Document {
			continue
		}
		file, sum := put(path.Join(name, part), found.Files[part])
		got.Parts = append(got.Parts, lock.Part{Name: part, From: partOf(from, part), File: file, SHA256: sum})
	}
	return got
}

// differs says what the lock, or our own catalogue, has in place of what was
// fetched; "" where nothing.
func differs(pinned *lock.File, got pulled) string {
	have, ok := pinned.Find(got.ID, got.Edition)
	if !ok {
		have, ok = pinned.At(got.ID, got.From)
	}
	if ok {
		if have.SHA256 != got.SHA256 {
			return have.Name() + " is pinned as " + have.SHA256[:12]
		}
		for _, part := range got.Parts {
			i := slices.IndexFunc(have.Parts, func(h lock.Part) bool { return h.Name == part.Name })
			if i >= 0 && have.Parts[i].SHA256 != part.SHA256 {
				return "its part " + part.Name + " is pinned as " + have.Parts[i].SHA256[:12]
			}
		}
		return ""
	}
	if s, err := source(got.ID); err == nil && s.URL == got.From && s.SHA256 != got.SHA256 {
		return "the embedded contract is made of " + s.SHA256[:12]
	}
	return ""
}

// keep writes the documents, and the lock when they are all there.
func (p *pulling) keep(e env, pinned *lock.File, fetched []pulled) error {
	root := filepath.Dir(p.lockFile)
	for _, got := range fetched {
		for _, file := range slices.Sorted(maps.Keys(got.files)) {
			if err := putInPlace(filepath.Join(root, filepath.FromSlash(file)), got.files[file]); err != nil {
				return &harness.Stop{Err: err, Usage: true}
			}
		}
		verb := "pulled"
		if have, ok := pinned.Find(got.ID, got.Edition); ok && have.SHA256 == got.SHA256 {
			verb = "unchanged"
		}
		pinned.Put(got.Document)
		fmt.Fprintf(e.Stdout, "%s %s from %s, sha256 %s\n", verb, got.Name(), got.From, got.SHA256[:12])
	}
	text, err := pinned.Bytes()
	if err != nil {
		return err
	}
	if err := putInPlace(p.lockFile, text); err != nil {
		return &harness.Stop{Err: err, Usage: true}
	}
	return nil
}

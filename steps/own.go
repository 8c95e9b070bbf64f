package steps

import (
	"bytes"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"kontrakt/harness"
	"kontrakt/harness/api"
)

// An Own is a feature file of the user's, written in our sentences.
type Own struct {
	// Name is the file as the user calls it, with slashes.
	Name string
	Text []byte
}

// ownTag is what every scenario of the user's is tagged with, whatever else it is.
const ownTag = "@own"

// ownPrefix tells the user's files from ours: none of ours is called so.
const ownPrefix = "own:"

// joined holds our features, and the user's beside them.
type joined struct {
	fs.FS
	own []Own
}

// Open implements fs.FS.
func (j joined) Open(name string) (fs.File, error) {
	rest, own := strings.CutPrefix(name, ownPrefix)
	i := slices.IndexFunc(j.own, func(o Own) bool { return own && o.Name == rest })
	if i < 0 {
		return j.FS.Open(name)
	}
	return &page{bytes.NewReader(j.own[i].Text), path.Base(rest)}, nil
}

// A page is a file in memory.
type page struct {
	*bytes.Reader
	name string
}

func (p *page) Close() error               { return nil }
func (p *page) Stat() (fs.FileInfo, error) { return p, nil }
func (p *page) Name() string               { return p.name }
func (p *page) Mode() fs.FileMode          { return 0o444 }
func (p *page) ModTime() time.Time         { return time.Time{} }
func (p *page) IsDir() bool                { return false }
func (p *page) Sys() any                   { return nil }

// files are all that godog may read.
func (o Options) files() fs.FS {
	if len(o.Own) == 0 {
		return o.Features
	}
	return joined{o.Features, o.Own}
}

// mine makes a scenario one of the user's where its file is. Its ID begins with own,
// so that it can never be that of one of ours.
func (s *planned) mine() {
	name, own := strings.CutPrefix(s.File, ownPrefix)
	if !own {
		return
	}
	s.own, s.File = true, name
	s.ID = "own-" + slug(strings.TrimSuffix(path.Base(name), ".feature")) + "/" + slug(s.Name)
	if !slices.Contains(s.Tags, ownTag) {
		s.Tags = append(s.Tags, ownTag)
	}
}

// unchosen is a scenario of the user's none of whose APIs run where nobody names them:
// it is left out with a word, and not without one.
func (o Options) unchosen(s planned, defs []api.Definition) *planned {
	if !s.own || len(o.APIs) > 0 {
		return nil
	}
	var named string
	for _, tag := range s.Tags {
		id := strings.TrimPrefix(tag, "@")
		if slices.ContainsFunc(defs, func(d api.Definition) bool { return d.ID == id }) {
			return nil
		}
		if named == "" && slices.Contains(o.Known, id) {
			named = id
		}
	}
	s.API, s.ID = named, named+"/"+s.ID
	s.skip = "is of " + named + ", which runs where --api names it"
	s.Status, s.Reason = harness.StatusSkipped, s.skip
	return &s
}

package reports

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"
	"strings"

	"kontrakt/harness"
)

// A position is a line of a file in the user's repository: where a reviewer's tool
// shows a finding.
type position struct {
	File string
	Line int
}

// defaultConfig is the configuration file where none is named.
const defaultConfig = "kontrakt.yaml"

// places finds where findings and scenarios are shown.
type places struct {
	repository harness.Repository
	scenarios  map[string]Scenario
}

func (r *Report) places(repository harness.Repository) places {
	p := places{repository, map[string]Scenario{}}
	for _, s := range r.Scenarios {
		p.scenarios[s.ID] = s
	}
	return p
}

// finding is the line of the first of its scenarios whose feature is in the
// repository; else the configuration, as consumers show nothing without a file.
func (p places) finding(f Finding) position {
	for _, id := range f.Scenarios {
		if at, ok := p.feature(p.scenarios[id]); ok {
			return at
		}
	}
	return p.config()
}

// scenario is its own line, or the configuration.
func (p places) scenario(s Scenario) position {
	if at, ok := p.feature(s); ok {
		return at
	}
	return p.config()
}

func (p places) config() position {
	return position{path.Join(p.repository.In, cmp.Or(p.repository.Config, defaultConfig)), 1}
}

// feature is the scenario's line, where the repository has the file: as it is named,
// or in the folder features.
func (p places) feature(s Scenario) (position, bool) {
	for _, file := range []string{s.File, path.Join("features", s.File)} {
		if at, ok := p.has(file); ok {
			return position{at, max(s.Line, 1)}, true
		}
	}
	return position{}, false
}

// has finds a file that is named from where the command ran, and gives its path from
// the top. It takes none that leads out of the repository.
func (p places) has(file string) (at string, ok bool) {
	if file == "" || path.IsAbs(file) || p.repository.Has == nil {
		return "", false
	}
	at = path.Join(p.repository.In, file)
	return at, at != ".." && !strings.HasPrefix(at, "../") && p.repository.Has(at)
}

// identities tell every finding from every other of the report, and are the same in
// every run. The fingerprint alone is that of a mistake, which several paths may share.
func (r *Report) identities() []string {
	all, seen := make([]string, len(r.Findings)), map[string]int{}
	for i, f := range r.Findings {
		id := f.identity()
		seen[id]++
		all[i] = fmt.Sprintf("%s:%d", id, seen[id])
	}
	return all
}

func (f Finding) identity() string {
	want := f.Expected
	if f.Direction == string(harness.InSequence) { // it depends on all that came before
		want = ""
	}
	digest := sha256.Sum256([]byte(strings.Join([]string{f.Fingerprint, f.Path, want}, "|")))
	return hex.EncodeToString(digest[:16])
}

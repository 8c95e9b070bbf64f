package certify

import (
	"maps"
	"slices"

	"kontrakt/harness"
)

// soldFor is the record without what was sold for another profile. A profile for
// which nothing was sold is judged by what was sold for the one that it extends.
func (r *Record) soldFor(p Profile, sold map[string]string) *Record {
	profiles := slices.Collect(maps.Values(sold))
	own := p.ID
	if !slices.Contains(profiles, own) {
		own = p.Extends
	}
	if !slices.Contains(profiles, own) {
		return r
	}
	foreign := map[string]bool{}
	kept := new(Record)
	for _, s := range r.exchanges {
		if of, known := sold[s.reference()]; known && of != own {
			foreign[s.ID] = true
			continue
		}
		kept.exchanges = append(kept.exchanges, s)
	}
	kept.findings = slices.DeleteFunc(slices.Clone(r.findings), func(f harness.Finding) bool {
		return len(f.Exchanges) > 0 && foreign[f.Exchanges[0]]
	})
	return kept
}

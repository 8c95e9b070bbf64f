package sequence

import (
	"cmp"
	"slices"

	"kontrakt/harness"
)

// A Record collects facts and judges the stories that they make. It is for one
// goroutine at a time.
type Record struct {
	facts     []*Fact
	forgotten int
}

// room is how many facts are kept: about 80 MB. Beyond it the oldest go, and
// what they would have shown is not judged.
const room = 200_000

// Add adds a fact.
func (r *Record) Add(f *Fact) {
	r.facts = append(r.facts, f)
	if len(r.facts) > room {
		r.forgotten += len(r.facts) / 4
		r.facts = slices.Clone(r.facts[len(r.facts)/4:])
	}
}

// Forgotten is how many facts had to go for want of room.
func (r *Record) Forgotten() int { return r.forgotten }

// Findings judges everything that was collected, by all checks.
func (r *Record) Findings(checks []Check) []harness.Finding {
	slices.SortFunc(r.facts, func(a, b *Fact) int {
		return cmp.Or(a.Started.Compare(b.Started), cmp.Compare(len(a.Exchange), len(b.Exchange)), cmp.Compare(a.Exchange, b.Exchange))
	})
	subjects, merchants := stories(r.facts)
	news := make([]Story, len(subjects))
	for i, s := range subjects {
		news[i] = s.news()
	}
	var found []harness.Finding
	for _, c := range checks {
		of := subjects
		switch {
		case c.Scope == OfMerchant:
			of = merchants
		case !c.Pace:
			of = news
		}
		for _, story := range of {
			if c.Caller && story[0].Scenario != "" {
				continue
			}
			for _, s := range c.Judge(story) {
				found = append(found, c.finding(s))
			}
		}
	}
	return found
}

// stories groups facts by what they are about and by who calls, each group in
// the order of the facts.
func stories(facts []*Fact) (subjects, merchants []Story) {
	type subject struct{ scenario, kind, name string }
	type merchant struct {
		scenario string
		caller   uint64
	}
	about, by := map[subject]int{}, map[merchant]int{}
	for _, f := range facts {
		if f.Subject != "" {
			subjects = put(subjects, about, subject{f.Scenario, f.Kind, f.Subject}, f)
		}
		if f.Caller != 0 {
			merchants = put(merchants, by, merchant{f.Scenario, f.Caller}, f)
		}
	}
	var apart []Story
	for _, s := range subjects {
		apart = append(apart, byMerchant(s)...)
	}
	for _, s := range apart {
		s.markRepeats()
	}
	return apart, merchants
}

func put[K comparable](list []Story, index map[K]int, key K, f *Fact) []Story {
	i, ok := index[key]
	if !ok {
		i = len(list)
		index[key], list = i, append(list, nil)
	}
	list[i] = append(list[i], f)
	return list
}

// byMerchant takes a story apart in which two merchants have used the same name
// for different things. Facts that do not say whose they are then belong to
// neither.
func byMerchant(s Story) []Story {
	var numbers []string
	for _, f := range s {
		if f.Merchant != "" && !slices.Contains(numbers, f.Merchant) {
			numbers = append(numbers, f.Merchant)
		}
	}
	if len(numbers) < 2 {
		return []Story{s}
	}
	var apart []Story
	for _, number := range numbers {
		apart = append(apart, slices.DeleteFunc(slices.Clone(s), func(f *Fact) bool { return f.Merchant != number }))
	}
	return apart
}

// news leaves out the questions between two others that were all answered alike.
func (story Story) news() Story {
	var kept Story
	for i, f := range story {
		alike := i > 0 && i+1 < len(story) && f.asks() && story[i-1].tells(f) && f.tells(story[i+1])
		if !alike {
			kept = append(kept, f)
		}
	}
	return kept
}

func (f *Fact) asks() bool { return f.Deed == Read && f.OK() && f.Stands != nil }

// tells says whether both are questions with the same answer.
func (f *Fact) tells(g *Fact) bool {
	return f.asks() && g.asks() && *f.Stands == *g.Stands && f.Operation == g.Operation && f.Merchant == g.Merchant
}

// markRepeats notes which calls repeat an earlier one with its key.
func (story Story) markRepeats() {
	type call struct {
		deed Deed
		key  uint64
	}
	seen := map[call]bool{}
	for _, f := range story {
		c := call{f.Deed, f.Key}
		f.repeats = f.Key != 0 && seen[c]
		seen[c] = true
	}
}

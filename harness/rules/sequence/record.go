package sequence

import (
	"cmp"
	"hash/maphash"
	"slices"

	"kontrakt/harness"
)

// A Record collects facts and judges the stories that they make. It is for one
// goroutine at a time.
type Record struct {
	// Shelf, where there is one, takes what goes beyond Room.
	Shelf Shelf
	// Room is how many facts are kept in memory: 200 000 where 0, which is about
	// 80 MB. Without a Shelf, or where it fails, the oldest go beyond that, and what
	// they would have shown is not judged.
	Room int

	// facts are about something, calls what the stories of merchants are made of.
	facts, calls []*Fact
	// places are where a merchant was seen to call.
	places    map[place]bool
	forgotten int
	// omitted is how many were left out when they were judged last.
	omitted int

	packer  *packer
	shelves []shelved
	packed  int
	fault   error
}

// callRoom is how many facts are kept for the stories of merchants, on a shelf or
// not.
const callRoom = 20_000

// Add adds a fact; one that is about nothing goes into no story.
func (r *Record) Add(f *Fact) {
	if f.Subject != "" {
		r.facts = append(r.facts, f)
	}
	if f.Caller != 0 && r.ofMerchant(f) {
		r.calls = append(r.calls, f)
	}
	room := cmp.Or(r.Room, 200_000)
	if r.Shelf != nil && r.fault == nil && len(r.facts) > room {
		r.shelve(len(r.facts) / 2)
	}
	if len(r.facts) > room {
		r.facts = r.forget(r.facts)
	}
	if len(r.calls) > callRoom {
		r.calls = r.forget(r.calls)
	}
}

// A place is where a merchant calls.
type place struct {
	scenario string
	caller   uint64
	name     string
}

// ofMerchant says whether a fact tells something of all that a merchant calls: a
// token, what agreements and their charges are, a webhook, or a place that is new.
func (r *Record) ofMerchant(f *Fact) bool {
	at := place{f.Scenario, f.Caller, f.Place}
	if f.Place != "" && !r.places[at] && len(r.places) < callRoom {
		if r.places == nil {
			r.places = map[place]bool{}
		}
		r.places[at] = true
		return true
	}
	return f.Deed == Token || f.Terms != nil || f.Kind == "agreement" || f.Kind == "charge" || f.Kind == "webhook"
}

func (r *Record) forget(facts []*Fact) []*Fact {
	r.forgotten += len(facts) / 4
	return slices.Clone(facts[len(facts)/4:])
}

// Forgotten is how many facts had to go for want of room.
func (r *Record) Forgotten() int { return r.forgotten + r.omitted }

// Fault is why facts could not be put on the shelf, or not be read again.
func (r *Record) Fault() error { return r.fault }

// Latest gives a record of its own with copies of the latest facts, so many of
// each kind at most, which can be judged while this one goes on.
func (r *Record) Latest(most int) *Record {
	own := map[*Fact]*Fact{} // one fact may be of both kinds
	copies := func(facts []*Fact) []*Fact {
		all := make([]*Fact, 0, min(len(facts), most))
		for _, f := range facts[max(len(facts)-most, 0):] {
			if own[f] == nil {
				one := *f
				own[f] = &one
			}
			all = append(all, own[f])
		}
		return all
	}
	return &Record{facts: copies(r.facts), calls: copies(r.calls)}
}

// All gives the facts that are kept, those on the shelf too, in no order.
func (r *Record) All() []*Fact {
	all := slices.Clone(r.part(0, 1))
	for _, f := range r.calls {
		if f.Subject == "" {
			all = append(all, f)
		}
	}
	return all
}

// Findings judges everything that was collected, by all checks.
func (r *Record) Findings(checks []Check) []harness.Finding {
	var found []harness.Finding
	parts := uint64(1)
	if r.packed > 0 {
		parts += uint64((r.packed + len(r.facts)) / partition)
	}
	for part := range parts {
		subjects := subjectsOf(r.part(part, parts))
		news := make([]Story, len(subjects))
		for i, s := range subjects {
			news[i] = s.news()
		}
		for _, c := range checks {
			switch {
			case c.Scope == OfMerchant:
			case c.Pace:
				found = append(found, c.findings(subjects)...)
			default:
				found = append(found, c.findings(news)...)
			}
		}
	}
	merchants := merchantsOf(inOrder(r.calls))
	for _, c := range checks {
		if c.Scope == OfMerchant {
			found = append(found, c.findings(merchants)...)
		}
	}
	return found
}

func (c Check) findings(of []Story) []harness.Finding {
	var found []harness.Finding
	for _, story := range of {
		if c.Caller && story[0].Scenario != "" {
			continue
		}
		for _, s := range c.Judge(story) {
			found = append(found, c.finding(s))
		}
	}
	return found
}

func inOrder(facts []*Fact) []*Fact {
	slices.SortFunc(facts, func(a, b *Fact) int {
		return cmp.Or(a.Started.Compare(b.Started), cmp.Compare(len(a.Exchange), len(b.Exchange)), cmp.Compare(a.Exchange, b.Exchange))
	})
	return facts
}

// A subject is what a story is about.
type subject struct{ scenario, kind, name string }

func (f *Fact) subject() subject { return subject{f.Scenario, f.Kind, f.Subject} }

// story is a number that the facts of one story share.
func (f *Fact) story() uint64 { return maphash.Comparable(seed, f.subject()) }

// subjectsOf groups facts by what they are about, each group in their order.
func subjectsOf(facts []*Fact) []Story {
	var subjects, apart []Story
	about := map[subject]int{}
	for _, f := range facts {
		subjects = put(subjects, about, f.subject(), f)
	}
	for _, s := range subjects {
		apart = append(apart, byMerchant(s)...)
	}
	for _, s := range apart {
		s.markRepeats()
	}
	return apart
}

// merchantsOf groups facts by who calls.
func merchantsOf(facts []*Fact) []Story {
	type merchant struct {
		scenario string
		caller   uint64
	}
	var merchants []Story
	by := map[merchant]int{}
	for _, f := range facts {
		merchants = put(merchants, by, merchant{f.Scenario, f.Caller}, f)
	}
	return merchants
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

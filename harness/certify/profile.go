package certify

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"gopkg.in/yaml.v3"
)

// A Level says whether a requirement must be met.
type Level string

const (
	// Core requirements must be met; one that was not observed is not.
	Core Level = "core"
	// Extended requirements are told, and must not be broken.
	Extended Level = "extended"
)

// A Profile is a set of requirements as it stood on a day. What changes gets
// another day.
type Profile struct {
	ID    string `yaml:"id"`
	Title string `yaml:"title"`
	// Date is the day, UTC, as 2006-01-02.
	Date string `yaml:"date"`
	// Contracts are the APIs that the profile is about, by ID.
	Contracts []string `yaml:"contracts"`
	// Extends is the profile whose requirements come first; one of the same ID
	// here stands in its place, and those in Without are left out.
	Extends      string        `yaml:"extends"`
	Without      []string      `yaml:"without"`
	Requirements []Requirement `yaml:"requirements"`
}

// A Requirement is one line of a checklist.
type Requirement struct {
	// ID is the line's: EPAY-CL-05.
	ID    string `yaml:"id"`
	Level Level  `yaml:"level"`
	// If is an ability that the integration must have declared for the line to
	// apply; empty applies always.
	If string `yaml:"if"`
	// Says is the requirement in our words, Source where it stands, Help what to
	// do where it is not met.
	Says   string `yaml:"says"`
	Source string `yaml:"source"`
	Help   string `yaml:"help"`
	Proof  Proof  `yaml:"proof"`
	// Breaks are rules; what the integration does against one of them breaks the
	// requirement, whatever else was seen. A rule that ends in * stands for its
	// family; one with @ and an operation behind it counts for that alone:
	// callback.late@checkoutCallback.
	Breaks []string `yaml:"breaks"`
}

// A Proof says what must be seen. Exactly one of its members is set.
type Proof struct {
	// Seen are sightings, each of which must have been had.
	Seen []Sighting `yaml:"seen"`
	// Any are sightings, one of which must have been had.
	Any []Sighting `yaml:"any"`
	// Moved is a movement of money.
	Moved *Movement `yaml:"moved"`
	// Every must hold of each exchange with its operation, of which there must be
	// one.
	Every *Sighting `yaml:"every"`
	// Carried is a header that every call must have.
	Carried string `yaml:"carried"`
	// Polled: whatever was started was also asked for.
	Polled bool `yaml:"polled"`
	// Clean: exchanges were seen, and no rule in Breaks was broken.
	Clean bool `yaml:"clean"`
	// Trial: a scenario of features/merchant that names the requirement has
	// passed; without one, it is manual.
	Trial bool `yaml:"trial"`
	// Manual: no traffic can prove it.
	Manual bool `yaml:"manual"`
}

// A Sighting is an exchange that was answered as a success.
type Sighting struct {
	// Operation is contract and operation: epayment.v1/createPayment.
	Operation string `yaml:"operation"`
	// Sent and Answered are what the bodies say, by JSON Pointer: a literal, * for
	// anything that is there, >0 for a number above zero.
	Sent     map[string]string `yaml:"sent"`
	Answered map[string]string `yaml:"answered"`
	// Comment is what to write beside it in the form.
	Comment string `yaml:"comment"`
}

// A Movement is money that moved by the merchant's call, all of it or a part.
type Movement struct {
	// Of is capture, refund or cancel.
	Of string `yaml:"of"`
	// Extent is whole or part; empty is either.
	Extent string `yaml:"extent"`
}

//go:embed profiles
var profiles embed.FS

// Names lists the profiles.
func Names() []string {
	files, err := fs.Glob(profiles, "profiles/*.yaml")
	if err != nil {
		panic(err) // the pattern is a constant
	}
	names := make([]string, len(files))
	for i, f := range files {
		names[i] = strings.TrimSuffix(path.Base(f), ".yaml")
	}
	return names
}

// Abilities lists what integrations can declare, for all profiles.
func Abilities() ([]string, error) {
	var all []string
	for _, name := range Names() {
		p, err := Load(name)
		if err != nil {
			return nil, err
		}
		for _, q := range p.Requirements {
			if q.If != "" && !slices.Contains(all, q.If) {
				all = append(all, q.If)
			}
		}
	}
	slices.Sort(all)
	return all, nil
}

// Load reads an embedded profile, with what it extends.
func Load(id string) (Profile, error) {
	text, err := profiles.ReadFile("profiles/" + id + ".yaml")
	if err != nil {
		return Profile{}, fmt.Errorf("no profile %q", id)
	}
	p, err := Parse(text)
	if err != nil {
		return Profile{}, fmt.Errorf("read profile %s: %w", id, err)
	}
	if p.Extends == "" {
		return p, p.check()
	}
	base, err := Load(p.Extends)
	if err != nil {
		return Profile{}, err
	}
	if p.Requirements, err = over(base.Requirements, p); err != nil {
		return Profile{}, fmt.Errorf("read profile %s: %w", id, err)
	}
	if len(p.Contracts) == 0 {
		p.Contracts = base.Contracts
	}
	return p, p.check()
}

// Parse reads a profile and checks nothing but its form.
func Parse(text []byte) (Profile, error) {
	var p Profile
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	return p, decoder.Decode(&p)
}

// over lays a profile's requirements over those of the one that it extends.
func over(base []Requirement, p Profile) ([]Requirement, error) {
	all := slices.Clone(base)
	for _, id := range p.Without {
		i := slices.IndexFunc(all, func(r Requirement) bool { return r.ID == id })
		if i < 0 {
			return nil, fmt.Errorf("%s is left out, and not there", id)
		}
		all = slices.Delete(all, i, i+1)
	}
	for _, r := range p.Requirements {
		if i := slices.IndexFunc(all, func(known Requirement) bool { return known.ID == r.ID }); i >= 0 {
			all[i] = r
		} else {
			all = append(all, r)
		}
	}
	return all, nil
}

// check finds what a profile may not lack.
func (p Profile) check() error {
	var mistakes []error
	if _, err := time.Parse(time.DateOnly, p.Date); err != nil {
		mistakes = append(mistakes, fmt.Errorf("date: want a day, got %q", p.Date))
	}
	seen := map[string]bool{}
	for _, r := range p.Requirements {
		switch {
		case seen[r.ID]:
			mistakes = append(mistakes, fmt.Errorf("%s stands here twice", r.ID))
		case r.Says == "" || r.Source == "" || r.Level != Core && r.Level != Extended:
			mistakes = append(mistakes, fmt.Errorf("%s: want says, source and a level", r.ID))
		case r.Proof.kinds() != 1:
			mistakes = append(mistakes, fmt.Errorf("%s: want exactly one kind of proof", r.ID))
		case r.Proof.Clean && len(r.Breaks) == 0:
			mistakes = append(mistakes, fmt.Errorf("%s: nothing can break it", r.ID))
		}
		seen[r.ID] = true
	}
	return errors.Join(mistakes...)
}

func (p Proof) kinds() int {
	n := 0
	for _, set := range []bool{len(p.Seen) > 0, len(p.Any) > 0, p.Moved != nil, p.Every != nil, p.Carried != "", p.Polled, p.Clean, p.Trial, p.Manual} {
		if set {
			n++
		}
	}
	return n
}

package migrate

import (
	"embed"
	"fmt"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"kontrakt/harness/regress/pair"
)

//go:embed pairs/*.yaml
var files embed.FS

// Fate is what becomes of a part of a request.
type Fate string

const (
	// Maps by itself.
	Maps Fate = "maps"
	// Decide needs somebody who decides, or does, something.
	Decide Fate = "decide"
	// None has no equivalent.
	None Fate = "none"
)

// weight orders fates, the worst last.
func (f Fate) weight() int { return slices.Index([]Fate{Maps, Decide, None}, f) }

// A Pair says what becomes of everything between two versions.
type Pair struct {
	From string `yaml:"from"`
	To   string `yaml:"to"`
	// Sources are where the tables come from.
	Sources []string `yaml:"sources"`
	// Shared are lists of rules that several operations have, by name.
	Shared     map[string][]Rule `yaml:"shared"`
	Operations []Operation       `yaml:"operations"`
	// Notes are what no field shows, of whatever operation.
	Notes []Rule `yaml:"notes"`
	// Errors are the codes of refusals.
	Errors Errors `yaml:"errors"`
}

// An Operation says what becomes of one operation.
type Operation struct {
	// From and To are operation ids; To is empty where there is none. Path is the
	// method and path of a From that the old document has no more.
	From string `yaml:"from"`
	Path string `yaml:"path"`
	To   string `yaml:"to"`
	// Also is an operation without a body that is to be called as well.
	Also string `yaml:"also"`
	Fate Fate   `yaml:"fate"`
	Row  string `yaml:"row"`
	Says string `yaml:"says"`
	// Params give the path parameters of the new operation that are named otherwise:
	// templates, of which the first counts that can be filled.
	Params map[string]Strings `yaml:"params"`
	// Learn is what the exchange tells that later ones need.
	Learn   []Fact `yaml:"learn"`
	Headers []Rule `yaml:"headers"`
	Query   []Rule `yaml:"query"`
	Body    []Rule `yaml:"body"`
	// Statuses are those of success, the old one and the new ones.
	Statuses []Status `yaml:"statuses"`
	Answer   []Rule   `yaml:"answer"`
	// AlsoAnswer is what becomes of the old answer in that of Also.
	AlsoAnswer []Rule `yaml:"alsoAnswer"`
	// Moved is the part of a callback's path that is another now.
	Moved Moved `yaml:"moved"`
	// Notes are what no field shows.
	Notes []Rule `yaml:"notes"`
}

// Moved is how a part of a path was, and is now.
type Moved struct {
	From string `yaml:"from"`
	To   string `yaml:"to"`
	Row  string `yaml:"row"`
}

// A Fact is kept under a key; both are templates.
type Fact struct {
	Key   string      `yaml:"key"`
	Value string      `yaml:"value"`
	When  []Condition `yaml:"when"`
}

// A Status of success and those that stand for it.
type Status struct {
	From int    `yaml:"from"`
	To   []int  `yaml:"to"`
	Row  string `yaml:"row"`
	Says string `yaml:"says"`
}

// A Rule says what becomes of one or more fields. It holds where all conditions
// do and, if it takes fields, at least one of them is there.
type Rule struct {
	// Row is the row of the tables that it is of, such as REC-MIG-03.
	Row string `yaml:"row"`
	// Use names a shared list that stands here instead.
	Use  string      `yaml:"use"`
	From Strings     `yaml:"from"`
	To   *string     `yaml:"to"`
	When []Condition `yaml:"when"`
	// How the new value comes about: of a table, of a template, as a value, of
	// the elements of a list; else it is the old one.
	Table []Line `yaml:"table"`
	Fold  bool   `yaml:"fold"`
	// Default is what stands for a value that no line of the table has.
	Default any `yaml:"default"`
	// Reversed turns the order of a list around.
	Reversed bool `yaml:"reversed"`
	// String makes text of a number.
	String bool `yaml:"string"`
	// Prefix is put before the old value.
	Prefix string `yaml:"prefix"`
	Text   string `yaml:"text"`
	Value  any    `yaml:"value"`
	Each   []Rule `yaml:"each"`
	Fate   Fate   `yaml:"fate"`
	// Else is the fate of what no line of the table has, or the template lacks.
	Else Fate   `yaml:"else"`
	Says string `yaml:"says"`
	// OneWay says that there is no way back.
	OneWay bool `yaml:"oneWay"`
	// Departs says that answers may come out otherwise for it, from here on.
	Departs bool `yaml:"departs"`
	// Code narrows that to answers that hold this word, such as the number of a
	// refusal.
	Code string `yaml:"code"`
}

// A Line of a table: the old values in the order of the fields, and the new one.
type Line struct {
	Old Values `yaml:"old"`
	New any    `yaml:"new"`
	// OneWay: another line has the same new value.
	OneWay bool `yaml:"oneWay"`
}

// A Condition on a place: see [refs] for how places are named.
type Condition struct {
	At     string  `yaml:"at"`
	Absent bool    `yaml:"absent"`
	There  bool    `yaml:"there"`
	Is     *string `yaml:"is"`
	Not    *string `yaml:"not"`
	Like   string  `yaml:"like"`
	// Differs names another place, whose value is another one.
	Differs string `yaml:"differs"`
	// Over is what the number at the place is more than.
	Over *int64 `yaml:"over"`
}

// Errors are the codes of refusals and where they stand.
type Errors struct {
	// At are the places of the code in an old answer; several are joined by a
	// space.
	At    []string    `yaml:"at"`
	Row   string      `yaml:"row"`
	Codes []ErrorCode `yaml:"codes"`
	// Statuses are those that change, whatever the code.
	Statuses []Status `yaml:"statuses"`
	// Same says that the codes are those of the old version.
	Same bool `yaml:"same"`
	// Says is what becomes of the form of a refusal.
	Says string `yaml:"says"`
}

// An ErrorCode and what stands for it.
type ErrorCode struct {
	From   string   `yaml:"from"`
	To     []string `yaml:"to"`
	Status int      `yaml:"status"`
	Says   string   `yaml:"says"`
}

// Strings is a list that may be written as one string.
type Strings []string

// UnmarshalYAML takes a string or a list of them.
func (s *Strings) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind == yaml.ScalarNode {
		*s = Strings{n.Value}
		return nil
	}
	return n.Decode((*[]string)(s))
}

// Values is a list that may be written as one value.
type Values []any

// UnmarshalYAML takes a value or a list of them.
func (v *Values) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind != yaml.SequenceNode {
		var one any
		err := n.Decode(&one)
		*v = Values{one}
		return err
	}
	return n.Decode((*[]any)(v))
}

// Pairs gives every pair, by the name of the file.
func Pairs() ([]Pair, error) {
	return pair.All(files, Parse)
}

// Find gives the pair between two versions; the error names those there are.
func Find(from, to string) (Pair, error) {
	all, err := Pairs()
	if err != nil {
		return Pair{}, err
	}
	var known []string
	for _, p := range all {
		if p.From == from && p.To == to {
			return p, nil
		}
		known = append(known, p.From+" to "+p.To)
	}
	return Pair{}, &UnknownPair{From: from, To: to, Known: known}
}

// UnknownPair says that there are no tables between two versions.
type UnknownPair struct {
	From, To string
	Known    []string
}

func (u *UnknownPair) Error() string {
	return fmt.Sprintf("no tables lead from %q to %q", u.From, u.To)
}

// Parse reads the file of a pair, and takes nothing that it does not know.
func Parse(name string, text []byte) (Pair, error) {
	var p Pair
	if err := pair.Decode(name, text, &p); err != nil {
		return Pair{}, err
	}
	if err := p.settle(); err != nil {
		return Pair{}, fmt.Errorf("read %s: %w", name, err)
	}
	return p, nil
}

// Operation gives what becomes of an operation, nil where nothing is said.
func (p *Pair) Operation(id string) *Operation {
	i := slices.IndexFunc(p.Operations, func(o Operation) bool { return o.From == id })
	if i < 0 {
		return nil
	}
	return &p.Operations[i]
}

func listed(fates ...Fate) error {
	for _, f := range fates {
		if f != "" && f.weight() < 0 {
			return fmt.Errorf("want maps, decide or none, got %q", f)
		}
	}
	return nil
}

func joined(list []string) string { return strings.Join(list, ", ") }

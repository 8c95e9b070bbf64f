package migrate

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// settle puts shared lists in their places, fills in what is left out and says
// everything that makes no sense.
func (p *Pair) settle() error {
	if p.From == "" || p.To == "" || len(p.Operations) == 0 {
		return errors.New("want from, to and operations")
	}
	var mistakes []error
	var names []string
	var err error
	if p.Notes, err = p.expand(p.Notes); err != nil {
		mistakes = append(mistakes, fmt.Errorf("notes: %w", err))
	}
	for i := range p.Operations {
		o := &p.Operations[i]
		if slices.Contains(names, o.From) {
			mistakes = append(mistakes, fmt.Errorf("%s: stands here twice", o.From))
		}
		names = append(names, o.From)
		if o.Fate == "" {
			o.Fate = Maps
			if o.To == "" {
				o.Fate = None
			}
		}
		mistakes = append(mistakes, listed(o.Fate))
		for _, part := range []struct {
			name string
			list *[]Rule
		}{{"headers", &o.Headers}, {"query", &o.Query}, {"body", &o.Body}, {"answer", &o.Answer}, {"alsoAnswer", &o.AlsoAnswer}, {"notes", &o.Notes}} {
			var err error
			if *part.list, err = p.expand(*part.list); err != nil {
				mistakes = append(mistakes, fmt.Errorf("%s: %s: %w", o.From, part.name, err))
			}
		}
		for _, f := range o.Learn {
			mistakes = append(mistakes, conditions(f.When), refsIn(f.Key), refsIn(f.Value))
		}
	}
	return errors.Join(mistakes...)
}

func (p *Pair) expand(list []Rule) ([]Rule, error) {
	var out []Rule
	for _, r := range list {
		if r.Use != "" {
			shared, known := p.Shared[r.Use]
			if !known {
				return nil, fmt.Errorf("nothing shared is called %q", r.Use)
			}
			below, err := p.expand(shared)
			if err != nil {
				return nil, err
			}
			out = append(out, below...)
			continue
		}
		if err := r.settle(); err != nil {
			return nil, err
		}
		var err error
		if r.Each, err = p.expand(r.Each); err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, nil
}

func (r *Rule) settle() error {
	if r.Fate == "" {
		r.Fate = Maps
	}
	if r.Else == "" {
		r.Else = Decide
	}
	r.Value, r.Default = plain(r.Value), plain(r.Default)
	for i := range r.Table {
		r.Table[i].New = plain(r.Table[i].New)
	}
	var wrong error
	switch {
	case r.Departs && r.Says == "", r.Code != "" && !r.Departs:
		wrong = fmt.Errorf("%s: what comes out otherwise says why", r.name())
	case r.Fate != Maps && r.Says == "":
		wrong = fmt.Errorf("%s: what does not map by itself says why", r.name())
	case len(r.Table) > 0 && slices.ContainsFunc(r.Table, func(l Line) bool { return len(l.Old) != len(r.From) }):
		wrong = fmt.Errorf("%s: a line of the table has as many values as there are fields", r.name())
	case len(r.From) > 1 && r.To != nil && len(r.Table) == 0 && r.Text == "" && r.Value == nil:
		wrong = fmt.Errorf("%s: several fields make one by a table, a text or a value", r.name())
	}
	return errors.Join(wrong, listed(r.Fate, r.Else), conditions(r.When), refsIn(r.Text))
}

// name says which rule it is.
func (r *Rule) name() string {
	to := "nothing"
	if r.To != nil {
		to = shown(*r.To)
	}
	return strings.Join(append([]string{}, shownAll(r.From)...), ", ") + " to " + to
}

func shown(pointer string) string {
	if pointer == "" {
		return "the whole"
	}
	return pointer
}

func shownAll(list []string) []string {
	out := make([]string, len(list))
	for i, p := range list {
		out[i] = shown(p)
	}
	return out
}

func conditions(list []Condition) error {
	for _, c := range list {
		said := 0
		for _, is := range []bool{c.Absent, c.There, c.Is != nil, c.Not != nil, c.Like != "", c.Differs != "", c.Over != nil} {
			if is {
				said++
			}
		}
		if said != 1 {
			return fmt.Errorf("a condition on %q asks for one thing: absent, there, is, not, like, differs or over", c.At)
		}
		if _, err := regexp.Compile(c.Like); err != nil {
			return fmt.Errorf("a condition on %q: %w", c.At, err)
		}
		if err := errors.Join(ref(c.At), ref(c.Differs)); err != nil {
			return err
		}
	}
	return nil
}

// plain makes of a value of YAML what reading JSON would have given.
func plain(v any) any {
	if v == nil {
		return nil
	}
	text, err := json.Marshal(v)
	if err != nil {
		return v
	}
	out, _ := decodeJSON(text)
	return out
}

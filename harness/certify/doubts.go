package certify

import (
	"fmt"
	"slices"
	"time"
)

// ahead is how far clocks may differ.
const ahead = time.Hour

// Doubts says why nobody should go live on the certificate at a time; none means
// that it holds. Whether somebody has edited it is told by its signature; what
// cannot be as it stands is told here.
func (c *Certificate) Doubts(now time.Time) []string {
	var doubts []string
	again := *c
	again.FreshUntil = time.Time{}
	broken := ""
	if c.Verdict == Inconclusive {
		broken = c.Reason
	}
	again.Settle(broken)
	if again.Verdict != c.Verdict {
		doubts = append(doubts, fmt.Sprintf("its verdict is %q, and its requirements say %s: %s", c.Verdict, again.Verdict, again.Reason))
	}
	if c.Verdict != Certified && c.Verdict != "" {
		doubts = append(doubts, c.Verdict+": "+c.Reason)
	}
	for _, l := range c.Requirements {
		doubts = append(doubts, l.doubts(now)...)
	}
	doubts = append(doubts, c.lacks()...)
	if !again.FreshUntil.IsZero() && !now.Before(again.FreshUntil) {
		doubts = append(doubts, "its evidence is older than a month since "+again.FreshUntil.UTC().Format(time.DateOnly))
	}
	if c.IssuedAt.After(now.Add(ahead)) {
		doubts = append(doubts, "it was issued at a time to come, "+c.IssuedAt.UTC().Format(time.DateOnly))
	}
	if err := c.Exchanges.Check(); err != nil {
		doubts = append(doubts, err.Error())
	}
	return doubts
}

// doubts are those about one requirement.
func (l Line) doubts(now time.Time) []string {
	var doubts []string
	switch {
	case !slices.Contains([]string{Met, Unmet, NotObserved, Manual}, l.Status):
		doubts = append(doubts, fmt.Sprintf("%s stands as %q, and there is no such status", l.ID, l.Status))
	case l.Status == Unmet || l.Status == NotObserved && l.Level == Core:
		doubts = append(doubts, l.Status+": "+l.ID+", "+l.Says)
	case l.Status == Met && len(l.Evidence) == 0 && len(l.Scenarios) == 0:
		doubts = append(doubts, l.ID+" is met, and nothing shows it")
	}
	if l.ScenariosAt.After(now.Add(ahead)) {
		doubts = append(doubts, l.ID+" is shown by scenarios that are still to come, "+l.ScenariosAt.UTC().Format(time.DateOnly))
	}
	for _, e := range l.Evidence {
		if e.At.After(now.Add(ahead)) {
			return append(doubts, l.ID+" is shown by what is still to come, "+e.At.UTC().Format(time.DateOnly))
		}
	}
	return doubts
}

// lacks holds the certificate against its profiles, as far as they are those that
// are known here: each requirement must stand in it, as it is asked for.
func (c *Certificate) lacks() []string {
	if len(c.Profiles) == 0 {
		return []string{"it names no profile"}
	}
	var doubts []string
	for _, f := range c.Profiles {
		p, err := Load(f.ID)
		if err != nil || p.digest() != f.SHA256 {
			continue // of another version; what it asks for is not known
		}
		for _, q := range p.Requirements {
			if slices.ContainsFunc(c.NotApplicable, func(u Unasked) bool { return u.ID == q.ID && u.Ability == q.If }) {
				continue
			}
			i := slices.IndexFunc(c.Requirements, func(l Line) bool { return l.ID == q.ID })
			switch {
			case i < 0:
				doubts = append(doubts, q.ID+" of the profile "+p.ID+" does not stand in it")
			case c.Requirements[i].Profile != p.ID: // another profile asks for it, too
			case c.Requirements[i].Level != q.Level:
				doubts = append(doubts, fmt.Sprintf("%s is %s, and stands in it as %s", q.ID, q.Level, c.Requirements[i].Level))
			case c.Requirements[i].Status == Manual && !q.Proof.Manual && !q.Proof.Trial:
				doubts = append(doubts, q.ID+" is left to a person, and the exchanges would show it")
			}
		}
	}
	return doubts
}

package certify

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"kontrakt/harness"
	"kontrakt/harness/certify/attest"
)

// Add holds a record against a profile and adds how it stands.
func (c *Certificate) Add(p Profile, r *Record, o Options) {
	c.Profiles = append(c.Profiles, Frozen{ID: p.ID, Title: p.Title, Date: p.Date, SHA256: p.digest()})
	for _, q := range p.Requirements {
		if !q.applies(o.Abilities) {
			c.NotApplicable = append(c.NotApplicable, Unasked{ID: q.ID, Profile: p.ID, Ability: q.If})
		}
	}
	for _, out := range Judge(p, r, o) {
		line := Line{
			ID: out.ID, Profile: p.ID, Level: out.Level, Says: out.Says, Source: out.Source,
			Status: out.Status, Because: out.Because, Help: out.Help, Note: out.Note, Evidence: append([]Evidence{}, out.Evidence...),
			Scenarios: append([]string{}, out.Shown...), ScenariosAt: out.ShownAt,
		}
		// Where two profiles ask for the same, it is met once, and must be broken for
		// neither.
		switch i := slices.IndexFunc(c.Requirements, func(l Line) bool { return l.ID == out.ID }); {
		case i < 0:
			c.Requirements = append(c.Requirements, line)
		case out.Status == Unmet && c.Requirements[i].Status != Unmet:
			c.Requirements[i] = line
		}
	}
}

// Result is what a statement on the certificate says.
func (c *Certificate) Result() attest.Result {
	r := attest.Result{Passed: c.Verdict == Certified}
	for _, l := range c.Requirements {
		switch {
		case l.Status == Met:
			r.PassedTests = append(r.PassedTests, l.ID)
		case l.Status == Unmet, l.Status == NotObserved && l.Level == Core:
			r.FailedTests = append(r.FailedTests, l.ID)
		default:
			r.WarnedTests = append(r.WarnedTests, l.ID)
		}
	}
	for _, p := range c.Profiles {
		r.Configuration = append(r.Configuration, attest.Named{Name: "profile " + p.ID + " " + p.Date, SHA256: p.SHA256})
	}
	for _, k := range c.Contracts {
		if k.SHA256 != "" {
			r.Configuration = append(r.Configuration, attest.Named{Name: "contract " + k.ID + " " + k.Edition, SHA256: k.SHA256})
		}
		if k.Digest != "" {
			r.Configuration = append(r.Configuration, attest.Named{Name: "judged by " + k.ID, SHA256: k.Digest})
		}
	}
	return r
}

// Read reads a certificate. Members that it does not know are mistakes.
func Read(text []byte) (*Certificate, error) {
	c := new(Certificate)
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(c); err != nil {
		return nil, fmt.Errorf("no certificate: %w", harness.WrongJSON(text, err))
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("no certificate: something stands behind it")
	}
	if c.Schema != Schema {
		return nil, fmt.Errorf("no certificate of this version: want the schema %s, got %q", Schema, c.Schema)
	}
	return c, nil
}

// Settle decides the verdict: everything core is met, and nothing is broken.
// Where nothing was seen, or tool or target broke, as broken says, nothing is
// certified and nothing is refused.
func (c *Certificate) Settle(broken string) {
	var unmet, unseen, met int
	shown := false
	for _, l := range c.Requirements {
		shown = shown || len(l.Evidence) > 0
		switch {
		case l.Status == Unmet:
			unmet++
		case l.Status == NotObserved && l.Level == Core:
			unseen++
		case l.Status == Met:
			met++
			c.FreshUntil = earlier(c.FreshUntil, l.freshUntil(c.IssuedAt))
		}
	}
	switch {
	case unmet > 0:
		c.Verdict, c.Reason = NotCertified, counted(unmet, "requirement is unmet", "requirements are unmet")
	case broken != "":
		c.Verdict, c.Reason = Inconclusive, broken
	case met == 0 && !shown:
		c.Verdict, c.Reason = Inconclusive, "nothing was seen"
	case unseen > 0:
		c.Verdict, c.Reason = NotCertified, counted(unseen, "requirement was not observed", "requirements were not observed")
	default:
		c.Verdict, c.Reason = Certified, counted(met, "requirement is met", "requirements are met")
	}
}

// freshUntil is when the latest evidence of a line becomes too old. What nothing
// dates is as old as the certificate.
func (l Line) freshUntil(issued time.Time) time.Time {
	latest := l.ScenariosAt
	for _, e := range l.Evidence {
		latest = later(latest, e.At)
	}
	if latest.IsZero() {
		latest = issued
	}
	return latest.Add(Fresh)
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

func earlier(known, t time.Time) time.Time {
	if known.IsZero() || t.Before(known) {
		return t
	}
	return known
}

// Write writes the document.
func (c *Certificate) Write(w io.Writer) error {
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	return encoder.Encode(c)
}

// Count gives how many requirements stand how.
func (c *Certificate) Count(status string) int {
	n := 0
	for _, l := range c.Requirements {
		if l.Status == status {
			n++
		}
	}
	return n
}

// Scrub changes every text that comes from the traffic.
func (c *Certificate) Scrub(clean func(string) string) {
	for i := range c.Requirements {
		l := &c.Requirements[i]
		l.Because, l.Note = clean(l.Because), clean(l.Note)
		for j := range l.Evidence {
			e := &l.Evidence[j]
			e.Reference, e.Endpoint = clean(e.Reference), clean(e.Endpoint)
		}
	}
	s := &c.Subject
	s.Merchant, s.Integration, s.Version, s.Build = clean(s.Merchant), clean(s.Integration), clean(s.Version), clean(s.Build)
	c.Target.URL, c.Reason = clean(c.Target.URL), clean(c.Reason)
}

// Partly shows the last three digits of a number.
func Partly(number string) string {
	if len(number) <= 3 {
		return ""
	}
	hidden := make([]byte, len(number)-3)
	for i := range hidden {
		hidden[i] = '*'
	}
	return string(hidden) + number[len(number)-3:]
}

// Caller reads from the calls who makes them: the latest names that they give.
func (r *Record) Caller() Subject {
	var s Subject
	for _, x := range r.exchanges {
		h := x.Request.Header
		if name := cmp.Or(h.Get("Vipps-System-Plugin-Name"), h.Get("Vipps-System-Name")); name != "" {
			s.Integration = name
			s.Version = cmp.Or(h.Get("Vipps-System-Plugin-Version"), h.Get("Vipps-System-Version"))
		}
		if msn := h.Get("Merchant-Serial-Number"); msn != "" {
			s.MSN = Partly(msn)
		}
	}
	return s
}

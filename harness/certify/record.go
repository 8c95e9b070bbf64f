package certify

import (
	"iter"
	"slices"
	"strings"
	"time"

	"kontrakt/harness"
	"kontrakt/harness/rules"
	"kontrakt/harness/rules/sequence"
)

// A Record is what was seen of an integration, as far as requirements ask for
// it.
type Record struct {
	// Exchanges are redacted, in the order in which they began.
	exchanges []seen
	findings  []harness.Finding
}

// seen is one exchange with what it is about.
type seen struct {
	harness.Judged
	fact *sequence.Fact
}

// Collect makes a record of a run's exchanges, of the facts that the judge made
// of them, and of its findings.
func Collect(exchanges iter.Seq2[harness.Judged, error], facts []*sequence.Fact, findings []harness.Finding) (*Record, error) {
	of := make(map[string]*sequence.Fact, len(facts))
	for _, f := range facts {
		of[f.Exchange] = f
	}
	r := &Record{findings: findings}
	for x, err := range exchanges {
		if err != nil {
			return nil, err
		}
		if x.Operation != nil {
			r.exchanges = append(r.exchanges, seen{x, of[x.ID]})
		}
	}
	slices.SortStableFunc(r.exchanges, func(a, b seen) int { return a.Started.Compare(b.Started) })
	return r, nil
}

// ok says whether the exchange was answered as a success, whole.
func (s seen) ok() bool {
	return s.Response.Status >= 200 && s.Response.Status <= 299 && s.Failure == nil
}

func (s seen) named() string { return s.Operation.Contract + "/" + s.Operation.ID }

// reference is what the exchange is about: an order, an agreement, a charge.
func (s seen) reference() string {
	if s.fact == nil {
		return ""
	}
	return s.fact.Subject
}

// evidence is what a certificate shows of an exchange.
func (s seen) evidence(comment string) Evidence {
	return Evidence{
		Exchange: s.ID, At: s.Started.UTC(), Endpoint: s.Operation.String(), Status: s.Response.Status,
		Reference: s.reference(), Comment: comment,
	}
}

// holds says whether an exchange is the one that a sighting describes.
func (s seen) holds(want Sighting) bool {
	return s.named() == want.Operation && s.ok() && says(s.Request.Body, want.Sent) && says(s.Response.Body, want.Answered)
}

func says(body harness.Body, want map[string]string) bool {
	if len(want) == 0 {
		return true
	}
	doc := rules.NewJSON(body.Bytes)
	for pointer, literal := range want {
		value, there := doc.At(pointer)
		if !there || !matches(value, literal) {
			return false
		}
	}
	return true
}

func matches(v rules.Value, want string) bool {
	switch want {
	case "*":
		return !v.Null()
	case ">0":
		d := v.Decimal()
		return d != nil && d.Sign() > 0
	}
	if v.Text() {
		return v.String() == want
	}
	return v.Raw() == want
}

// last is the latest exchange that a sighting describes: evidence should be
// fresh. One that names a reference goes before one that does not.
func (r *Record) last(want Sighting) (seen, bool) {
	var found seen
	had := false
	for _, s := range r.exchanges {
		if s.holds(want) && (!had || s.reference() != "" || found.reference() == "") {
			found, had = s, true
		}
	}
	return found, had
}

// A movement is a call that moved money.
type movement struct {
	by    seen
	whole bool
}

// moved lists the calls that moved money, in order, each with whether it moved
// all there was. A call with the key of an earlier one moved nothing again.
func (r *Record) moved(deed sequence.Deed, contracts []string) []movement {
	type account struct{ authorized, captured, refunded int64 }
	type call struct {
		subject string
		deed    sequence.Deed
		key     uint64
	}
	accounts, done := map[string]*account{}, map[call]bool{}
	var all []movement
	for _, s := range r.exchanges {
		f := s.fact
		if f == nil || f.Subject == "" || !s.ok() {
			continue
		}
		subject := f.Kind + " " + f.Subject
		a := accounts[subject]
		if a == nil {
			a = &account{}
			accounts[subject] = a
		}
		if f.Deed == sequence.Start && f.Asked.Known {
			a.authorized = f.Asked.Minor
		}
		if f.Stands != nil && f.Stands.Authorized.Known {
			a.authorized = f.Stands.Authorized.Minor
		}
		c := call{subject, f.Deed, f.Key}
		repeated := f.Key != 0 && done[c]
		done[c] = true
		if repeated {
			continue
		}
		whole := false
		switch f.Deed {
		case sequence.Capture:
			minor := amount(f, a.authorized-a.captured)
			whole = minor == a.authorized
			a.captured += minor
		case sequence.Refund:
			minor := amount(f, a.captured-a.refunded)
			whole = minor == a.captured
			a.refunded += minor
		case sequence.Cancel:
			whole = a.captured == 0
		}
		if f.Deed == deed && slices.Contains(contracts, s.Operation.Contract) {
			all = append(all, movement{s, whole})
		}
	}
	return all
}

// amount is what a call moved; without one, all there was.
func amount(f *sequence.Fact, all int64) int64 {
	if f.Asked.Known {
		return f.Asked.Minor
	}
	return all
}

// soon is how long a merchant may wait before it asks for what it has started;
// what had less time than that until the recording ends says nothing.
const soon = 30 * time.Second

// asked lists what was started, and of that what was asked for afterwards and
// what was not, though there was time.
func (r *Record) asked(contracts []string) (started, asked, unasked []seen) {
	begun, had := map[string]int{}, map[int]bool{}
	for _, s := range r.exchanges {
		f := s.fact
		if f == nil || f.Subject == "" || !s.ok() {
			continue
		}
		subject := f.Kind + " " + f.Subject
		switch f.Deed {
		case sequence.Start:
			// What is sent again after no answer came starts nothing new.
			if _, again := begun[subject]; !again && slices.Contains(contracts, s.Operation.Contract) {
				begun[subject] = len(started)
				started = append(started, s)
			}
		case sequence.Read, sequence.Log:
			if i, is := begun[subject]; is {
				had[i] = true
			}
		}
	}
	for i, s := range started {
		switch {
		case had[i]:
			asked = append(asked, s)
		case r.end().Sub(s.Started) >= soon:
			unasked = append(unasked, s)
		}
	}
	return started, asked, unasked
}

// end is when the last exchange began.
func (r *Record) end() time.Time {
	if len(r.exchanges) == 0 {
		return time.Time{}
	}
	return r.exchanges[len(r.exchanges)-1].Started
}

// broken lists what the integration did against any of some rules. That somebody
// has accepted to live with it does not count here.
func (r *Record) broken(rules, contracts []string) []harness.Finding {
	var all []harness.Finding
	for _, f := range r.findings {
		if f.Blame != harness.Integration || f.Expected || f.Contract != "" && !slices.Contains(contracts, f.Contract) {
			continue
		}
		if slices.ContainsFunc(rules, func(rule string) bool { return covers(rule, f) }) {
			all = append(all, f)
		}
	}
	return all
}

// covers says whether a name in Breaks stands for a finding: a rule's errors and
// warnings, a family's errors.
func covers(name string, f harness.Finding) bool {
	name, operation, scoped := strings.Cut(name, "@")
	if scoped && f.Operation != operation {
		return false
	}
	if family, is := strings.CutSuffix(name, "*"); is {
		return f.Severity == harness.Error && strings.HasPrefix(f.Rule, family)
	}
	return f.Severity != harness.Note && name == f.Rule
}

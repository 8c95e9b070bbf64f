package contract

import (
	"strings"
	"sync"

	"kontrakt/harness"
)

// Judge finds the operation and everything that its contract says is wrong with
// the request and the answer. It changes nothing of the exchange, and the same
// exchange always gives the same findings in the same order.
func (s *Set) Judge(x *harness.Exchange) (Match, []harness.Finding) {
	f := s.find(x)
	m := f.match()
	if f.op == nil {
		return m, s.unrouted(x, f)
	}
	request, answer := f.accepts(x)
	if request && answer {
		return m, nil
	}
	// The slow path words what is wrong, of the side where something may be.
	j := newJudgement(f, x)
	j.lifecycle()
	if !request {
		j.request()
	}
	if !answer {
		j.answer()
	}
	return m, j.findings
}

func (c *Contract) judgeRequest(want harness.Operation, x *harness.Exchange) []harness.Finding {
	s := c.alone()
	f := s.find(x)
	if f.op == nil || f.op.Operation != want {
		// Of callbacks on one URL the body chose another, or none at all.
		same := f.op != nil
		f.op = nil
		op := c.byID[want.ID]
		if op != nil && op.Operation == want && want.Flow == harness.FlowCallback && (same || len(op.segments) == 0) {
			f.op = op
		}
	}
	if f.op == nil {
		return s.unrouted(x, f)
	}
	if fast := f.op.fastened(); fast.request(&f, &x.Request) {
		return nil
	}
	j := newJudgement(f, x)
	j.request()
	return j.findings
}

// router gives a function that makes, once, a router over this contract alone.
func (c *Contract) router() func() *Set {
	return sync.OnceValue(func() *Set {
		s, err := NewSet([]*Contract{c}, nil)
		if err != nil {
			return &Set{root: &node{}}
		}
		return s
	})
}

// A judgement is one exchange being judged.
type judgement struct {
	found
	x        *harness.Exchange
	contract *Contract
	findings []harness.Finding
	// side is the message being looked at, status that of the answer.
	side   harness.Direction
	status int
	// unknowing judges every body anew.
	unknowing bool
}

func newJudgement(f found, x *harness.Exchange) *judgement {
	return &judgement{found: f, x: x, contract: f.op.contract, side: harness.RequestOf(x.Flow)}
}

// report completes a finding and keeps it. spec is a pointer into the
// document, "" for the operation itself.
func (j *judgement) report(f harness.Finding, spec string) {
	f.Direction, f.Status = j.side, j.status
	f.Contract, f.Operation = j.op.Contract, j.op.ID
	f.Method, f.Path = j.op.Method, j.op.Path
	if f.Severity == "" {
		f.Severity = harness.Error
	}
	if f.Spec == (harness.SpecRef{}) {
		if spec == "" {
			spec = j.op.pointer
		}
		f.Spec = j.contract.line(spec)
	}
	if f.Help == "" {
		f.Help = hint(f.Rule)
	}
	j.findings = append(j.findings, seenIn(f, j.x))
}

// seenIn says where a finding was seen.
func seenIn(f harness.Finding, x *harness.Exchange) harness.Finding {
	f.Count = 1
	if x.ID != "" {
		f.Exchanges = []string{x.ID}
	}
	if x.Scenario != "" {
		f.Scenarios = []string{x.Scenario}
	}
	return f
}

// InForce is what lifecycle.* asks of a version of an API.
const InForce = "a version that is in force"

// lifecycle judges how the operation was named and whether it should be. Of a
// callback it is not asked which version it is of: that was chosen by whoever
// asked for it.
func (j *judgement) lifecycle() {
	if !j.spelled {
		path, _ := splitTarget(j.x.Request.Target)
		j.report(harness.Finding{
			Rule: "route.spelling", Severity: harness.Warning, In: harness.PartRoute,
			Want: "the path " + j.op.Path, Got: quote(visiblePath(path)),
		}, "")
	}
	state := j.contract.document.State
	switch {
	case j.op.Flow == harness.FlowCallback:
	case state == "retired":
		j.report(harness.Finding{
			Rule: "lifecycle.retired", Severity: harness.Warning, In: harness.PartRoute,
			Want: InForce, Got: j.op.Contract + ", which is retired",
		}, "")
	case state == "deprecated":
		j.report(harness.Finding{
			Rule: "lifecycle.deprecated", Severity: harness.Warning, In: harness.PartRoute,
			Want: InForce, Got: j.op.Contract + ", which is deprecated",
		}, "")
	case j.op.Deprecated:
		j.report(harness.Finding{
			Rule: "lifecycle.deprecated", Severity: harness.Warning, In: harness.PartRoute,
			Want: "an operation that is not deprecated", Got: j.op.Operation.String(),
		}, j.op.pointer+"/deprecated")
	}
}

// line gives the place in the contract's files; a pointer that leads nowhere
// gives the nearest place around it.
func (c *Contract) line(pointer string) harness.SpecRef {
	if file, rest, _ := strings.Cut(pointer, "#"); file != "" {
		return harness.SpecRef{File: file, Pointer: "#" + rest} // another file, of which there is no index
	}
	lines := c.lines()
	for p := pointer; p != "" && p != "#"; p = p[:max(0, strings.LastIndexByte(p, '/'))] {
		if ref, ok := lines[p]; ok {
			return ref
		}
	}
	return harness.SpecRef{File: c.document.SpecFile, Pointer: pointer}
}

package proof

import (
	"slices"
	"strings"
	"sync/atomic"

	"kontrakt/harness"
	"kontrakt/harness/contract"
	"kontrakt/harness/rules"
)

// Words are what an API has that no schema ties together: the states of its
// things, and the codes of its errors.
type Words struct {
	Machines []Machine
	// Codes are those that are documented. Code gives the one of an answer that
	// refuses a call; empty where it has none.
	Codes []string
	Code  func(*rules.View) string
}

// CodeAt reads the code of a refusal from one place, behind a mark if there is
// one.
func CodeAt(pointer, behind string) func(*rules.View) string {
	return func(v *rules.View) string {
		text := v.ResponseBody.TextAt(pointer)
		if i := strings.LastIndex(text, behind); behind != "" {
			if i < 0 {
				return ""
			}
			text = text[i+len(behind):]
		}
		return text
	}
}

// errorsOf is what codes are reported of, in place of an operation.
const errorsOf = "errors"

// words are the words of a contract, with what was seen of them.
type words struct {
	contract string
	machines []*machine
	code     func(*rules.View) string
	names    []string
	codes    map[string]*atomic.Bool
}

func newWords(c *contract.Contract, w Words) *words {
	list := &words{contract: c.ID(), code: w.Code, codes: map[string]*atomic.Bool{}}
	for _, code := range w.Codes {
		if list.codes[code] == nil {
			list.codes[code] = new(atomic.Bool)
			list.names = append(list.names, code)
		}
	}
	slices.Sort(list.names)
	for _, m := range w.Machines {
		list.machines = append(list.machines, newMachine(m))
	}
	return list
}

// hear counts what a sound exchange says of them.
func (w *words) hear(machines []*machine, v *rules.View) {
	if w.code != nil && v.Response.Status >= 400 {
		if seen := w.codes[w.code(v)]; seen != nil {
			mark(seen)
		}
		return
	}
	for _, m := range machines {
		m.hear(v)
	}
}

func (w *words) report(found []harness.Finding) []harness.Proof {
	var list []harness.Proof
	for _, m := range w.machines {
		list = append(list, m.report(w.contract, found)...)
	}
	if len(w.names) == 0 {
		return list
	}
	t := tally{Proof: harness.Proof{Contract: w.contract, Operation: errorsOf, Kind: codes}}
	for _, name := range w.names {
		t.count(name, "", w.codes[name].Load())
	}
	return append(list, t.Proof)
}

// marks gives what was seen, in an order that does not change.
func (w *words) marks() []harness.Evidence {
	var list []harness.Evidence
	for _, m := range w.machines {
		list = append(list, harness.Evidence{Contract: w.contract, Operation: m.Thing, Proven: pack(len(m.clauses), m.proven())})
	}
	list = append(list, harness.Evidence{Contract: w.contract, Operation: errorsOf, Proven: pack(len(w.names), func(i int) bool { return w.codes[w.names[i]].Load() })})
	return slices.DeleteFunc(list, func(e harness.Evidence) bool { return e.Proven == nil })
}

// take adds what marks gave of a thing, or of the errors; fits says whether it
// is of the same clauses, known whether it is about these words.
func (w *words) take(e harness.Evidence) (known, fits bool) {
	if w.contract != e.Contract {
		return false, false
	}
	for _, m := range w.machines {
		if m.Thing == e.Operation {
			return true, unpack(e.Proven, len(m.clauses), m.prove)
		}
	}
	if e.Operation != errorsOf {
		return false, false
	}
	return true, unpack(e.Proven, len(w.names), func(i int) { mark(w.codes[w.names[i]]) })
}

// pack makes bits of n marks; nil where none is set.
func pack(n int, set func(int) bool) []byte {
	bits, some := make([]byte, (n+7)/8), false
	for i := range n {
		if set(i) {
			bits[i/8] |= 1 << (i % 8)
			some = true
		}
	}
	if !some {
		return nil
	}
	return bits
}

func unpack(bits []byte, n int, set func(int)) bool {
	if len(bits) != (n+7)/8 {
		return false
	}
	for i := range n {
		if bits[i/8]&(1<<(i%8)) != 0 {
			set(i)
		}
	}
	return true
}

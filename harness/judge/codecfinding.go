package judge

import "kontrakt/harness"

// findings writes what was found, each finding field by field.
func (w *writer) findings(all []harness.Finding) {
	w.numbers(int64(len(all)))
	for i := range all {
		f := &all[i]
		w.texts(f.Rule, string(f.Severity), string(f.Direction), f.Contract, f.Operation, f.Method, f.Path, string(f.In), f.Pointer,
			f.Want, f.Got, f.Spec.File, f.Spec.Pointer, f.Help, string(f.Blame), f.Because, f.Accepted)
		expected := int64(0)
		if f.Expected {
			expected = 1
		}
		w.numbers(int64(f.Status), int64(f.Spec.Line), int64(f.Count), expected)
		w.list(f.Exchanges)
		w.list(f.Scenarios)
	}
}

// findings reads what was found; nil where that is nothing.
func (r *reader) findings() []harness.Finding {
	n := r.number()
	if n <= 0 || n > int64(len(r.rest)) {
		r.broken = r.broken || n != 0
		return nil
	}
	all := make([]harness.Finding, 0, min(n, 64))
	for ; n > 0 && !r.broken; n-- {
		f := harness.Finding{
			Rule: r.text(), Severity: harness.Severity(r.text()), Direction: harness.Direction(r.text()),
			Contract: r.text(), Operation: r.text(), Method: r.text(), Path: r.text(), In: harness.Part(r.text()), Pointer: r.text(),
			Want: r.text(), Got: r.text(), Spec: harness.SpecRef{File: r.text(), Pointer: r.text()},
			Help: r.text(), Blame: harness.Blame(r.text()), Because: r.text(), Accepted: r.text(),
		}
		f.Status, f.Spec.Line, f.Count, f.Expected = int(r.number()), int(r.number()), int(r.number()), r.number() != 0
		f.Exchanges, f.Scenarios = r.list(), r.list()
		all = append(all, f)
	}
	return all
}

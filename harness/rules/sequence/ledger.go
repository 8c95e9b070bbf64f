package sequence

import (
	"fmt"
	"strings"
)

// ledger words what a finding is held against: 49900 authorized and 0 captured in
// x0002, the capture of 19900 in x0003.
func ledger(because []*Fact) string {
	lines := make([]string, 0, len(because))
	for _, f := range because {
		lines = append(lines, f.line())
	}
	if n := len(lines); n > 6 {
		lines = append(lines[:6:6], fmt.Sprintf("%d more", n-6))
	}
	if len(lines) == 0 {
		return "nothing"
	}
	return strings.Join(lines, ", ")
}

func (f *Fact) line() string {
	acts := f.Deed == Capture || f.Deed == Refund || f.Deed == Cancel
	switch {
	case acts && f.Asked.Known:
		return fmt.Sprintf("the %s of %d in %s", f.Deed, f.Asked.Minor, f.Exchange)
	case acts || f.Stands == nil:
		return fmt.Sprintf("the %s in %s", f.Deed, f.Exchange)
	}
	sums := make([]string, 0, 4)
	for _, sum := range []struct {
		name string
		Sum
	}{{"authorized", f.Stands.Authorized}, {"captured", f.Stands.Captured}, {"cancelled", f.Stands.Cancelled}, {"refunded", f.Stands.Refunded}} {
		if sum.Known && (sum.Minor > 0 || sum.name == "captured") {
			sums = append(sums, fmt.Sprintf("%d %s", sum.Minor, sum.name))
		}
	}
	return fmt.Sprintf("%s in %s", strings.Join(sums, " and "), f.Exchange)
}

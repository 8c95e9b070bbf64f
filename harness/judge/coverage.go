package judge

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"kontrakt/harness"
)

// coverage holds what was exercised against what the measured contracts
// document. An operation counts as exercised once its callee has answered; a
// documented status, once an answer had it; a documented default, by any error.
func (j *Judge) coverage() harness.Coverage {
	var c harness.Coverage
	answered := map[[2]string]map[int]bool{}
	for op, f := range j.tally.operations {
		answered[[2]string{op.Contract, op.ID}] = f.answered
	}
	for _, measured := range j.options.Measured {
		reasons := j.options.Unexercisable[measured.ID()]
		for _, op := range measured.Operations() {
			cover(&c, op, measured.Statuses(op.ID), answered[[2]string{op.Contract, op.ID}], reasons)
		}
	}
	return c
}

func cover(c *harness.Coverage, op harness.Operation, documented []string, answered map[int]bool, reasons map[string]string) {
	what := op.Contract + " " + op.ID
	reason, out := reasons[op.ID]
	exercised := len(answered) > 0
	count(&c.Operations, out, exercised)
	if !exercised {
		c.Missing = append(c.Missing, harness.Missing{What: what, Reason: cmp.Or(reason, "nobody called it")})
	}
	for _, status := range documented {
		if spelledOut(status, documented) {
			continue
		}
		why, cannot := reasons[op.ID+" "+status]
		seen := answers(status, answered)
		count(&c.Responses, out || cannot, seen)
		if exercised && !seen {
			c.Missing = append(c.Missing, harness.Missing{What: what + " " + status, Reason: cmp.Or(why, reason, "no answer had this status")})
		}
	}
}

// spelledOut says whether a range, or default, stands beside statuses of its
// own kind: those are what is to be exercised, and it is for the rest.
func spelledOut(status string, documented []string) bool {
	class, isRange := strings.CutSuffix(strings.ToUpper(status), "XX")
	return isRange && slices.ContainsFunc(documented, func(other string) bool {
		return strings.HasPrefix(other, class) && !strings.EqualFold(other, status)
	})
}

// count adds one; what was exercised although it was said that it cannot be,
// counts as exercisable.
func count(e *harness.Extent, out, exercised bool) {
	e.Documented++
	if exercised {
		e.Exercised++
	}
	if exercised || !out {
		e.Exercisable++
	}
}

// answers says whether one of the statuses is what the contract documents as
// 200, 4XX or default.
func answers(documented string, statuses map[int]bool) bool {
	for status := range statuses {
		text := strconv.Itoa(status)
		switch {
		case text == documented,
			strings.EqualFold(documented, "default") && status >= 400,
			len(documented) == 3 && strings.EqualFold(documented[1:], "XX") && documented[0] == text[0]:
			return true
		}
	}
	return false
}

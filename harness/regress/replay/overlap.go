package replay

import (
	"slices"

	"kontrakt/harness"
)

// overlaps gives, by the ids of those that have any, the exchanges that were under
// way at the same time and asked for the same: which of them was served first
// nobody knows, and so which of their answers is whose.
func overlaps(recorded []harness.Exchange) map[string][]*harness.Exchange {
	all := map[string][]*harness.Exchange{}
	for i := range recorded {
		x := &recorded[i]
		end := x.Started.Add(x.Duration)
		for j := i + 1; j < len(recorded) && recorded[j].Started.Before(end); j++ {
			y := &recorded[j]
			if y.Scenario != x.Scenario || y.Flow != x.Flow || y.Request.Method != x.Request.Method || y.Request.Target != x.Request.Target || x.Request.Method == "GET" {
				continue
			}
			all[x.ID], all[y.ID] = append(all[x.ID], y), append(all[y.ID], x)
		}
	}
	return all
}

// asking gives the ids of the exchanges that were under way while the merchant was
// asked something and had not answered yet. Here the merchant answers at once.
func asking(recorded []harness.Exchange) map[string]bool {
	all := map[string]bool{}
	for i := range recorded {
		q := &recorded[i]
		if q.Flow != harness.FlowCallback || len(q.Response.Body.Bytes) == 0 {
			continue
		}
		end := q.Started.Add(q.Duration)
		for j := range recorded {
			x := &recorded[j]
			if x.Flow == harness.FlowAPI && x.Scenario == q.Scenario && x.Started.After(q.Started) && x.Started.Before(end) {
				all[x.ID] = true
			}
		}
	}
	return all
}

// whose gives the recorded exchange whose answer the new one is held against:
// the exchange's own, or that of one that overlapped, where it fits.
func (p *player) whose(x *harness.Exchange, op *harness.Operation, status int, now any) *harness.Exchange {
	free := slices.DeleteFunc(append([]*harness.Exchange{x}, p.overlaps[x.ID]...), func(y *harness.Exchange) bool { return p.claimed[y.ID] })
	if len(free) == 0 {
		return x
	}
	best := free[0]
	if len(free) > 1 {
		for _, y := range free {
			if old, _ := decode(y.Response.Body.Bytes); len(compare(y, op, status, old, now)) == 0 {
				best = y
				break
			}
		}
	}
	p.claimed[best.ID] = true
	return best
}

package contract

import "strings"

// A fastQuery is what an operation reads of a query.
type fastQuery struct {
	params []fastParam
	// vague: one of them is beyond the fast path, and so is any query.
	vague bool
}

func (q *fastQuery) add(p fastParam, sure bool) {
	q.params = append(q.params, p)
	q.vague = q.vague || !sure || len(q.params) > 32
}

// accepts says that nothing would be found in the query of a target: what is
// needed is there, and every value, none of which is encoded, stands once and
// is right.
func (q *fastQuery) accepts(target string) bool {
	if len(q.params) == 0 {
		return true
	}
	_, query := splitTarget(target)
	if query != "" && (q.vague || strings.ContainsAny(query, "%+")) {
		return false
	}
	var seen uint32
	for pair := range strings.SplitSeq(query, "&") {
		name, value, _ := strings.Cut(pair, "=")
		for i := range q.params {
			if p := &q.params[i]; pair != "" && p.name == name {
				if seen&(1<<i) != 0 || value == "" || p.accept == nil || !p.accept.acceptsParam(value) {
					return false
				}
				seen |= 1 << i
			}
		}
	}
	for i := range q.params {
		if q.params[i].needed && seen&(1<<i) == 0 {
			return false
		}
	}
	return true
}

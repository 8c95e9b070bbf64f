package replay

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"kontrakt/harness"
)

// Departed is a difference of which it is known beforehand why it is there.
type Departed struct {
	Difference
	Why []harness.Departure
}

// departed are reasons, and the names of what they are about.
type departed struct {
	names []string
	why   []harness.Departure
}

// depart takes out of the differences those that have a reason: of the exchange
// itself or of an earlier one about the same. A mistake that is gone is a reason
// only where it was taken.
func (p *player) depart(x *harness.Exchange, params map[string]string, answer []byte, done *Played) {
	why := slices.DeleteFunc(slices.Clone(p.Departs[x.ID]), func(d harness.Departure) bool {
		gone := d.Mended && (done.Status > 299 || x.Response.Status < 400)
		return gone || d.Code != "" && !bytes.Contains(answer, []byte(d.Code))
	})
	if len(why) > 0 {
		p.departed[x.Scenario] = append(p.departed[x.Scenario], departed{names: namesOf(x, params), why: why})
	}
	if len(done.Differences) == 0 {
		return
	}
	var all []harness.Departure
	if len(why) > 0 {
		p.excuse(done, why)
		return
	}
	for _, d := range p.departed[x.Scenario] {
		if x.Scenario != "" || d.touches(x) {
			for _, w := range d.why {
				if !slices.Contains(all, w) {
					all = append(all, w)
				}
			}
		}
	}
	if len(all) > 0 {
		p.excuse(done, all)
	}
}

// excuse gives the reasons to all differences.
func (p *player) excuse(done *Played, why []harness.Departure) {
	for _, d := range done.Differences {
		done.Departed = append(done.Departed, Departed{Difference: d, Why: why})
	}
	done.Differences = nil
}

var newName = regexp.MustCompile(`"(?:orderId|reference|agreementId|chargeId|id|sessionId)"\s*:\s*"([^"]{4,})"`)

// namesOf are the names of what an exchange is about.
func namesOf(x *harness.Exchange, params map[string]string) []string {
	var all []string
	for _, v := range params {
		all = append(all, v)
	}
	for _, text := range [][]byte{x.Request.Body.Bytes, x.Response.Body.Bytes} {
		for _, m := range newName.FindAllSubmatch(text, -1) {
			all = append(all, string(m[1]))
		}
	}
	return all
}

func (d departed) touches(x *harness.Exchange) bool {
	return slices.ContainsFunc(d.names, func(name string) bool {
		return strings.Contains(x.Request.Target, name) || strings.Contains(string(x.Request.Body.Bytes), name)
	})
}

// Reasons are those for which the answer came out otherwise, each once; a mistake
// that is gone is one reason, whatever the mistake.
func (p Played) Reasons() []string {
	var all []string
	for _, d := range p.Departed {
		for _, w := range d.Why {
			says := strings.TrimSpace(w.Row + " " + w.Says)
			if w.Mended {
				says = "it was refused for a mistake that is not in the rewritten request"
			}
			if !slices.Contains(all, says) {
				all = append(all, says)
			}
		}
	}
	return all
}

// addTo makes a finding of it, with the reasons.
func (d Departed) addTo(merged map[string]*harness.Finding, p Played) {
	var says []string
	mended := true
	for _, w := range d.Why {
		says = append(says, strings.TrimSpace(w.Row+" "+w.Says))
		mended = mended && w.Mended
	}
	d.Rule = ruleDeparts
	if mended {
		d.Rule = ruleMended
	}
	d.Got += ": " + strings.Join(says, "; ")
	add(merged, p, d.Difference)
}

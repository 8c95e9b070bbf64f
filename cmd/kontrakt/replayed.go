package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"kontrakt/harness"
	"kontrakt/harness/har"
	"kontrakt/harness/regress/replay"
)

// A telling counts what there is to say of a replay, by what is said.
type telling map[string][]string

func (t telling) add(what, id string) { t[what] = append(t[what], id) }

// lines says each thing once: how often, what, and where first.
func (t telling) lines(verb string, show func(line string)) {
	for _, what := range slices.Sorted(maps.Keys(t)) {
		where := ""
		if ids := slices.DeleteFunc(slices.Clone(t[what]), func(id string) bool { return id == "" }); len(ids) > 0 {
			where = " (" + strings.Join(ids[:min(len(ids), 5)], " ") + ")"
		}
		show(fmt.Sprintf("%s %d: %s%s", verb, len(t[what]), what, where))
	}
}

// tellReplay says what was sent, and what was not, what could not be repeated, and
// what is known to come out otherwise. It gives how many were sent.
func (s *session) tellReplay(played []replay.Played, strangers int) (sent int) {
	left, undone, unsure, otherwise := telling{}, telling{}, telling{}, telling{}
	for range strangers {
		left.add("a call to a site that is not the API", "")
	}
	for _, p := range played {
		if p.Skipped == "" {
			sent++
		} else {
			left.add(p.Skipped, "")
		}
		for _, u := range p.Undone {
			undone.add(strings.TrimSuffix(u.What+": "+u.Why, ": "), p.Recorded)
		}
		if p.Unsure {
			unsure.add("what came before could not be repeated", p.Recorded)
		}
		for _, why := range p.Reasons() {
			otherwise.add(why, p.Recorded)
		}
	}
	show := func(line string) { fmt.Fprintln(s.Stderr, s.judge.Scrub(line)) }
	show(fmt.Sprintf("replayed %d of %d exchanges", sent, len(played)+strangers))
	left.lines("left out", show)
	undone.lines("not repeated", show)
	unsure.lines("not compared", show)
	otherwise.lines("otherwise for a known reason,", show)
	return sent
}

// standIn lets somebody answer in the place of the merchants whom the recorded
// sandbox called.
func (s *session) standIn(c *callers, recorded []harness.Exchange) error {
	r := replay.NewReceiver(recorded)
	if r == nil || c.URL == "" {
		return nil
	}
	url, err := s.serve(s.receiverAddress(), r)
	if err != nil {
		return elsewhere("callback-listen", err)
	}
	c.Routes = map[string]string{}
	for _, origin := range r.Origins {
		if strings.HasPrefix(origin, "https://") {
			c.Routes[origin] = s.target.Reach(url)
		}
	}
	return nil
}

// wrongBefore names the recorded exchanges whose requests were meant to break the
// contract, or could not be rewritten so that they keep it.
func wrongBefore(entries []har.Entry) map[string]bool {
	wrong := map[string]bool{}
	for _, e := range entries {
		meant := slices.ContainsFunc(e.Findings, func(f harness.Finding) bool { return f.Expected && f.Direction == harness.InRequest })
		if meant || len(e.Departs) > 0 {
			wrong[e.ID] = true
		}
	}
	return wrong
}

// excuseAgain excuses what the recorded scenarios meant to cause, and what is wrong
// with requests that were wrong as recorded.
func (s *session) excuseAgain(entries []har.Entry) {
	meant := map[string]map[string]bool{}
	for _, e := range entries {
		if e.Scenario != "" && meant[e.Scenario] == nil {
			meant[e.Scenario] = map[string]bool{}
		}
		for _, f := range e.Findings {
			if f.Expected && e.Scenario != "" {
				meant[e.Scenario][f.Fingerprint()] = true
			}
		}
	}
	for _, scenario := range slices.Sorted(maps.Keys(meant)) {
		for _, f := range s.judge.Settle(scenario).Findings {
			sent := f.Direction == harness.InRequest && len(f.Exchanges) > 0 && !slices.ContainsFunc(f.Exchanges, func(id string) bool { return !s.acted.known[id] })
			if sent || meant[scenario][f.Fingerprint()] {
				s.judge.Excuse(scenario, f)
			}
		}
	}
}

package reports

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
)

// An endpointGroup is the cards of one contract, calls to the API apart from
// calls to the merchant.
type endpointGroup struct {
	Contract
	Flow  string
	Cards []endpointCard
}

// An endpointCard is what the retired API Dashboard had per endpoint, and more.
type endpointCard struct {
	Operation
	Rate string
	// Grade is ok, warn or bad: the thresholds are ours.
	Grade    string
	Statuses []statusCount
	Parts    []barPart
}

type statusCount struct {
	Class, Code, Phrase string
	N                   int
}

// endpoints has a card for every operation that was called.
func (r *Report) endpoints() []endpointGroup {
	var groups []endpointGroup
	for _, o := range r.Operations {
		if o.Calls == 0 {
			continue
		}
		i := slices.IndexFunc(groups, func(g endpointGroup) bool { return g.ID == o.Contract && g.Flow == o.Flow })
		if i < 0 {
			i = len(groups)
			groups = append(groups, endpointGroup{Contract: r.contract(o.Contract), Flow: o.Flow})
		}
		groups[i].Cards = append(groups[i].Cards, o.card())
	}
	slices.SortStableFunc(groups, func(a, b endpointGroup) int { return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(a.Flow, b.Flow)) })
	return groups
}

func (r *Report) contract(id string) Contract {
	i := slices.IndexFunc(r.Contracts, func(c Contract) bool { return c.ID == id })
	if i < 0 {
		return Contract{ID: id, Title: cmp.Or(id, "No contract")}
	}
	return r.Contracts[i]
}

func (o Operation) card() endpointCard {
	c := endpointCard{Operation: o, Rate: o.successRate(), Grade: "ok"}
	if o.Findings.Warning > 0 {
		c.Grade = "warn"
	}
	if o.Findings.Error > 0 {
		c.Grade = "bad"
	}
	for name, n := range o.Statuses {
		status, _ := strconv.Atoi(name)
		c.Statuses = append(c.Statuses, statusCount{statusClass(status), name, cmp.Or(http.StatusText(status), noPhrase(status)), n})
	}
	slices.SortFunc(c.Statuses, func(a, b statusCount) int { return cmp.Compare(a.Code, b.Code) })
	for _, s := range c.Statuses {
		c.Parts = append(c.Parts, bar(barPart{s.Class, s.Code, s.N})...)
	}
	return c
}

func noPhrase(status int) string {
	if status == 0 {
		return "No answer"
	}
	return "not a registered status"
}

func statusClass(status int) string {
	switch status / 100 {
	case 2:
		return "ok"
	case 1, 3:
		return "info"
	case 4:
		return "warn"
	case 0:
		return "none"
	}
	return "bad"
}

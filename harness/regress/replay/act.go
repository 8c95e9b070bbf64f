package replay

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"kontrakt/harness"
	"kontrakt/harness/contract"
)

// An Undone act is one that was not repeated.
type Undone struct {
	// What was done, such as approve of payment, or clock; Name is the recorded name
	// of what it was done to.
	What, Name string
	Why        string
}

// before lets happen what had happened before an exchange was recorded: as it is
// recorded itself, or as it follows from the answers. It gives what could not be.
func (p *player) before(ctx context.Context, x *harness.Exchange, match contract.Match) ([]Undone, error) {
	var all []Undone
	do := func(u Undone, err error) error {
		if u.What != "" {
			all = append(all, u)
			p.unsure[x.Scenario] = append(p.unsure[x.Scenario], u.Name)
		}
		return err
	}
	if p.asking[x.ID] && p.Repeats {
		_ = do(Undone{What: "a call while the merchant was asked", Why: "the merchant answers at once here"}, nil)
	}
	if p.cast.acted[x.Scenario] {
		for _, a := range x.Acts {
			if err := do(p.repeat(ctx, x.Scenario, a, match)); err != nil {
				return all, err
			}
		}
		return all, nil
	}
	if skipped(x, match.Operation) != "" {
		return nil, nil
	}
	for _, n := range p.needs(x, match) {
		if err := do(p.act(ctx, x.Scenario, n)); err != nil {
			return all, err
		}
	}
	return all, nil
}

// repeat does again what was recorded. Merchants are made when they are needed.
func (p *player) repeat(ctx context.Context, scenario string, a harness.Act, match contract.Match) (Undone, error) {
	if a.Path == "tenants" {
		return Undone{}, nil
	}
	parts := strings.Split(a.Path, "/")
	for i := range parts {
		if plain, err := url.PathUnescape(parts[i]); err == nil {
			parts[i] = plain
		}
	}
	act := Act{Kind: parts[0], Of: Merchant{Scenario: scenario, MSN: a.Tenant}, Method: a.Method}
	done := Undone{What: parts[0]}
	if len(parts) == 3 {
		act.Name, act.Verb = p.names.translate(scenario, parts[1]), parts[2]
		done = Undone{What: act.Verb + " of " + strings.TrimSuffix(act.Kind, "s"), Name: parts[1]}
	}
	if match.Operation != nil {
		act.Contract = match.Operation.Contract
	}
	if len(a.Body) > 0 {
		act.Body = p.names.body(scenario, a.Body)
	}
	return p.tried(ctx, act, done)
}

// act does what is needed, once.
func (p *player) act(ctx context.Context, scenario string, n need) (Undone, error) {
	key := scenario + "\x00" + n.name
	if p.acts[key] == n.verb || p.acts[key] == "approve" || n.verb != "approve" && p.givenUp[key] {
		return Undone{}, nil
	}
	p.acts[key] = n.verb
	done := Undone{What: n.verb + " of " + strings.TrimSuffix(n.kind, "s"), Name: n.name}
	return p.tried(ctx, Act{Kind: n.kind, Name: p.names.translate(scenario, n.name), Verb: n.verb, Contract: n.contract, Of: Merchant{Scenario: scenario}}, done)
}

// tried gives nothing where the act was done.
func (p *player) tried(ctx context.Context, a Act, done Undone) (Undone, error) {
	if p.Customer == nil {
		return done, nil
	}
	err := p.Customer.Act(ctx, a)
	switch {
	case err == nil:
		return Undone{}, nil
	case Broken(err):
		return Undone{}, fmt.Errorf("%s: %w", done.What, err)
	}
	done.Why = err.Error()
	return done, nil
}

// isUnsure says whether the answers depend on what was not repeated. A recording
// of scenarios knows that by the scenario; any other by the names in the requests.
func (p *player) isUnsure(x *harness.Exchange) bool {
	names := p.unsure[x.Scenario]
	if x.Scenario != "" {
		return len(names) > 0
	}
	return slices.ContainsFunc(names, func(name string) bool {
		return strings.Contains(x.Request.Target, name) || strings.Contains(string(x.Request.Body.Bytes), name) || strings.Contains(string(x.Response.Body.Bytes), name)
	})
}

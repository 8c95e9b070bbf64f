package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"kontrakt/features"
	"kontrakt/harness"
	"kontrakt/harness/api"
	"kontrakt/harness/api/webhooks"
	"kontrakt/harness/certify"
	"kontrakt/harness/certify/adversary"
	shops "kontrakt/harness/certify/merchant"
	"kontrakt/steps/trial"
)

// shopPatience is how long the merchant's software may take to start, or to know
// how an order stands: more than the five seconds after which it should ask.
const shopPatience = 20 * time.Second

// trial puts the merchant's software through the scenarios of the profiles, where
// its owner declares actions; nil where not.
func (s *session) trial(profiles []certify.Profile) func(context.Context) error {
	if s.file == nil || len(s.file.Actions) == 0 {
		return nil
	}
	sells := trialTags(profiles)
	if len(sells) == 0 {
		return nil
	}
	s.adversary = &adversary.Adversary{}
	return func(ctx context.Context) error {
		if s.target.Control == "" {
			return &harness.Stop{Err: errors.New("the actions need a sandbox: the customer acts there"), Hint: "leave --target out, or name a sandbox", Usage: true}
		}
		routes, err := s.routeTable()
		if err != nil {
			return err
		}
		s.adversary.Routes = routes
		shop := &shops.Shop{Actions: s.file.Actions, Statuses: s.file.Statuses, Environ: s.Environ}
		if err := shop.Ready(ctx, shopPatience); err != nil {
			return &harness.Stop{Err: err, Hint: "do the actions in " + s.file.Name + " name the address at which it listens?"}
		}
		payments, agreements, err := s.readers()
		if err != nil {
			return err
		}
		list, remove := s.registrations()
		s.run.Scenarios, err = trial.Run(ctx, trial.Options{
			Webhooks: list, Unhook: remove,
			Features: features.Merchant, Tags: slices.Sorted(maps.Keys(sells)), Profiles: sells, Sold: s.noteSale, Shop: shop, Control: s.target.Control, Calls: &http.Client{Transport: s.past()}, Payment: payments.Payment, Agreements: agreements,
			Adversary: s.adversary, Now: time.Now, Patience: shopPatience, Progress: s.toldScenario,
		})
		return err
	}
}

// trialTags are the profiles that there are scenarios for, by their tags; those
// that extend another have the other's. What the scenarios of a tag ask the shop
// for is sold for the profile itself; for one that extends it, and has scenarios of
// its own, where nobody else asks.
func trialTags(profiles []certify.Profile) map[string]string {
	tags := map[string]string{}
	for _, p := range profiles {
		own := driven(p.ID)
		if own {
			tags["@"+p.ID] = p.ID
		}
		if !driven(p.Extends) {
			continue
		}
		if _, asked := tags["@"+p.Extends]; own && !asked {
			tags["@"+p.Extends] = p.ID
		} else if !own {
			tags["@"+p.Extends] = p.Extends
		}
	}
	return tags
}

// driven says whether there are scenarios for a profile.
func driven(profile string) bool {
	entries, err := features.Merchant.ReadDir("merchant/" + profile)
	return profile != "" && err == nil && len(entries) > 0
}

// noteSale keeps for which profile something was sold.
func (s *session) noteSale(profile, reference string) {
	s.salesMu.Lock()
	defer s.salesMu.Unlock()
	if s.sales == nil {
		s.sales = map[string]string{}
	}
	s.sales[reference] = profile
}

// toldScenario is the progress of a scenario.
func (s *session) toldScenario(one harness.Scenario) {
	if s.quiet {
		return
	}
	line := fmt.Sprintf("%-12s %s", one.Status, one.ID)
	if one.Reason != "" {
		line += ": " + s.judge.Scrub(one.Reason) // the shop's own words may be in it
	}
	fmt.Fprintln(s.Stderr, line)
}

// readers read payments and charges past the proxy.
func (s *session) readers() (payments api.Payments, agreements api.Agreements, err error) {
	for _, e := range s.catalog.Entries {
		switch e.ID {
		case "epayment.v1":
			payments = e.Definition.Driver(s.direct(nil))
		case "recurring.v3":
			agreements = e.Definition.Agreements(s.direct(nil))
		}
	}
	if payments == nil || agreements == nil {
		return nil, nil, errors.New("there is no contract of ePayment, or none of Recurring")
	}
	return payments, agreements, nil
}

// registrations lists and removes webhooks past the proxy.
func (s *session) registrations() (list func(context.Context) ([]string, error), remove func(context.Context, string) error) {
	driver := webhooks.NewDriver(s.direct(nil))
	return func(ctx context.Context) ([]string, error) {
		var ids []string
		all, err := driver.List(ctx)
		for _, one := range all {
			ids = append(ids, one.ID)
		}
		return ids, err
	}, driver.Delete
}

// beside runs the merchant's command until what is done meanwhile has come to its
// end.
func (s *session) beside(ctx context.Context, command, environment []string, meanwhile func(context.Context) error) (failed, err error) {
	inner, stop := context.WithCancel(ctx)
	defer stop()
	ended := make(chan error, 1)
	if len(command) > 0 {
		go func() {
			failed := s.await(inner, command, environment)
			stop() // without the command there is nothing to put on trial
			ended <- failed
		}()
	}
	err = meanwhile(inner)
	early := len(command) > 0 && inner.Err() != nil && ctx.Err() == nil
	stop()
	if len(command) > 0 {
		failed = <-ended
	}
	s.run.Interrupted = ctx.Err() != nil
	if early {
		return nil, &harness.Stop{Err: errors.Join(errors.New("the command ended before the scenarios did"), failed), Hint: "it must keep the shop open until it is interrupted"}
	}
	if ctx.Err() != nil {
		return nil, nil
	}
	return nil, err
}

// tried is what is known of the merchant's software beside the exchanges.
func (s *session) tried() *harness.Trial {
	s.salesMu.Lock()
	defer s.salesMu.Unlock()
	t := &harness.Trial{Abilities: s.declared, Sold: s.sales, Unsound: s.unsound()}
	for _, one := range s.run.Scenarios {
		if one.Status != harness.StatusSkipped {
			t.Scenarios = append(t.Scenarios, s.triedOne(one))
		}
	}
	return t
}

// triedOne is a scenario as a certificate takes it. One that could not be judged
// shows nothing, and is no reason to leave its requirement to a person. When it
// ended is when the run did, at the latest.
func (s *session) triedOne(one harness.Scenario) harness.Tried {
	passed, failed := one.Status == harness.StatusPassed, one.Status == harness.StatusFailed
	t := harness.Tried{Name: one.Name, Passed: passed, Unreached: !passed && !failed || unreached(one), Reason: one.Reason, At: s.run.Finished}
	for _, tag := range one.Tags {
		if id := strings.TrimPrefix(tag, "@"); strings.Contains(id, "-CL-") {
			t.Of = append(t.Of, id)
		}
	}
	return t
}

// unreached says whether a scenario failed before it came to what it is about.
func unreached(one harness.Scenario) bool {
	i := slices.IndexFunc(one.Steps, func(s harness.Step) bool { return s.Status == harness.StatusFailed })
	return i >= 0 && one.Steps[i].Keyword == "Given"
}

package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"kontrakt/harness"
	"kontrakt/harness/client"
	"kontrakt/harness/client/pace"
	"kontrakt/harness/config"
	"kontrakt/harness/har"
	"kontrakt/harness/regress/replay"
	"kontrakt/harness/target"
)

// sandboxPhone is the number of the sandbox's customer.
const sandboxPhone = "91234567"

func newReplay(e env) *cobra.Command {
	o := new(options)
	c := &cobra.Command{
		Use:   "replay FILE.har",
		Short: "Send recorded requests again, to another target, and compare what it answers",
		Long: "The requests are sent in their order, with references, keys, tokens and ids of the\n" +
			"target's own. What customers did is done through the sandbox's control calls, or\n" +
			"through the calls that test environments have for it; what nobody can do is said.\n" +
			"Answers are compared by contract, class of status, shape, money and state. Production\n" +
			"is refused.",
		Example: "  kontrakt replay shop.har\n" +
			"  kontrakt replay new.har --target http://127.0.0.1:8080",
		Args: cobra.ExactArgs(1),
	}
	o.flag(c, "target", "client-cert", "client-key", "target-ca", "api", "config", "out", "format", "fail-on", "fail-on-blame", "accepted", "listen", "as-published", "phone", "quiet", "no-color")
	c.RunE = func(c *cobra.Command, args []string) error {
		if err := o.settle(e, c); err != nil {
			return err
		}
		entries, err := readRecording(e, args[0], "replay")
		if err != nil {
			return err
		}
		return replayAll(c.Context(), e, o, entries)
	}
	return c
}

func replayAll(ctx context.Context, e env, o *options, entries []har.Entry) error {
	s, err := newSession(e, o, "replay")
	if err != nil {
		return err
	}
	defer s.close()
	entries, strangers := s.ours(entries)
	if len(entries) == 0 {
		return &harness.Stop{Err: errors.New("the recording holds no exchange to replay"), Hint: "kontrakt check names what it holds"}
	}
	if err := s.openTarget(ctx, target.Spec{Name: o.target}, false); err != nil {
		return err
	}
	if s.target.Control == "" {
		if err := s.admit(ctx); err != nil {
			return err
		}
	}
	if err := s.startJudge(); err != nil {
		return err
	}
	played, err := s.again(ctx, entries)
	s.run.Interrupted = ctx.Err() != nil
	if err != nil && !s.run.Interrupted {
		return &harness.Stop{Err: err, Hint: "is the target still there?"}
	}
	s.tellReplay(played, strangers)
	s.drain()
	s.excuseAgain(entries)
	for _, r := range replay.Rules() {
		s.run.Rules = append(s.run.Rules, harness.RuleUsed{Rule: r})
	}
	s.more = replay.Findings(played)
	return s.conclude()
}

// again sends everything through the proxy.
func (s *session) again(ctx context.Context, entries []har.Entry) ([]replay.Played, error) {
	url, err := s.startProxy()
	if err != nil {
		return nil, err
	}
	var recorded []harness.Exchange
	for i := range entries {
		renumber(&entries[i].Judged, i+1)
		if expected := entries[i].Expect; expected != nil {
			entries[i].Response = *expected
		}
		recorded = append(recorded, entries[i].Exchange)
	}
	callers := s.callers(url, recorded)
	o := replay.Options{
		Routes: s.catalog.Contracts, Client: callers.of, Customer: callers, Phone: cmp.Or(s.phone, sandboxPhone),
		Run: strconv.FormatInt(s.run.Started.UnixNano(), 36), Now: time.Now,
	}
	if s.target.Control == "" {
		o.Phone = s.phone
		o.Customer = replay.Force{Client: o.Client, Phone: s.phone}
	}
	return replay.Play(ctx, o, recorded)
}

// callers are the merchants of a replay: on a sandbox one for each recorded
// scenario, elsewhere the one that there is.
type callers struct {
	replay.Control
	options client.Options
	units   map[string]replay.Unit
	made    map[string]*client.Client
}

func (s *session) callers(url string, recorded []harness.Exchange) *callers {
	c := &callers{units: replay.Units(recorded), made: map[string]*client.Client{}}
	c.Control = replay.Control{URL: s.target.Control, HTTP: &http.Client{Timeout: 30 * time.Second, Transport: s.past()}, Tenant: func(scenario string) string { return c.made[scenario].MSN() }}
	transport := client.Transport(nil)
	s.closers = append(s.closers, transport.CloseIdleConnections)
	c.options = client.Options{URL: url, Credentials: s.target.Credentials, Tokens: client.NewTokens(), Transport: transport, IDs: s.ids,
		System: client.Own("replay")}
	if s.target.Control == "" {
		c.options.Around = append(c.options.Around, pace.New(pace.Options{Limits: pace.Limits(), Tell: func(d time.Duration, why string) {
			if !s.quiet {
				fmt.Fprintf(s.Stderr, "waiting %s: %s\n", d.Round(time.Second), why)
			}
		}}).Around)
	}
	return c
}

// of gives the client of a recorded scenario.
func (c *callers) of(ctx context.Context, scenario string) (*client.Client, error) {
	if made := c.made[scenario]; made != nil {
		return made, nil
	}
	mine := c.options
	mine.Scenario = scenario
	if c.URL != "" {
		t, err := c.Open(ctx, scenario, c.units[scenario])
		if err != nil {
			return nil, fmt.Errorf("make a merchant in the sandbox: %w", err)
		}
		mine.Tokens, mine.Credentials = client.NewTokens(), config.Credentials{
			ClientID: config.NewSecret(t.ClientID), ClientSecret: config.NewSecret(t.ClientSecret),
			SubscriptionKey: config.NewSecret(t.SubscriptionKey), MSN: t.MSN,
		}
	}
	c.made[scenario] = client.New(mine)
	return c.made[scenario], nil
}

// Act lets a scenario's customer act, who has a merchant by then.
func (c *callers) Act(ctx context.Context, a replay.Act) error {
	if _, err := c.of(ctx, a.Scenario); err != nil {
		return err
	}
	return c.Control.Act(ctx, a)
}

// tellReplay says what was sent, and what was not.
func (s *session) tellReplay(played []replay.Played, strangers int) {
	left := map[string]int{}
	if strangers > 0 {
		left["a call to a site that is not the API"] = strangers
	}
	sent := 0
	for _, p := range played {
		if p.Skipped == "" {
			sent++
		} else {
			left[p.Skipped]++
		}
		for _, u := range p.Undone {
			fmt.Fprintf(s.Stderr, "kontrakt: not repeated before %s: %s\n", p.Recorded, s.judge.Scrub(u))
		}
	}
	fmt.Fprintf(s.Stderr, "replayed %d of %d exchanges\n", sent, len(played)+strangers)
	for _, why := range slices.Sorted(maps.Keys(left)) {
		fmt.Fprintf(s.Stderr, "left out %d: %s\n", left[why], why)
	}
}

// excuseAgain excuses what the recorded scenarios meant to cause.
func (s *session) excuseAgain(entries []har.Entry) {
	meant := map[string]map[string]bool{}
	for _, e := range entries {
		for _, f := range e.Findings {
			if f.Expected && e.Scenario != "" {
				if meant[e.Scenario] == nil {
					meant[e.Scenario] = map[string]bool{}
				}
				meant[e.Scenario][f.Fingerprint()] = true
			}
		}
	}
	for _, scenario := range slices.Sorted(maps.Keys(meant)) {
		for _, f := range s.judge.Settle(scenario).Findings {
			if meant[scenario][f.Fingerprint()] {
				s.judge.Excuse(scenario, f)
			}
		}
	}
}

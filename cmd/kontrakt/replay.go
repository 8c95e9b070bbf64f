package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
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
	persons "kontrakt/harness/sandbox/profile"
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
	if s.tellReplay(played, strangers) == 0 && !s.run.Interrupted {
		return &harness.Stop{Err: errors.New("nothing of the recording can be replayed"), Hint: "kontrakt check names what it holds"}
	}
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
	departs := map[string][]harness.Departure{}
	for i := range entries {
		renumber(&entries[i].Judged, i+1)
		if expected := entries[i].Expect; expected != nil {
			entries[i].Response = *expected
		}
		recorded = append(recorded, entries[i].Exchange)
		departs[entries[i].ID] = slices.Concat(entries[i].Departs, replay.Hidden(entries[i].Judged))
	}
	callers := s.callers(url, recorded)
	if err := s.standIn(callers, recorded); err != nil {
		return nil, err
	}
	o := replay.Options{
		Routes: s.catalog.Contracts, Client: callers.of, Customer: callers, Phone: cmp.Or(s.phone, sandboxPhone),
		Run: strconv.FormatInt(s.run.Started.UnixNano(), 36), Now: time.Now, Repeats: s.target.Control != "",
		Departs: departs, Telling: persons.Telling,
	}
	if s.target.Control == "" {
		o.Phone = s.phone
		o.Customer = replay.Force{Client: o.Client, Phone: s.phone}
	}
	wrong := wrongBefore(entries)
	o.Told = func(p replay.Played) {
		if p.Skipped == "" && wrong[p.Recorded] {
			s.acted.knowLatest()
		}
	}
	return replay.Play(ctx, o, recorded)
}

// callers are the merchants of a replay: on a sandbox one for each recorded
// scenario, elsewhere the one that there is.
type callers struct {
	replay.Control
	options client.Options
	units   map[string]replay.Unit
	// recorded is how merchants were made, made what stands for them.
	recorded map[replay.Merchant][]byte
	made     map[replay.Merchant]*client.Client
	tokens   map[replay.Merchant]*client.Tokens
}

func (s *session) callers(url string, recorded []harness.Exchange) *callers {
	c := &callers{units: replay.Units(recorded), recorded: replay.Made(recorded), made: map[replay.Merchant]*client.Client{}, tokens: map[replay.Merchant]*client.Tokens{}}
	c.Control = replay.Control{URL: s.target.Control, HTTP: &http.Client{Timeout: 30 * time.Second, Transport: s.past()}, Tenant: func(m replay.Merchant) string { return c.made[m].MSN() }}
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

// of gives the client of a recorded merchant.
func (c *callers) of(ctx context.Context, m replay.Merchant) (*client.Client, error) {
	if c.URL == "" {
		m.MSN = "" // there is only one
	}
	if made := c.made[m]; made != nil {
		return made, nil
	}
	mine := c.options
	mine.Scenario = m.Scenario
	if c.URL != "" {
		t, err := c.open(ctx, m)
		if err != nil {
			return nil, fmt.Errorf("make a merchant in the sandbox: %w", err)
		}
		mine.Tokens, mine.Credentials = client.NewTokens(), config.Credentials{
			ClientID: config.NewSecret(t.ClientID), ClientSecret: config.NewSecret(t.ClientSecret),
			SubscriptionKey: config.NewSecret(t.SubscriptionKey), MSN: t.MSN,
		}
	}
	c.made[m], c.tokens[m] = client.New(mine), mine.Tokens
	return c.made[m], nil
}

// open makes a merchant in the sandbox.
func (c *callers) open(ctx context.Context, m replay.Merchant) (replay.Tenant, error) {
	if made, is := c.recorded[m]; is {
		return c.Repeat(ctx, made)
	}
	return c.Open(ctx, m.Scenario, c.units[m.Scenario])
}

// Act lets a recorded merchant's customer act, who has a merchant by then.
func (c *callers) Act(ctx context.Context, a replay.Act) error {
	if _, err := c.of(ctx, a.Of); err != nil {
		return err
	}
	if err := c.Control.Act(ctx, a); err != nil {
		return err
	}
	if a.Kind == "clock" {
		c.tokens[a.Of].Forget() // it may have ended on the way
	}
	return nil
}

package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"kontrakt/harness"
	"kontrakt/harness/catalog"
	"kontrakt/harness/certify/adversary"
	"kontrakt/harness/config"
	"kontrakt/harness/judge"
	"kontrakt/harness/proxy"
	"kontrakt/harness/rules/sequence"
	persons "kontrakt/harness/sandbox/profile"
	"kontrakt/harness/target"
	"kontrakt/reports"
)

// A session is one command that judges traffic: the contracts, the judge, the
// target and the proxy before it, and the run that the report is made of.
type session struct {
	env
	*options
	catalog *catalog.Catalog
	judge   *judge.Judge
	target  *target.Target
	proxy   *proxy.Proxy
	// adversary listens where a merchant is on trial; nil where none is.
	adversary *adversary.Adversary
	// sales are the profiles for which things were sold there, by reference.
	salesMu sync.Mutex
	sales   map[string]string
	// interception is nil where nothing is intercepted.
	interception *interception

	ids func() string
	// over says that nothing is taken in any more.
	over  atomic.Bool
	run   harness.Run
	acted acted
	// rehearsal says that what is judged was recorded at a sandbox, where nobody is
	// real.
	rehearsal bool
	// more is what was found beside what the judge finds.
	more    []harness.Finding
	closers []func()
}

// newSession loads the contracts; nothing is started yet. The caller closes
// the session.
func newSession(e env, o *options, command string) (*session, error) {
	loaded, err := e.Load(o.asPublished)
	if err != nil {
		return nil, err
	}
	rulebook, err := catalog.Rulebook()
	if err != nil {
		return nil, err
	}
	s := &session{env: e, options: o, catalog: loaded, ids: proxy.Counter()}
	s.run = harness.Run{
		Tool:    harness.Tool{Name: toolName, Version: version()},
		ID:      rand.Text(),
		Command: command,
		Started: time.Now().UTC(),
		Seed:    o.seed,

		Contracts: loaded.Used(),
		Rules:     rulebook,

		Repository: repository(e, o),
	}
	return s, nil
}

// startJudge starts the judge, once the secrets of the run are known.
func (s *session) startJudge() error {
	chosen, err := s.catalog.Select(s.apis)
	if err != nil {
		return err
	}
	options := judge.Options{
		Contracts: s.catalog.Contracts, Checks: s.catalog.Checks(), Facts: s.catalog.Facts(),
		Stories: sequence.All(), Severities: s.severities,
		Words: s.catalog.Words(), Unexercisable: s.catalog.Unexercisable(), Key: []byte(rand.Text()), Secrets: secrets(s.credentials()),
		Own: ownWords(s.catalog, s.own),
	}
	if s.rehearsal || s.target != nil && s.target.Control != "" {
		options.Telling = persons.Telling
	}
	if s.run.Command == "proxy" {
		options.Memory, options.Queue = 2<<20, 256 // it may be a long recording
	}
	for _, e := range s.catalog.Entries {
		for _, d := range chosen {
			if d.ID == e.ID {
				options.Measured = append(options.Measured, e.Contract)
			}
		}
	}
	s.judge, err = judge.New(options)
	if err != nil {
		return fmt.Errorf("start the judge: %w", err)
	}
	s.closers = append(s.closers, func() {
		if err := s.judge.Close(); err != nil {
			s.complain(err, "the report may lack what could not be judged or kept")
		}
	})
	return nil
}

func (s *session) credentials() config.Credentials {
	if s.target != nil {
		return s.target.Credentials
	}
	return config.CredentialsFrom(s.LookupEnv)
}

func secrets(c config.Credentials) []string {
	var clear []string
	for _, secret := range []config.Secret{c.ClientID, c.ClientSecret, c.SubscriptionKey} {
		if secret.Set() {
			clear = append(clear, secret.Reveal())
		}
	}
	return clear
}

// openTarget finds what answers. What the embedded sandbox sends to merchants
// is recorded where record says so.
func (s *session) openTarget(ctx context.Context, spec target.Spec, record bool) error {
	spec.Credentials = config.CredentialsFrom(s.LookupEnv)
	if spec.Name == "sandbox" {
		correct := s.catalog
		if s.asPublished { // the sandbox holds requests against the corrected contracts all the same
			var err error
			if correct, err = s.Load(false); err != nil {
				return err
			}
		}
		spec.Sandbox.Options.Services = correct.Services()
		spec.Sandbox.Options.Seed = s.seed
		spec.Sandbox.Options.Version = version()
		if record {
			recorded := proxy.Record(&http.Transport{DisableCompression: true}, s.delivered, s.ids, time.Now)
			if spec.Sandbox.Options.Transport = recorded; s.adversary != nil {
				spec.Sandbox.Options.Transport = s.adversary.Carry(recorded)
			}
		}
	}
	var err error
	if spec.TLS, err = s.identify(s.env, spec.Name); err != nil {
		return err
	}
	if err := s.contain(&spec); err != nil {
		return err
	}
	opened, err := target.Open(ctx, spec)
	if err != nil {
		return err
	}
	s.target = opened
	s.closers = append(s.closers, opened.Close)
	s.run.Target, s.run.Environment = opened.Target, opened.Environment
	return nil
}

// delivered submits a callback of the embedded sandbox as the merchant
// registered it: merchants are called at https URLs only, and routes lead from
// there to plain HTTP.
func (s *session) delivered(x *harness.Exchange) {
	x.Request.Scheme = "https"
	if s.adversary != nil {
		s.adversary.Hear(x)
	}
	s.submit(x)
}

// submit hands an exchange to the judge. What comes when the run is over belongs
// to no scenario: a merchant that never answers, a delivery that is tried again.
func (s *session) submit(x *harness.Exchange) {
	if !s.over.Load() {
		s.judge.Submit(x)
	}
}

// close undoes everything, the last first.
func (s *session) close() {
	for i := len(s.closers) - 1; i >= 0; i-- {
		s.closers[i]()
	}
}

// conclude settles the verdict, writes the reports and the summary, and gives
// the exit status.
func (s *session) conclude() error {
	s.fill()
	return s.report()
}

// fill takes from the judge what was found.
func (s *session) fill() {
	s.judge.Fill(&s.run)
	s.run.Findings = append(s.run.Findings, s.more...)
	slices.SortStableFunc(s.run.Findings, harness.Finding.Compare)
	s.run.Finished = time.Now().UTC()
	s.accepted.Settle(&s.run, s.run.Finished)
	s.acceptUnasked()
	s.run.Require, _ = s.leastProof() // it was read before
}

// report settles the verdict on what was filled in, and tells it.
func (s *session) report() error {
	s.run.Settle(s.least(), s.blamed()...)
	files, broken := reports.Write(s.out, s.formats, &s.run, reports.Options{Scrub: s.judge.Scrub, Scan: s.scan})
	if err := reports.Summary(s.Stdout, reports.Scrubbed(&s.run, s.judge.Scrub), s.colour(), files...); err != nil {
		s.complain(fmt.Errorf("print the summary: %w", err), "the reports are written")
	}
	broken = errors.Join(broken, reports.Print(s.Stdout, s.formats, &s.run, reports.Options{Scrub: s.judge.Scrub, Scan: s.scan}))
	if broken != nil && len(files) == 0 {
		return &harness.Stop{Err: fmt.Errorf("write the reports: %w", broken), Hint: "is " + s.out + " a folder that can be written to?", Usage: true}
	}
	if broken != nil {
		return &harness.Stop{Err: fmt.Errorf("write the reports: %w", broken), Hint: "what could be written is in " + s.out}
	}
	switch s.run.Verdict {
	case harness.Passed:
		return nil
	case harness.Failed:
		return ended(violates)
	}
	return ended(unjudged)
}

// scan refuses a report in which a secret of the run stands in clear.
func (s *session) scan(rendered []byte) error {
	if n := s.judge.Leaks(string(rendered)); n > 0 {
		return fmt.Errorf("a secret or personal datum stands in it in clear, %d times; this is a mistake of ours, please report it", n)
	}
	return nil
}

func (s *session) colour() bool {
	_, plain := s.LookupEnv("NO_COLOR")
	return s.Terminal && !s.noColor && !plain
}

package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"kontrakt/harness"
	"kontrakt/harness/api"
	"kontrakt/harness/catalog"
	"kontrakt/harness/client"
	"kontrakt/harness/client/journal"
	"kontrakt/harness/client/pace"
	"kontrakt/harness/config"
	"kontrakt/steps"
)

// journals are the files of what runs have made on targets that are no sandbox and
// not given up yet, one file for each run.
const journals = journal.Names

// manners are how a run behaves on a target that is no sandbox: it keeps to the
// limits, and remembers what it makes.
func (s *session) manners(o *steps.Options, show *progress) {
	o.Around = []client.Around{s.pacer(show.note).Around}
	o.Ask = s.asker(show)
	if s.target.Kind != "container" { // what is made in one goes with it
		o.Journal = journal.Create(filepath.Join(s.out, strings.Replace(journals, "*", s.run.ID, 1)), s.target.URL, s.target.Credentials.MSN, api.Makings(catalog.All()), time.Now)
	}
	if earlier := journalsIn(s.out); len(earlier) > 0 {
		show.line("an earlier run left something on its target: kontrakt cleanup gives it up (%s)", earlier[0])
	}
}

func (s *session) pacer(say func(string, ...any)) *pace.Pacer {
	return pace.New(pace.Options{Limits: pace.Limits(), Tell: func(d time.Duration, why string) {
		say("waiting %s: %s", d.Round(time.Second), why)
	}})
}

// admit makes sure that the target takes the credentials, and waits where it asks for
// that.
func (s *session) admit(ctx context.Context) error {
	return s.target.Admit(ctx, s.pacer(func(format string, args ...any) {
		if !s.quiet {
			fmt.Fprintf(s.Stderr, format+"\n", args...)
		}
	}).Around)
}

// giveUp tries once more what scenarios could not give up, and says what is left.
func (s *session) giveUp(ctx context.Context, o steps.Options) {
	if o.Journal == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Minute)
	defer cancel()
	var why error
	left := o.Journal.ReleaseAll(ctx, s.direct(o.Around), s.target.URL, func(r journal.Released) {
		if r.Err != nil {
			why = r.Err
		}
	})
	if err := o.Journal.Close(); err != nil {
		s.complain(err, "")
	}
	if left > 0 {
		s.complain(fmt.Errorf("%s left on the target; the last: %w", things(left), why), "kontrakt cleanup --target "+s.options.target+" gives up what it can, later")
	}
}

// direct is a client of the target, past the proxy.
func (s *session) direct(around []client.Around) *client.Client {
	return client.New(client.Options{
		URL: s.target.URL, Credentials: s.target.Credentials, IDs: rand.Text, Around: around,
		System: client.Own("cleanup"), Transport: s.past(),
	})
}

// abilities are what the configuration declares.
func (o *options) abilities() config.Abilities {
	if o.file == nil {
		return config.Abilities{}
	}
	return o.file.Abilities
}

func journalsIn(dir string) []string {
	names, _ := filepath.Glob(filepath.Join(dir, journals)) // the pattern is ours
	return names
}

func things(n int) string {
	if n == 1 {
		return "one thing is"
	}
	return fmt.Sprintf("%d things are", n)
}

// noSandbox is what is said where a journal was made elsewhere.
func noSandbox(made string) error {
	name := made
	if made == testEnvironment {
		name = "test"
	}
	return &harness.Stop{
		Err:   fmt.Errorf("the journal is of %s, and the target is a sandbox of ours", made),
		Hint:  "kontrakt cleanup --target " + name,
		Usage: true,
	}
}

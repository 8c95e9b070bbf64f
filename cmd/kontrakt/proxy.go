package main

import (
	"cmp"
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"kontrakt/harness"
	"kontrakt/harness/target"
)

func newProxy(e env) *cobra.Command {
	o := new(options)
	c := &cobra.Command{
		Use:   "proxy [flags] [-- COMMAND ARGUMENTS…]",
		Short: "Put the validating proxy before a target; with a command, run that against it",
		Long: "The proxy stays until it is interrupted, or until the command has ended, and then\n" +
			"reports. The command finds the proxy's address in KONTRAKT_URL, a URL that it can\n" +
			"register for callbacks in KONTRAKT_CALLBACK_URL, and, where the target is the sandbox,\n" +
			"its credentials in KONTRAKT_CLIENT_ID, KONTRAKT_CLIENT_SECRET,\n" +
			"KONTRAKT_SUBSCRIPTION_KEY and KONTRAKT_MSN.\n\n" +
			"What calls a host that stands in its own code is brought here with --intercept HOST: the\n" +
			"proxy is then an HTTPS forward proxy too, and listens for TLS in that host's name. A\n" +
			"command is led there by its environment, if it is Java or Node, or heeds HTTPS_PROXY and\n" +
			"SSL_CERT_FILE as curl, Go and Python do; all else needs kontrakt ca.",
		Example: "  kontrakt proxy --target test -- npm run e2e\n" +
			"  kontrakt proxy --intercept apitest.vipps.no -- node shop.js\n" +
			"  kontrakt proxy --target https://pay.example.com --listen 127.0.0.1:8071",
	}
	o.flag(c, "target", "client-cert", "client-key", "target-ca", "api", "config", "out", "format", "fail-on", "listen", "admin", "pprof", "mode", "as-published",
		"fail-on-blame", "require-proof", "accepted", "route", "callback-url", "callback-listen", "quiet", "no-color",
		"intercept", "intercept-listen", "intercept-only", "ca-dir")
	// What the target gets wrong is told, and does not break the merchant's build.
	o.prefer(c, "fail-on-blame", string(harness.Integration), string(harness.Ours))
	c.RunE = func(c *cobra.Command, args []string) error {
		if err := o.settle(e, c); err != nil {
			return err
		}
		if len(args) > 0 && c.ArgsLenAtDash() != 0 {
			return &harness.Stop{Err: fmt.Errorf("unexpected argument %q", args[0]), Hint: "a command stands behind --: kontrakt proxy -- npm test", Usage: true}
		}
		return watch(c.Context(), e, o, args)
	}
	return c
}

// watch judges what passes until the command, or the user, ends it.
func watch(ctx context.Context, e env, o *options, command []string) error {
	if err := runnable(command); err != nil {
		return err
	}
	// The contracts are loaded in as little room as is served in, or that moment
	// would be when the program has the most.
	if e.Serve != nil {
		e.Serve()
	}
	s, err := newSession(e, o, "proxy")
	if err != nil {
		return err
	}
	defer s.close()
	failed, err := s.observe(ctx, command, nil)
	if err != nil {
		return err
	}
	return s.told(s.conclude(), failed)
}

// told gives the verdict's status, which counts; that the command failed is told
// beside it.
func (s *session) told(verdict, failed error) error {
	if failed != nil && verdict != nil {
		_ = s.status(failed)
	}
	return cmp.Or(verdict, failed)
}

// observe puts the proxy before the target until the command, or the user, ends
// it, or what is done meanwhile has come to its end. It gives how the command
// failed.
func (s *session) observe(ctx context.Context, command []string, meanwhile func(context.Context) error) (failed, err error) {
	if err := s.notItself(ctx); err != nil {
		return nil, err
	}
	merchant, err := s.merchant()
	if err != nil {
		return nil, err
	}
	err = s.openTarget(ctx, target.Spec{Name: s.options.target, Sandbox: merchant.embedded}, true)
	if err != nil && ctx.Err() != nil {
		return nil, s.unopened()
	}
	if err != nil {
		return nil, err
	}
	if err := s.startJudge(); err != nil {
		return nil, err
	}
	address, err := s.listenFor(merchant)
	if err != nil {
		return nil, err
	}
	environment := append(s.identity(), "KONTRAKT_URL="+address, "KONTRAKT_CALLBACK_URL="+merchant.public)
	if len(command) > 0 {
		led, err := s.led(address)
		if err != nil {
			return nil, err
		}
		environment = append(environment, led...)
	}
	served := func() {}
	if s.Serve != nil {
		served = s.Serve()
	}
	if meanwhile == nil {
		failed = s.await(ctx, command, environment)
	} else {
		failed, err = s.beside(ctx, command, environment, meanwhile)
	}
	served()
	if err != nil {
		return nil, err
	}
	s.drain()
	s.drainCallbacks()
	s.over.Store(true)
	s.untouched()
	s.mourn()
	return failed, nil
}

// listenFor starts whatever listens beside the merchant, says so, and gives the
// proxy's URL.
func (s *session) listenFor(m merchant) (string, error) {
	address, err := s.startProxy()
	if err != nil {
		return "", err
	}
	s.say("proxy listening on %s", address)
	if s.interception != nil {
		s.say("interception listening on https://%s", s.interception.tls)
	}
	if s.options.target == "sandbox" {
		s.say("sandbox listening on %s", s.target.URL)
	}
	if m.ours {
		s.say("stand-in merchant listening on %s", m.address)
	}
	if err := s.startCallbacks(m); err != nil {
		return "", err
	}
	return address, s.startAdmin()
}

// unopened leaves what there is to tell of a target that the user did not wait
// for: that nothing was judged.
func (s *session) unopened() error {
	fmt.Fprintf(s.Stderr, "%s: interrupted before the target answered; nothing was judged\n", toolName)
	s.nameTarget()
	s.run.Interrupted = true
	return s.startJudge()
}

// say prints a line that belongs to the command's result.
func (s *session) say(format string, args ...any) { fmt.Fprintf(s.Stdout, format+"\n", args...) }

// identity hands the sandbox's credentials to the command; those of any other
// target it has itself.
func (s *session) identity() []string {
	if s.target.Control == "" {
		return nil
	}
	c := s.target.Credentials
	return []string{
		"KONTRAKT_CLIENT_ID=" + c.ClientID.Reveal(), "KONTRAKT_CLIENT_SECRET=" + c.ClientSecret.Reveal(),
		"KONTRAKT_SUBSCRIPTION_KEY=" + c.SubscriptionKey.Reveal(), "KONTRAKT_MSN=" + c.MSN,
	}
}

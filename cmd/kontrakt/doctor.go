package main

import (
	"bytes"
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"kontrakt/harness"
	"kontrakt/harness/client"
	"kontrakt/harness/config"
	"kontrakt/harness/doctor"
	"kontrakt/harness/target"
)

func newDoctor(e env) *cobra.Command {
	o := new(options)
	format, offline := "text", false
	c := &cobra.Command{
		Use:   "doctor",
		Short: "Check configuration, credentials, clock, sales unit, contracts, Docker and ports",
		Long: "Nothing is made and nothing is changed: one access token is fetched, and questions are\n" +
			"asked that only read.\n\n" +
			"Exit status: 0 nothing fails, 2 the configuration is wrong, 3 target or credentials fail.",
		Example: "  kontrakt doctor --target test\n  kontrakt doctor --offline --format json",
		Args:    cobra.NoArgs,
	}
	o.flag(c, "target", "client-cert", "client-key", "target-ca", "api", "config", "out", "listen", "admin", "callback-listen", "callback-url", "phone", "approval", "no-color")
	c.Flags().StringVar(&format, "format", "text", "`text|json`")
	c.Flags().BoolVar(&offline, "offline", false, "compare the contracts with nothing that is published")
	c.RunE = func(c *cobra.Command, _ []string) error {
		if format != "text" && format != "json" {
			return &harness.Stop{Err: fmt.Errorf("--format: want text or json, got %q", format), Usage: true}
		}
		c.Flags().Lookup("format").Changed = true // that of the reports is another
		d := examine(c.Context(), e, o, c, offline)
		if err := show(e, o, d, format); err != nil {
			return fmt.Errorf("print the diagnosis: %w", err)
		}
		if status := d.ExitStatus(); status != conforms {
			return ended(status)
		}
		return nil
	}
	return c
}

func show(e env, o *options, d doctor.Diagnosis, format string) error {
	if format == "json" {
		return d.JSON(e.Stdout)
	}
	_, plain := e.LookupEnv("NO_COLOR")
	return d.Text(e.Stdout, e.Terminal && !o.noColor && !plain)
}

// examine looks at everything, whatever is wrong with the rest; where the
// configuration does not read nobody knows which target is meant.
func examine(ctx context.Context, e env, o *options, c *cobra.Command, offline bool) doctor.Diagnosis {
	var contracts []doctor.Check
	var comparing sync.WaitGroup
	comparing.Go(func() { contracts = compareContracts(ctx, e, offline) })
	err := o.settle(e, c)
	if err == nil {
		err = settleAll(e, o.file)
	}
	d := doctor.Diagnosis{configured(o, err)}
	if err == nil {
		d = append(d, targeted(ctx, e, o)...)
	}
	comparing.Wait()
	d = append(d, contracts...)
	host, _ := e.LookupEnv("DOCKER_HOST")
	d = append(d, doctor.Docker(ctx, host, o.target == "docker" || strings.HasPrefix(o.target, target.ContainerScheme)))
	d = append(d, doctor.Ports([]doctor.Port{{Flag: "listen", Address: o.listen}, {Flag: "admin", Address: o.admin}, {Flag: "callback-listen", Address: o.callbackListen}}))
	if left := journalsIn(o.out); len(left) > 0 {
		d = append(d, doctor.Check{Name: "left behind", Status: doctor.Warn, Says: strings.Join(left, "\n"), Do: "kontrakt cleanup gives up what those runs have made"})
	}
	return d
}

// settleAll looks at what environment and file say for other commands: run would
// stumble over it.
func settleAll(e env, file *config.File) error {
	o, known := new(options), []string{}
	flags := o.all()
	flags.VisitAll(func(f *pflag.Flag) { known = append(known, f.Name) })
	if err := config.Apply(flags, e.LookupEnv, file, known); err != nil {
		return &harness.Stop{Err: err, Usage: true}
	}
	return o.check(flags)
}

// configured says what was read, or every mistake in it.
func configured(o *options, err error) doctor.Check {
	const name = "configuration"
	var stop *harness.Stop
	switch {
	case errors.As(err, &stop):
		return doctor.Check{Name: name, Status: doctor.Fail, Usage: true, Says: err.Error(), Do: cmp.Or(stop.Hint, "correct it")}
	case err != nil:
		return doctor.Check{Name: name, Status: doctor.Fail, Usage: true, Says: err.Error(), Do: "correct it"}
	case o.file == nil:
		return doctor.Good(name, "no %s here: the defaults, the environment and the flags", config.DefaultFile)
	}
	return doctor.Good(name, "%s reads", o.file.Name)
}

// targeted opens the target and asks it.
func targeted(ctx context.Context, e env, o *options) []doctor.Check {
	s, err := newSession(e, o, "doctor")
	if err != nil {
		return []doctor.Check{failed("target", err)}
	}
	defer s.close()
	if _, err := s.catalog.Select(o.apis); err != nil {
		return []doctor.Check{failed("configuration", err)}
	}
	if err := s.openTarget(ctx, target.Spec{Name: o.target}, false); err != nil {
		return []doctor.Check{failed("target", err)}
	}
	checks := []doctor.Check{doctor.Good("target", "%s answers (%s)", s.target.URL, s.target.Environment)}
	if err := s.admit(ctx); err != nil {
		return append(checks, failed("credentials", err))
	}
	asks := client.New(client.Options{
		URL: s.target.URL, Credentials: s.target.Credentials, IDs: rand.Text,
		Around: []client.Around{s.pacer(func(string, ...any) {}).Around}, System: client.Own("doctor"), Transport: s.past(),
	})
	began := time.Now()
	answer, err := asks.Token(ctx, client.TokenPath, s.target.Credentials)
	if err == nil && answer.Status != http.StatusOK {
		err = fmt.Errorf("a second access token was refused with status %d", answer.Status)
	}
	if err != nil {
		return append(checks, failed("credentials", err))
	}
	ended := time.Now()
	checks = append(checks, doctor.Good("credentials", "an access token was given to sales unit %s", s.target.Credentials.MSN),
		doctor.Clock(answer.Header, began, ended))
	return append(checks, doctor.Unit(ctx, asks, o.abilities())...)
}

// failed words what stands in the way as a check.
func failed(name string, err error) doctor.Check {
	c := doctor.Check{Name: name, Status: doctor.Fail, Says: err.Error()}
	var stop *harness.Stop
	if errors.As(err, &stop) {
		c.Do, c.Usage = stop.Hint, stop.Usage
	}
	return c
}

// comparing is how long the comparison with what is published may take.
const comparing = 15 * time.Second

// compareContracts holds the embedded contracts against what is published now. What
// cannot be read is worth a word: there may be no network.
func compareContracts(ctx context.Context, e env, offline bool) []doctor.Check {
	const name = "contracts"
	ids, err := publishedIDs(nil)
	if err != nil {
		return []doctor.Check{failed(name, err)}
	}
	if offline {
		return []doctor.Check{doctor.Good(name, "%d embedded; compared with nothing that is published (--offline)", len(ids))}
	}
	ctx, cancel := context.WithTimeout(ctx, comparing)
	defer cancel()
	errs := make([]error, len(ids))
	var all sync.WaitGroup
	for i, id := range ids {
		all.Go(func() {
			quiet := e
			quiet.Stdout, quiet.Stderr = new(bytes.Buffer), new(bytes.Buffer)
			if place, err := fromWhere(id); err != nil {
				errs[i] = err
			} else {
				errs[i] = verifySpec(ctx, quiet, id, place)
			}
		})
	}
	all.Wait()
	return compared(name, ids, errs)
}

func compared(name string, ids []string, errs []error) []doctor.Check {
	var same, other, unread []string
	var why error
	for i, err := range errs {
		var end ended
		switch {
		case err == nil:
			same = append(same, ids[i])
		case errors.As(err, &end):
			other = append(other, ids[i])
		default:
			unread, why = append(unread, ids[i]), err
		}
	}
	var checks []doctor.Check
	if len(same) > 0 {
		checks = append(checks, doctor.Good(name, "%s say what is published", strings.Join(same, ", ")))
	}
	if len(other) > 0 {
		checks = append(checks, doctor.Check{Name: name, Status: doctor.Warn, Says: strings.Join(other, ", ") + " differ from what is published",
			Do: "kontrakt specs verify shows the places; take a newer kontrakt, or kontrakt specs pull"})
	}
	if len(unread) > 0 {
		checks = append(checks, doctor.Check{Name: name, Status: doctor.Warn, Says: fmt.Sprintf("%s could not be compared: %v", strings.Join(unread, ", "), why),
			Do: "is there a network? the embedded ones are used; --offline leaves this out"})
	}
	return checks
}

package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"kontrakt/harness"
	"kontrakt/harness/certify"
	"kontrakt/harness/certify/attest"
	"kontrakt/harness/spelling"
)

func newCertify(e env) *cobra.Command {
	o := new(options)
	c := &cobra.Command{
		Use:   "certify --profile NAME [flags] [-- COMMAND ARGUMENTS…]",
		Short: "Hold a merchant's or partner's own integration against the go-live checklists",
		Long: "What the command, or whoever calls the proxy until it is interrupted, sends is judged\n" +
			"as by kontrakt proxy, and then held against the checklists: " + strings.Join(certify.Names(), ", ") + ".\n" +
			"Each requirement is met, with the exchange that proves it, unmet, not observed, or manual.\n" +
			"What calls a host that stands in its own code is brought here with --intercept HOST.\n" +
			"certificate.json and certificate.html stand beside the reports.\n\n" +
			"Exit status: 0 certified, 1 not certified, 3 it could not be judged.",
		Example: "  kontrakt certify --profile epayment -- npm run e2e\n" +
			"  kontrakt certify --profile ecom --from shop.har",
	}
	o.flag(c, "profile", "ability", "from", "merchant", "build", "note", "sign",
		"target", "client-cert", "client-key", "target-ca", "config", "out", "format", "fail-on", "listen", "admin", "pprof", "fail-on-blame", "accepted", "route", "callback-url", "callback-listen", "quiet", "no-color",
		"intercept", "intercept-listen", "intercept-only", "ca-dir")
	o.prefer(c, "fail-on-blame", string(harness.Integration), string(harness.Ours))
	c.RunE = func(c *cobra.Command, args []string) error {
		if err := o.settle(e, c); err != nil {
			return err
		}
		profiles, err := o.checklists()
		if err != nil {
			return err
		}
		if len(args) > 0 && (c.ArgsLenAtDash() != 0 || len(o.from) > 0) {
			return &harness.Stop{Err: fmt.Errorf("unexpected argument %q", args[0]), Hint: "a command stands behind --, recordings behind --from", Usage: true}
		}
		notes, err := o.manualNotes(e, profiles)
		if err != nil {
			return err
		}
		if err := o.readKey(e); err != nil {
			return err
		}
		if !slices.Contains(o.formats, "har") {
			o.formats = append(o.formats, "har") // the certificate's exchanges
		}
		return certified(c.Context(), e, o, profiles, notes, args, again(c, args))
	}
	return c
}

// checklists loads the profiles that are asked for.
func (o *options) checklists() ([]certify.Profile, error) {
	if len(o.profiles) == 0 {
		return nil, &harness.Stop{Err: errors.New("no profile is named"), Hint: "--profile takes " + strings.Join(certify.Names(), ", "), Usage: true}
	}
	var all []certify.Profile
	for _, name := range o.profiles {
		if !slices.Contains(certify.Names(), name) {
			hint := "there are " + strings.Join(certify.Names(), ", ")
			if near := spelling.Nearest(name, certify.Names()); near != "" {
				hint = "did you mean " + near + "?"
			}
			return nil, &harness.Stop{Err: fmt.Errorf("no profile %q", name), Hint: hint, Usage: true}
		}
		p, err := certify.Load(name)
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	return all, o.checkAbilities()
}

// checkAbilities refuses an ability that no checklist asks after: misspelt, it would
// leave out the very requirements that it stands for.
func (o *options) checkAbilities() error {
	known, err := certify.Abilities()
	if err != nil {
		return err
	}
	for _, ability := range o.declared {
		if slices.Contains(known, ability) {
			continue
		}
		hint := "there are " + strings.Join(known, ", ")
		if near := spelling.Nearest(ability, known); near != "" {
			hint = "did you mean " + near + "?"
		}
		return &harness.Stop{Err: fmt.Errorf("--ability: no checklist asks after %q", ability), Hint: hint, Usage: true}
	}
	return nil
}

// manualNotes reads what is said of manual requirements: text, or a file's name
// after an at sign.
func (o *options) manualNotes(e env, profiles []certify.Profile) (map[string]string, error) {
	var manual []string
	for _, p := range profiles {
		for _, q := range p.Requirements {
			if q.Proof.Manual || q.Proof.Trial {
				manual = append(manual, q.ID)
			}
		}
	}
	notes := map[string]string{}
	for _, entry := range o.notes {
		id, text, _ := strings.Cut(entry, "=")
		if !slices.Contains(manual, id) {
			return nil, &harness.Stop{Err: fmt.Errorf("--note: %q is no manual requirement of these profiles", id), Hint: "there are " + strings.Join(manual, ", "), Usage: true}
		}
		if name, is := strings.CutPrefix(text, "@"); is {
			content, err := e.ReadFile(name)
			if err != nil {
				return nil, &harness.Stop{Err: fmt.Errorf("--note %s: %w", id, err), Usage: true}
			}
			text = strings.TrimSpace(string(content))
		}
		if notes[id] = text; text == "" {
			return nil, &harness.Stop{Err: fmt.Errorf("--note %s says nothing", id), Hint: "--note " + id + "=TEXT, or =@FILE", Usage: true}
		}
	}
	return notes, nil
}

// readKey reads the key to sign with, before anything is judged.
func (o *options) readKey(e env) error {
	if o.sign == "" {
		return nil
	}
	key, err := e.ReadFile(o.sign)
	if err == nil {
		_, err = attest.Sign(key, []attest.File{{Name: "try"}}, attest.Result{})
	}
	if err != nil {
		return &harness.Stop{Err: fmt.Errorf("--sign: %w", err), Hint: "openssl genpkey -algorithm ed25519 -out key.pem makes one", Usage: true}
	}
	o.key = key
	return nil
}

// again is the command that makes the certificate anew.
func again(c *cobra.Command, command []string) string {
	words := []string{c.CommandPath()}
	c.Flags().Visit(func(f *pflag.Flag) {
		if list, ok := f.Value.(pflag.SliceValue); ok {
			for _, v := range list.GetSlice() {
				words = append(words, "--"+f.Name, shellWord(v))
			}
			return
		}
		if f.Value.Type() == "bool" {
			words = append(words, "--"+f.Name)
			return
		}
		words = append(words, "--"+f.Name, shellWord(f.Value.String()))
	})
	if len(command) > 0 {
		words = append(words, "--")
		for _, word := range command {
			words = append(words, shellWord(word))
		}
	}
	return strings.Join(words, " ")
}

// shellWord quotes a word for a shell, where that is needed.
func shellWord(word string) string {
	if word != "" && !strings.ContainsAny(word, " \t\n'\"\\$`&|;<>()*?[]#~!{}") {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}

// certified judges what passes, or what was recorded, and writes the
// certificate.
func certified(ctx context.Context, e env, o *options, profiles []certify.Profile, notes map[string]string, command []string, reproduce string) error {
	if err := runnable(command); err != nil {
		return err
	}
	s, err := newSession(e, o, "certify")
	if err != nil {
		return err
	}
	defer s.close()
	if err := s.revoke(); err != nil {
		return err
	}
	var failed error
	if len(o.from) > 0 {
		err = s.replay(o.from)
	} else {
		failed, err = s.observe(ctx, command, s.trial(profiles))
	}
	if err != nil {
		return err
	}
	s.fill()
	if len(o.from) == 0 {
		s.run.Trial = s.tried()
	}
	c, err := s.certificate(profiles, notes, reproduce)
	if err != nil {
		return err
	}
	verdict := s.report()
	var outcome ended
	if errors.As(verdict, &outcome) {
		verdict = nil // the certificate's verdict counts
	}
	if verdict == nil {
		verdict = s.issue(c)
	}
	return s.told(verdict, failed)
}

package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"kontrakt/features"
	"kontrakt/harness"
	"kontrakt/harness/client/receiver"
	"kontrakt/harness/config"
	"kontrakt/harness/regress/twin"
	"kontrakt/harness/target"
	"kontrakt/steps"
)

func newRun(e env) *cobra.Command {
	o := new(options)
	var twins []string
	var narrowed narrowing
	c := &cobra.Command{
		Use:   "run",
		Short: "Run the scenarios through the validating proxy against a target",
		Long: "Runs the scenarios and writes the reports. Several runs may share them: each takes a part,\n" +
			"--shard 3/8, and kontrakt report makes one report of all. A part may have a sales unit\n" +
			"to itself: the third takes its credentials from KONTRAKT_CLIENT_ID_3,\n" +
			"KONTRAKT_CLIENT_SECRET_3, KONTRAKT_SUBSCRIPTION_KEY_3 and KONTRAKT_MSN_3 where those are\n" +
			"set, from the variables without a number otherwise.",
		Example: "  kontrakt run\n" +
			"  kontrakt run --only ecom.v2/capture/the-whole-order-ships-at-once\n" +
			"  kontrakt run --rerun kontrakt-report/report.json\n" +
			"  kontrakt run --api ecom.v2 --tags @core\n" +
			"  kontrakt run --features scenarios --tags @own\n" +
			"  kontrakt run --target http://127.0.0.1:8080\n" +
			"  kontrakt run --shard 2/8\n" +
			"  kontrakt run --target docker:my-stub:latest",
		Args: cobra.NoArgs,
	}
	o.flag(c, "target", "client-cert", "client-key", "target-ca", "api", "features", "tags", "config", "out", "format", "fail-on", "fail-on-blame", "require-proof", "accepted", "concurrency", "listen", "mode",
		"as-published", "callback-url", "callback-listen", "phone", "approval", "allow-production", "seed", "shard", "list", "quiet", "no-color")
	c.Flags().StringSliceVar(&twins, "twin", nil, "run what is said of both on each of two versions, and compare what comes of it: `OLD,NEW`")
	narrowed.flags(c)
	c.RunE = func(c *cobra.Command, _ []string) error {
		if err := o.settle(e, c); err != nil {
			return err
		}
		var err error
		if o.part, err = part(o.shard, e.LookupEnv); err != nil {
			return &harness.Stop{Err: err, Usage: true}
		}
		if e.LookupEnv, err = config.Unit(e.LookupEnv, o.part.Index); err != nil {
			return &harness.Stop{Err: err, Hint: "without any of them the shard takes " + config.EnvName("msn") + " and the others that all share", Usage: true}
		}
		if err := o.twinOf(c, twins); err != nil {
			return err
		}
		if o.mode == "enforce" {
			return &harness.Stop{
				Err:   errors.New("--mode enforce answers the mistakes that scenarios make on purpose in the target's place"),
				Hint:  "enforce is for kontrakt proxy; leave --mode out",
				Usage: true,
			}
		}
		if !c.Flags().Changed("seed") {
			o.seed, o.seedDrawn = rand.Int64N(1_000_000_000)+1, true
		}
		if err := o.narrow(e, c, narrowed); err != nil {
			return err
		}
		if o.own, err = ownFeatures(e, o.features); err != nil {
			return err
		}
		return runScenarios(c.Context(), e, o)
	}
	return c
}

// runScenarios is the main job.
func runScenarios(ctx context.Context, e env, o *options) error {
	s, err := newSession(e, o, "run")
	if err != nil {
		return err
	}
	defer s.close()
	plan, err := s.plan()
	if err != nil {
		return err
	}
	if o.list {
		return s.name(plan)
	}
	err = s.openTarget(ctx, target.Spec{Name: o.target, Production: o.allowProduction}, false)
	if err == nil {
		err = s.admit(ctx)
	}
	if err != nil && ctx.Err() != nil {
		return s.cutShort(plan)
	}
	if err != nil {
		return err
	}
	if err := s.startJudge(); err != nil {
		return err
	}
	return s.scenarios(ctx, len(plan))
}

// cutShort reports a run that was stopped before its first scenario.
func (s *session) cutShort(plan []harness.Scenario) error {
	if err := s.startJudge(); err != nil {
		return err
	}
	for i := range plan {
		if plan[i].Status == "" {
			plan[i].Status, plan[i].Reason = harness.StatusInconclusive, "interrupted"
		}
	}
	s.nameTarget()
	s.run.Scenarios, s.run.Interrupted = plan, true
	return s.conclude()
}

// nameTarget names a target that did not come to answer.
func (s *session) nameTarget() {
	if s.run.Target.URL != "" {
		return
	}
	s.run.Target.Kind, s.run.Target.URL = "url", s.options.target
	if s.options.target == "sandbox" || s.options.target == "test" {
		s.run.Target.Kind, s.run.Target.URL = s.options.target, ""
	}
}

// plan says what would run. It is made before anything is started.
func (s *session) plan() ([]harness.Scenario, error) {
	o, err := s.stepOptions()
	if err != nil {
		return nil, err
	}
	o.Part, o.Target = steps.Part{}, s.options.target
	plan, err := steps.Plan(o)
	var stop *harness.Stop
	if errors.As(err, &stop) {
		return nil, err
	}
	if err != nil {
		return nil, &harness.Stop{Err: err, Hint: "&& is and, ~ is not, a comma is or: --tags '@core && ~@sandbox'", Usage: true}
	}
	if err := unmatched(s.among, plan); err != nil {
		return nil, err
	}
	if len(plan) == 0 {
		return nil, &harness.Stop{
			Err:  fmt.Errorf("no scenario is selected by %s", s.selection()),
			Hint: "kontrakt run --list names what there is; a tag that no feature has selects nothing",
		}
	}
	if s.part.Of == 0 {
		return plan, nil
	}
	if s.run.Shard, err = s.shardOf(plan); err != nil {
		return nil, err
	}
	o.Part = s.part
	return steps.Plan(o)
}

// selection repeats what the user has asked for.
func (s *session) selection() string {
	var parts []string
	if len(s.apis) > 0 {
		parts = append(parts, "--api "+strings.Join(s.apis, ","))
	}
	if s.tags != "" {
		parts = append(parts, fmt.Sprintf("--tags %q", s.tags))
	}
	return strings.Join(parts, " ")
}

func (s *session) stepOptions() (steps.Options, error) {
	chosen, err := s.catalog.Select(s.apis)
	return steps.Options{
		Features: features.FS, Own: s.own, Known: s.catalog.IDs(), Definitions: chosen, Contract: s.catalog.Contract, APIs: s.apis, Tags: s.tags, Among: s.among, Part: s.part,
		Abilities:   s.abilities(),
		Concurrency: s.concurrency, Seed: s.seed, Phone: s.phone, Approval: steps.Approval(s.approval), Now: time.Now,
	}, err
}

// name names what would run. Of a URL it is not known before it is asked whether a
// sandbox answers there; of the test environment and production it is.
func (s *session) name(plan []harness.Scenario) error {
	known := s.options.target == "test" || harness.Target{URL: s.options.target}.Production()
	for _, p := range plan {
		if known && p.Status == harness.StatusSkipped {
			continue
		}
		if _, err := fmt.Fprintf(s.Stdout, "%s\t%s\n", p.ID, p.Name); err != nil {
			return err
		}
	}
	return nil
}

// scenarios runs what was planned and reports.
func (s *session) scenarios(ctx context.Context, planned int) error {
	url, err := s.startProxy()
	if err != nil {
		return err
	}
	o, err := s.stepOptions()
	if err != nil {
		return err
	}
	show := newProgress(s, planned)
	show.line("seed %d, target %s", s.seed, s.target.URL)
	show.line("proxy listening on %s", url)
	if s.options.target == "sandbox" {
		show.line("sandbox listening on %s", s.target.URL)
	}
	o.Outcomes = s.twin != nil
	o.URL, o.Target, o.Control, o.TLS, o.Credentials = url, s.target.URL, s.target.Control, s.target.TLS, s.target.Credentials
	o.Settle, o.Excuse, o.Progress, o.Acted = s.settled, s.judge.Excuse, show.scenario, s.acted.deeds.add
	if s.target.Control == "" {
		s.manners(&o, show)
	}
	if err := s.receive(&o, show); err != nil {
		return err
	}
	s.run.Scenarios, err = steps.Run(ctx, o)
	show.done()
	s.giveUp(ctx, o)
	if err != nil {
		return err
	}
	s.run.Interrupted = ctx.Err() != nil
	if s.twin != nil {
		s.run.Twin = twin.Compare(*s.twin, s.run.Scenarios, s.twinTags == "" && !s.run.Interrupted && s.target.Control != "")
	}
	s.drain()
	s.over.Store(true)
	s.mourn()
	return s.conclude()
}

// receive starts the receiver of callbacks where the target can reach one.
func (s *session) receive(o *steps.Options, show *progress) error {
	if s.target.Control == "" && s.callbackURL == "" {
		return nil
	}
	r := receiver.New(receiver.Options{Sink: s.submit, IDs: s.ids, Now: time.Now, Origin: s.callbackURL})
	url, err := s.serve(s.receiverAddress(), r)
	if err != nil {
		return elsewhere("callback-listen", err)
	}
	show.line("callbacks listening on %s", url)
	o.Receiver, o.ReceiverURL = r, s.target.Reach(url)
	if s.target.Control == "" {
		o.ReceiverURL = s.callbackURL
	}
	return nil
}

// settled waits until all that the scenario has sent is judged.
func (s *session) settled(scenario string) steps.Settled {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if err := s.proxy.Await(ctx, scenario); err != nil {
		return steps.Settled{Broken: "an exchange was still under way after a minute"}
	}
	settled := steps.Settled(s.judge.Settle(scenario))
	for i := range settled.Findings {
		s.accepted.Mark(&settled.Findings[i], s.run.Started)
	}
	return settled
}

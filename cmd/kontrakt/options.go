package main

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"kontrakt/harness"
	"kontrakt/harness/certify"
	"kontrakt/harness/config"
	"kontrakt/harness/regress/accepted"
	"kontrakt/harness/regress/twin"
	"kontrakt/harness/target"
	"kontrakt/reports"
	"kontrakt/steps"
)

// options are the flags that mean the same wherever they stand. A command
// declares those that it has a use for.
type options struct {
	// twin is what a run of twins compares; twinTags are the tags asked for.
	twin                                    *twin.Pair
	twinTags                                string
	target, tags, config, out, failOn, mode string
	listen, admin                           string
	apis, formats, routes, failOnBlame      []string
	callbackURL, callbackListen             string
	phone, approval                         string
	interceptOptions
	tlsOptions
	pprof                             bool
	concurrency                       int
	seed                              int64
	requireProof                      string
	allowProduction                   bool
	asPublished, list, quiet, noColor bool
	shard                             string
	// part is what --shard says; seedDrawn that nobody named a seed.
	part      steps.Part
	seedDrawn bool
	// among are the scenarios that alone run, by ID or pattern; none runs all.
	among []string

	// What a certificate is asked for, and says.
	profiles, declared, from, notes []string
	merchantName, build, sign       string
	key                             []byte

	severities map[string]harness.Severity
	// accepted are the findings that somebody lives with; nil is none.
	accepted *accepted.List
	// features are where the user's own scenarios are, own what stands there.
	features     []string
	own          []steps.Own
	acceptedFile string
	file         *config.File
}

// anyCallbackListen is any free port, where the target can reach it.
const anyCallbackListen = "127.0.0.1:0"

// flag declares the named flags on a command.
func (o *options) flag(c *cobra.Command, names ...string) {
	all := o.all()
	for _, name := range names {
		c.Flags().AddFlag(all.Lookup(name))
	}
}

// prefer gives a flag that is a list another default on one command.
func (o *options) prefer(c *cobra.Command, name string, values ...string) {
	f := c.Flags().Lookup(name)
	if list, ok := f.Value.(pflag.SliceValue); ok {
		_ = list.Replace(values) // a list of strings takes any
		f.DefValue = f.Value.String()
	}
}

// all declares every flag, each with its default.
func (o *options) all() *pflag.FlagSet {
	f := pflag.NewFlagSet("all", pflag.ContinueOnError)
	f.StringVar(&o.target, "target", "sandbox", "what answers as the API: sandbox, test (the test environment), a `URL`, or docker:IMAGE")
	f.StringSliceVar(&o.apis, "api", nil, "the contracts to run for, by `ID` (default: every one that is not retired)")
	f.StringSliceVar(&o.features, "features", nil, "your own scenarios, `files` or folders of .feature files in our sentences (kontrakt steps), to run beside ours; --tags @own runs them alone")
	f.StringVar(&o.tags, "tags", "", "which scenarios, a godog tag `expression`: @core && ~@sandbox")
	f.StringVar(&o.config, "config", "", "configuration `file` (default "+config.DefaultFile+" where there is one)")
	f.StringVar(&o.out, "out", "kontrakt-report", "`folder` of the reports")
	f.StringSliceVar(&o.formats, "format", []string{"json", "html", "junit"}, "report `formats`: "+strings.Join(formatNames(), ", "))
	f.StringVar(&o.failOn, "fail-on", "error", "the least `severity` that does not conform: error, warning or never")
	f.StringVar(&o.requireProof, "require-proof", "", "the least `share` of the contracts' clauses to be proven, such as 80%")
	f.StringVar(&o.acceptedFile, "accepted", "", "`file` of findings to live with until a day (default "+accepted.DefaultFile+" where there is one)")
	f.StringSliceVar(&o.failOnBlame, "fail-on-blame", []string{"any"}, "`whose` findings do not conform: "+strings.Join(blameNames(), ", "))
	f.IntVar(&o.concurrency, "concurrency", 8, "`number` of scenarios that run at once")
	f.StringVar(&o.listen, "listen", "127.0.0.1:0", "`address` to listen on")
	f.StringVar(&o.admin, "admin", "", "`address` of the live page and /metrics, loopback where it names no host (default none)")
	f.BoolVar(&o.pprof, "pprof", false, "serve Go profiles of this tool below /debug/pprof/ on --admin")
	f.StringVar(&o.mode, "mode", "observe", "`observe|enforce`: judge only, or answer invalid requests in the target's place")
	f.BoolVar(&o.asPublished, "as-published", false, "judge by the documents as published, without corrections")
	f.StringSliceVar(&o.routes, "route", nil, "where the sandbox really dials a merchant's URL: `URL=ADDRESS`, such as https://shop.example=http://127.0.0.1:3000")
	f.StringVar(&o.callbackURL, "callback-url", "", "public `URL` that reaches the callback listener")
	f.StringVar(&o.callbackListen, "callback-listen", anyCallbackListen, "`address` of the callback listener")
	o.interceptFlags(f)
	o.tlsFlags(f)
	f.StringVar(&o.phone, "phone", "", "`number` of a test user, eight digits, for targets that are no sandbox")
	f.StringVar(&o.approval, "approval", "force", "`how` customers approve on a target that is no sandbox: force (the test environment does it in their place), manual (link and code are shown to a person) or skip")
	f.BoolVar(&o.allowProduction, "allow-production", false, "let a production host be the target: scenarios tagged @production-safe, which only read, run there")
	f.Int64Var(&o.seed, "seed", 0, "`number` that the order of the scenarios comes from (default: drawn, and printed)")
	f.StringVar(&o.shard, "shard", "", "run part `i/n` of the plan only, such as 2/8; job/n takes i from a Kubernetes Indexed Job")
	f.BoolVar(&o.list, "list", false, "name what would run, and run nothing")
	f.BoolVar(&o.quiet, "quiet", false, "no progress")
	f.StringSliceVar(&o.profiles, "profile", nil, "the checklists to hold it against, by `name`: "+strings.Join(certify.Names(), ", "))
	f.StringSliceVar(&o.declared, "ability", nil, "what the integration can do beside the usual, such as express, in-store, reserve-capture; its requirements then apply")
	f.StringArrayVar(&o.from, "from", nil, "a recording (HAR `FILE`) to certify from, in the place of live traffic; may be repeated")
	f.StringVar(&o.merchantName, "merchant", "", "whose integration it is, for the certificate")
	f.StringVar(&o.build, "build", "", "digest or commit of what is certified, for the certificate")
	f.StringVar(&o.sign, "sign", "", "`file` of a private key in PEM, to sign the certificate with")
	f.StringArrayVar(&o.notes, "note", nil, "what there is to say of a manual requirement: `ID=TEXT`, or ID=@FILE")
	f.BoolVar(&o.noColor, "no-color", false, "no colours on a terminal")
	return f
}

// settle fills in what environment and file have to say, and checks it.
func (o *options) settle(e env, c *cobra.Command) error {
	err := o.readFile(e, c)
	c.Flags().Visit(func(f *pflag.Flag) { o.typed = append(o.typed, f.Name) })
	known := []string{}
	new(options).all().VisitAll(func(f *pflag.Flag) { known = append(known, f.Name) })
	if err != nil {
		if o.file != nil { // then all that is wrong with it is told at once
			err = errors.Join(err, config.Apply(c.Flags(), e.LookupEnv, o.file, known))
		}
		return &harness.Stop{Err: err, Hint: "the keys of the file are the names of the flags; kontrakt explain lists the rules", Usage: true}
	}
	if err := config.Apply(c.Flags(), e.LookupEnv, o.file, known); err != nil {
		return &harness.Stop{Err: err, Usage: true}
	}
	if err := o.readAccepted(e, c); err != nil {
		return &harness.Stop{Err: err, Hint: "kontrakt report --accept writes such a file", Usage: true}
	}
	if err := o.check(c.Flags()); err != nil || o.list || c.Flags().Lookup("out") == nil {
		return err
	}
	return checkFolder(o.out)
}

func (o *options) readFile(e env, c *cobra.Command) error {
	name, named := config.DefaultFile, false
	if v, ok := e.LookupEnv(config.EnvName("config")); ok && v != "" {
		name, named = v, true
	}
	if c.Flags().Changed("config") {
		name, named = o.config, true
	}
	data, err := e.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) && !named {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read the configuration: %w", err)
	}
	if o.file, err = config.Parse(name, data, ruleNames()); err != nil {
		return err
	}
	o.severities = map[string]harness.Severity{}
	for rule, severity := range o.file.Severity {
		o.severities[rule] = harness.Severity(severity)
	}
	return nil
}

// readAccepted reads what somebody lives with, where the command judges.
func (o *options) readAccepted(e env, c *cobra.Command) error {
	if c.Flags().Lookup("accepted") == nil {
		return nil
	}
	name := cmp.Or(o.acceptedFile, accepted.DefaultFile)
	data, err := e.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) && o.acceptedFile == "" {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read the accepted findings: %w", err)
	}
	o.accepted, err = accepted.Parse(name, data)
	return err
}

// check reports every value that makes no sense at once.
func (o *options) check(flags *pflag.FlagSet) error {
	var mistakes []error
	oneOf := func(flag, value string, allowed ...string) {
		if flags.Lookup(flag) != nil && !slices.Contains(allowed, value) {
			mistakes = append(mistakes, fmt.Errorf("--%s: want %s, got %q", flag, strings.Join(allowed, ", "), value))
		}
	}
	oneOf("fail-on", o.failOn, "error", "warning", "never")
	oneOf("mode", o.mode, "observe", "enforce")
	oneOf("approval", o.approval, "force", "manual", "skip")
	if flags.Lookup("format") != nil && len(o.formats) == 0 {
		mistakes = append(mistakes, fmt.Errorf("--format: want at least one of %s", strings.Join(formatNames(), ", ")))
	}
	for _, f := range o.formats {
		oneOf("format", f, formatNames()...)
	}
	if _, err := o.leastProof(); err != nil {
		mistakes = append(mistakes, err)
	}
	for _, b := range o.failOnBlame {
		oneOf("fail-on-blame", b, blameNames()...)
	}
	for _, a := range [][2]string{{"listen", o.listen}, {"admin", o.admin}, {"callback-listen", o.callbackListen}, {"intercept-listen", o.interceptListen}} {
		if a[1] != "" && flags.Lookup(a[0]) != nil && !listenable(a[1]) {
			mistakes = append(mistakes, fmt.Errorf("--%s: want an address such as 127.0.0.1:8080, got %q", a[0], a[1]))
		}
	}
	if flags.Lookup("concurrency") != nil && (o.concurrency < 1 || o.concurrency > 256) {
		mistakes = append(mistakes, fmt.Errorf("--concurrency: want 1 to 256, got %d", o.concurrency))
	}
	if o.phone != "" && (len(o.phone) != 8 || strings.Trim(o.phone, "0123456789") != "") {
		mistakes = append(mistakes, errors.New("--phone: want eight digits"))
	}
	if o.callbackURL != "" && !callbackAddress(o.callbackURL) {
		mistakes = append(mistakes, fmt.Errorf("--callback-url: want a public https URL, got %q", target.WithoutSecrets(o.callbackURL)))
	}
	if flag := flags.Lookup("pprof"); flag != nil && o.pprof && o.admin == "" {
		mistakes = append(mistakes, errors.New("--pprof: name the listener with --admin"))
	}
	mistakes = append(mistakes, o.checkInterception()...)
	if _, err := o.routeTable(); err != nil {
		mistakes = append(mistakes, err)
	}
	if len(mistakes) == 0 {
		return nil
	}
	return &harness.Stop{Err: errors.Join(mistakes...), Usage: true}
}

// listenable says whether an address can be listened on: host, colon, port.
func listenable(address string) bool {
	_, port, err := net.SplitHostPort(address)
	if err != nil {
		return false
	}
	_, err = strconv.ParseUint(cmp.Or(port, "0"), 10, 16)
	return err == nil
}

func formatNames() []string {
	var names []string
	for _, r := range reports.Renderers() {
		names = append(names, r.Name)
	}
	return names
}

// leastProof is the share of clauses to be proven, in percent; 0 where none is
// asked for.
func (o *options) leastProof() (float64, error) {
	if o.requireProof == "" {
		return 0, nil
	}
	share, err := strconv.ParseFloat(strings.TrimSpace(strings.TrimSuffix(o.requireProof, "%")), 64)
	if err != nil || !(share > 0 && share <= 100) {
		return 0, fmt.Errorf("--require-proof: want a share such as 80%%, got %q", o.requireProof)
	}
	return share, nil
}

// blamed are those whose findings count; none means anybody's.
func (o *options) blamed() []harness.Blame {
	var blamed []harness.Blame
	for _, b := range o.failOnBlame {
		if b != "any" {
			blamed = append(blamed, harness.Blame(b))
		}
	}
	return blamed
}

func blameNames() []string {
	names := []string{"any"}
	for _, b := range harness.Blames() {
		names = append(names, string(b))
	}
	return names
}

// least is the severity at which a finding counts.
func (o *options) least() harness.Severity {
	if o.failOn == "never" {
		return harness.Off
	}
	return harness.Severity(o.failOn)
}

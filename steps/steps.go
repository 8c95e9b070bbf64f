// Package steps runs the features: it plans every scenario once for each API,
// gives it a merchant of its own, maps its sentences to calls, and settles how
// it ended by what the judge found. It is the only package that knows godog,
// whose own status and summary are never the verdict.
package steps

import (
	"context"
	"crypto/tls"
	"io/fs"
	"time"

	"kontrakt/harness"
	"kontrakt/harness/api"
	"kontrakt/harness/client"
	"kontrakt/harness/client/journal"
	"kontrakt/harness/client/receiver"
	"kontrakt/harness/config"
	"kontrakt/harness/contract"
)

// Options say what runs, and against what.
type Options struct {
	// Features holds the feature files.
	Features    fs.FS
	Definitions []api.Definition
	// Own are feature files of the user's that run beside those. Known are the IDs of
	// all APIs that there are, which their tags may name.
	Own   []Own
	Known []string
	// Contract gives what a contract implies of requests, by its ID; nil skips the
	// scenarios that are made of it.
	Contract func(id string) *contract.Contract
	// APIs selects by contract ID; none selects every API in Definitions.
	APIs []string
	// Tags is a godog tag expression: @core && ~@sandbox.
	Tags string
	// Among are the scenarios that run of those that are selected: IDs, or patterns
	// of path.Match; none runs all.
	Among []string
	// Only is the one scenario that runs, as an earlier Plan gave it; nil runs
	// all that are selected.
	Only *harness.Scenario
	// Part is the part of the plan that runs; the zero value is all of it.
	Part Part
	// URL is where the scenarios' requests go: our proxy.
	URL string
	// Target is the target's own URL, behind the proxy. Where it is production,
	// only scenarios tagged @production-safe run, and nothing but reading is sent.
	Target string
	// Control is the base URL of a sandbox's control calls; empty when the
	// target is none.
	Control string
	// TLS is how the target is called past the proxy where it is https; nil is as the
	// system says.
	TLS *tls.Config
	// Credentials are those of the merchant that all scenarios share on a target
	// that is no sandbox.
	Credentials config.Credentials
	// Phone is the number of a test user, as eCom wants it, for a target that is
	// no sandbox; empty where there is none.
	Phone string
	// Abilities are what that merchant's sales unit may do.
	Abilities config.Abilities
	// Approval is how customers approve on a target that is no sandbox.
	Approval Approval
	// Ask shows a person the link of a payment or an agreement to approve. One is
	// asked for at a time.
	Ask func(what, link string)
	// Journal remembers what was made on a target that is no sandbox until it is
	// given up; nil remembers for the run alone.
	Journal *journal.Journal
	// Receiver takes the callbacks; nil skips the scenarios that need them.
	Receiver *receiver.Receiver
	// ReceiverURL is where the target reaches Receiver: its loopback address for
	// a sandbox; for any other target a public https address, or empty.
	ReceiverURL string
	// Settle waits until the scenario's exchanges are judged.
	Settle func(scenario string) Settled
	// Excuse tells the judge that a scenario meant to cause this finding, which
	// then counts for nothing; nil where nobody asks.
	Excuse func(scenario string, f harness.Finding)
	// Acted is told of what a scenario asked of the sandbox itself, when it has
	// happened; nil where nobody asks.
	Acted func(scenario string, a harness.Act)
	// Run makes references unique on a target that remembers earlier runs; at
	// most 12 letters and digits. Empty is made of the seed, and of the time
	// where the target is no sandbox.
	Run string
	// Pace is how long a merchant waits before it asks again how a payment
	// stands, on a target that is no sandbox; 0 is the 2 s that the guides give.
	Pace time.Duration
	// Wait is how it waits; nil waits by the wall clock.
	Wait func(context.Context, time.Duration) error
	// Around stand around all calls of the merchant on a target that is no sandbox.
	Around []client.Around
	// Outcomes asks at each scenario's end how everything stands that it made, so
	// that outcomes can be compared.
	Outcomes bool
	// Concurrency is how many scenarios run at once; 0 is 1.
	Concurrency int
	// Seed orders the scenarios and makes references unique; 0 keeps the order
	// of the files.
	Seed int64
	// Progress is told of every finished scenario, one at a time.
	Progress func(harness.Scenario)
	// Now is the wall clock.
	Now func() time.Time
}

// A Part is one of Of parts of a plan, which share nothing and together are the plan.
// Which scenarios are in it depends on the plan alone, on no seed and no target.
type Part struct{ Index, Of int }

// has says whether the scenario of this number in the plan is in the part. Parts go
// round, so that each has some of every feature.
func (p Part) has(number int) bool { return p.Of < 2 || (number-1)%p.Of == p.Index-1 }

// Settled is what the judge says of a scenario's exchanges.
type Settled struct {
	Findings []harness.Finding
	// Exchanges are the IDs, in order.
	Exchanges []string
	// Broken says in one line that an exchange did not come to its regular end,
	// through no fault of the API's behaviour; empty when none did.
	Broken string
}

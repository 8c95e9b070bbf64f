package harness

import (
	"iter"
	"net/url"
	"strings"
	"time"
)

// A Run is one use of the tool, from which a report is made.
type Run struct {
	Tool        Tool
	ID          string
	Command     string
	Started     time.Time
	Finished    time.Time
	Target      Target
	Environment string
	// Seed is the seed of the scenarios' order.
	Seed int64
	// Interrupted says that the user stopped it early.
	Interrupted bool
	// Incomplete says what could not be judged for want of room, or because it
	// broke, one line each; empty where everything was.
	Incomplete []string
	// Twin is nil where the run was not one of the same scenarios on two APIs.
	Twin *Twin
	// Shard is nil where the run is whole.
	Shard *Shard
	// Policy is what Settle was told.
	Policy  Policy
	Verdict Verdict
	// Reason says in one line why the verdict is what it is, where that does
	// not follow from scenarios and findings.
	Reason    string
	Contracts []ContractUsed
	// Rules are those that the run judged by.
	Rules     []RuleUsed
	Scenarios []Scenario
	// Trial is nil where nothing is known beside the exchanges.
	Trial    *Trial
	Findings []Finding
	// Accepted are the findings that the merchant lives with.
	Accepted   []Acceptance
	Operations []OperationStats
	Coverage   Coverage
	// Proof says what of the contracts the run has proven, by operation and kind.
	Proof []Proof
	// Require is the least share of the contracts to be proven, in percent; 0 asks
	// for none.
	Require   float64
	Checklist []Requirement
	Recorded  int
	Dropped   int
	// Broken counts the exchanges that tool or target broke: unreachable, timed
	// out, cut off.
	Broken int
	// Repository is what is known of the user's own files.
	Repository Repository
	// Exchanges yields the exchanges that were kept, redacted and judged, in
	// the order of their IDs. It may be called more than once.
	Exchanges func() iter.Seq2[Judged, error]
}

// A Repository is where the user works; the zero value has no files.
type Repository struct {
	// In is the folder below its top that the command ran in, with slashes; "" is the top.
	In string
	// Config is the configuration file's path below that, kontrakt.yaml where it is empty.
	Config string
	// Has says whether a file stands at a path, with slashes and relative to the top.
	Has func(path string) bool
}

// Tool is this program.
type Tool struct{ Name, Version string }

// A Target is what answered as the API.
type Target struct {
	// Kind is sandbox, test, url or container.
	Kind string
	URL  string
}

// Production says whether the target is where real money moves: every host of
// Vipps MobilePay's but the test environment (source: the guides' list of servers,
// which names api.vipps.no; what else there may be is taken for production).
func (t Target) Production() bool {
	u, err := url.Parse(t.URL)
	if err != nil {
		return false
	}
	host := strings.ToLower(strings.TrimRight(u.Hostname(), "."))
	if strings.ContainsFunc(host, func(r rune) bool { return r > '~' }) {
		return true // a wide letter or dot is looked up as the plain one
	}
	for _, domain := range []string{"vipps.no", "vippsmobilepay.com", "mobilepay.dk"} {
		if host == domain || strings.HasSuffix(host, "."+domain) {
			return host != "apitest.vipps.no"
		}
	}
	return false
}

// A ContractUsed is one contract that the run judged by.
type ContractUsed struct {
	ID, Title, Version string
	// State is in-force, deprecated or retired.
	State           string
	Source          ContractSource
	Errata, Updates int
	AsPublished     bool
	Docs            string
	// Digest is the SHA-256 of what was judged by, in hex: the transcription, and
	// after it the overlay where that was not left out.
	Digest string
}

// A ContractSource is where a contract comes from.
type ContractSource struct {
	// Kind is published or authored.
	Kind, URL, Edition, SHA256 string
}

// A RuleUsed is a rule with the contract that it was held against; without one,
// it was every contract.
type RuleUsed struct {
	Contract string
	Rule
	// Keeps and Breaks are an example of each kind.
	Keeps, Breaks Example
}

// An Example is an exchange, or several, by which a rule is kept or broken.
type Example struct {
	// About says what there is to see; it may be empty.
	About string
	// Text are the messages as HTTP/1.1 has them, or a line for each exchange.
	Text string
	// Found words what is found, empty where the rule is kept.
	Found string
}

// A Scenario is one Gherkin scenario as planned and run for one API.
type Scenario struct {
	ID, Feature, Name string
	File              string
	Line              int
	Tags              []string
	API               string
	Status            Status
	// Reason says why it was skipped, failed or could not be judged.
	Reason    string
	Duration  time.Duration
	Steps     []Step
	Exchanges []string
	// Shapes are the IDs of the shapes of what the API said in it, sorted.
	Shapes []string
	// Outcome is what came of it, where outcomes are compared.
	Outcome Outcome
}

// A Step is one line of a scenario.
type Step struct {
	Keyword, Text string
	Status        Status
	Error         string
	// Started and Ended are when it ran; zero where it did not.
	Started, Ended time.Time
	// Shapes are the IDs of the shapes of what the API answered to the calls made in
	// it, in their order; of the same one after the other, one.
	Shapes []string
}

// OperationStats are the figures of one operation in a run.
type OperationStats struct {
	Operation
	Calls, OK, ClientErrors, ServerErrors int
	// Statuses counts the answers by status; 0 is no answer.
	Statuses                map[int]int
	Errors, Warnings, Notes int
	// Shapes are those of what the API said, sorted by status and ID.
	Shapes []Shape
	// MedianLow and MedianHigh are the ends of the interval in which the median lies
	// with 99.9 per cent of confidence; with few answers they are far apart.
	MedianLow, MedianHigh time.Duration
	// P50, P95 and Max are times that the target took.
	P50, P95, Max time.Duration
}

// A Shape is the form of an answer, or of a callback's request: what is documented
// and was there, and of which kind. It is the same in every run.
type Shape struct {
	// ID is 12 hex digits.
	ID string
	// Status is the answer's; 0 for a callback's request.
	Status int
	// Members are places with kinds, "/amount/value number", sorted.
	Members []string
}

// Coverage says how much of the contracts a run has exercised.
type Coverage struct {
	Operations Extent
	Responses  Extent
	Missing    []Missing
}

// An Extent counts what is documented, what of it can be exercised at all,
// and what was.
type Extent struct{ Documented, Exercisable, Exercised int }

// Missing is something documented that the run did not exercise.
type Missing struct{ What, Reason string }

// A Requirement is one line of a go-live checklist.
type Requirement struct {
	ID, Contract, Text string
	// Status is met, unmet, not-observed or manual.
	Status   string
	Evidence []string
	Help     string
}

// A Judged exchange is a redacted one with what was found in it.
type Judged struct {
	Exchange
	// Operation is nil where no contract knows the exchange.
	Operation *Operation
	Findings  []Finding
	// Redacted lists the places where a pseudonym stands: "request header
	// Authorization", "response body /userDetails/email".
	Redacted []string
	// Expect is what is known of an answer that nobody has given yet, and that is not
	// known whole: then Response is empty. It is nil elsewhere.
	Expect *Response
	// Departs are the reasons for which an answer may come out otherwise.
	Departs []Departure
}

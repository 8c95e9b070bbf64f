package reports

import "time"

// Schema names the version of the report document.
const Schema = "kontrakt/report/v1"

// A Report is the report document, kontrakt/report/v1. Times are UTC, durations
// milliseconds with at most three decimals. No list is null.
type Report struct {
	Schema     string      `json:"schema"`
	Tool       Tool        `json:"tool"`
	Run        Run         `json:"run"`
	Contracts  []Contract  `json:"contracts"`
	Scenarios  []Scenario  `json:"scenarios"`
	Findings   []Finding   `json:"findings"`
	Rules      []Rule      `json:"rules"`
	Operations []Operation `json:"operations"`
	Coverage   Coverage    `json:"coverage"`
	Checklist  []Checked   `json:"checklist"`
	Exchanges  Exchanges   `json:"exchanges"`
	// Twin is left out where the run was none of twins.
	Twin     *Twin      `json:"twin,omitempty"`
	Accepted []Accepted `json:"accepted"`
	Totals   Totals     `json:"totals"`
}

// Tool is the program that made the report.
type Tool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// Run is what was done, when, and how it ended.
type Run struct {
	ID          string    `json:"id"`
	Command     string    `json:"command"`
	StartedAt   time.Time `json:"startedAt"`
	FinishedAt  time.Time `json:"finishedAt"`
	DurationMs  float64   `json:"durationMs"`
	Target      Target    `json:"target"`
	Environment string    `json:"environment"`
	Verdict     string    `json:"verdict"`
	// Reason says why, where scenarios and findings do not.
	Reason      string `json:"reason"`
	Seed        int64  `json:"seed"`
	Interrupted bool   `json:"interrupted"`
	// Incomplete says what could not be judged; it is left out where there is nothing.
	Incomplete []string `json:"incomplete,omitempty"`
	Policy     Policy   `json:"policy"`
	// Shard is left out where the run is whole.
	Shard *Shard `json:"shard,omitempty"`
}

// Policy says what made the verdict: the least severity that fails, or never,
// whose findings count, or any, and the share of clauses to be proven, in per cent.
type Policy struct {
	FailOn       string   `json:"failOn"`
	FailOnBlame  []string `json:"failOnBlame"`
	RequireProof float64  `json:"requireProof"`
}

// Shard says which part of a plan it was, and carries what the figures of the whole
// are reckoned from.
type Shard struct {
	Index    int        `json:"index"`
	Of       int        `json:"of"`
	Plan     string     `json:"plan"`
	Planned  int        `json:"planned"`
	Measured []string   `json:"measured"`
	Evidence []Evidence `json:"evidence"`
}

// Evidence is what was seen of an operation: the statuses that were answered, a
// histogram of latencies as pairs of bucket and count, and marks on the contract's
// clauses as bits in base64.
type Evidence struct {
	Contract  string      `json:"contract"`
	Operation string      `json:"operation"`
	Answered  []int       `json:"answered"`
	Latencies [][2]uint32 `json:"latencies"`
	Proven    []byte      `json:"proven"`
}

// Target is what answered as the API.
type Target struct {
	Kind string `json:"kind"`
	URL  string `json:"url"`
}

// Contract is one contract that was judged by.
type Contract struct {
	ID          string  `json:"id"`
	Title       string  `json:"title"`
	Version     string  `json:"version"`
	State       string  `json:"state"`
	Source      Source  `json:"source"`
	Overlay     Overlay `json:"overlay"`
	AsPublished bool    `json:"asPublished"`
	Docs        string  `json:"docs"`
	// Digest is the SHA-256 of transcription and overlay, empty in reports of
	// earlier versions.
	Digest string `json:"digest"`
}

// Source is where a contract comes from.
type Source struct {
	Kind    string `json:"kind"`
	URL     string `json:"url"`
	Edition string `json:"edition"`
	SHA256  string `json:"sha256"`
}

// Overlay counts the overlay's actions by kind.
type Overlay struct {
	Errata  int `json:"errata"`
	Updates int `json:"updates"`
}

// Scenario is one scenario as run for one API.
type Scenario struct {
	ID         string   `json:"id"`
	Feature    string   `json:"feature"`
	Name       string   `json:"name"`
	File       string   `json:"file"`
	Line       int      `json:"line"`
	Tags       []string `json:"tags"`
	API        string   `json:"api"`
	Status     string   `json:"status"`
	Reason     string   `json:"reason"`
	DurationMs float64  `json:"durationMs"`
	Steps      []Step   `json:"steps"`
	Exchanges  []string `json:"exchanges"`
	Shapes     []string `json:"shapes"`
}

// Step is one line of a scenario.
type Step struct {
	Keyword string `json:"keyword"`
	Text    string `json:"text"`
	Status  string `json:"status"`
	Error   string `json:"error"`
	// Shapes are left out where nothing was answered.
	Shapes []string `json:"shapes,omitempty"`
}

// Finding is one thing wrong. Its ID counts in the report's order; its
// Fingerprint is the same in every run.
type Finding struct {
	ID          string   `json:"id"`
	Rule        string   `json:"rule"`
	Severity    string   `json:"severity"`
	Direction   string   `json:"direction"`
	Contract    string   `json:"contract"`
	Operation   string   `json:"operation"`
	Method      string   `json:"method"`
	Path        string   `json:"path"`
	Status      int      `json:"status"`
	In          string   `json:"in"`
	Pointer     string   `json:"pointer"`
	Message     string   `json:"message"`
	Expected    string   `json:"expected"`
	Actual      string   `json:"actual"`
	Spec        Spec     `json:"spec"`
	Help        string   `json:"help"`
	Blame       string   `json:"blame"`
	Because     string   `json:"because"`
	Accepted    string   `json:"accepted"`
	Count       int      `json:"count"`
	Exchanges   []string `json:"exchanges"`
	Scenarios   []string `json:"scenarios"`
	Fingerprint string   `json:"fingerprint"`
}

// Rule is a rule that found something; without a contract it holds for all.
// Severity is the rule's own, which the configuration may have changed.
type Rule struct {
	ID       string `json:"id"`
	Contract string `json:"contract"`
	Severity string `json:"severity"`
	Says     string `json:"says"`
	Source   string `json:"source"`
	Help     string `json:"help"`
	// Keeps and Breaks are an example of each kind, with the first contract that
	// has the rule.
	Keeps  *Example `json:"keeps,omitempty"`
	Breaks *Example `json:"breaks,omitempty"`
}

// Example is an exchange, or several, by which a rule is kept or broken.
type Example struct {
	About string `json:"about"`
	Text  string `json:"text"`
	Found string `json:"found"`
}

// Spec is a place in a contract's files; an empty file means none.
type Spec struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	Pointer string `json:"pointer"`
}

// Operation is the figures of one operation. Statuses counts answers by status
// code, "none" those calls that had no answer.
type Operation struct {
	Contract     string         `json:"contract"`
	Operation    string         `json:"operation"`
	Method       string         `json:"method"`
	Path         string         `json:"path"`
	Flow         string         `json:"flow"`
	Deprecated   bool           `json:"deprecated"`
	Calls        int            `json:"calls"`
	OK           int            `json:"ok"`
	ClientErrors int            `json:"clientErrors"`
	ServerErrors int            `json:"serverErrors"`
	Statuses     map[string]int `json:"statuses"`
	Findings     Severities     `json:"findings"`
	Latency      Latency        `json:"latencyMs"`
	Shapes       []Shape        `json:"shapes"`
}

// Shape is the form of an answer, or, with the status 0, of a callback's request:
// which documented members it had, and of which kinds. It has the same ID in every
// run.
type Shape struct {
	ID      string   `json:"id"`
	Status  int      `json:"status"`
	Members []string `json:"members"`
}

// Checked is one line of a go-live checklist.
type Checked struct {
	ID       string   `json:"id"`
	Contract string   `json:"contract"`
	Text     string   `json:"text"`
	Status   string   `json:"status"`
	Evidence []string `json:"evidence"`
	Help     string   `json:"help"`
}

// Accepted is a finding that somebody lives with until a day. Its status is held,
// gone, or expired; unseen in a shard, which cannot say that it is gone.
type Accepted struct {
	Rule      string `json:"rule"`
	Operation string `json:"operation"`
	Pointer   string `json:"pointer"`
	Owner     string `json:"owner"`
	Reason    string `json:"reason"`
	Expires   string `json:"expires"`
	File      string `json:"file"`
	Line      int    `json:"line"`
	Seen      int    `json:"seen"`
	Status    string `json:"status"`
}

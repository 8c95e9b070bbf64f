// Package har reads and writes HTTP Archives, HAR 1.2: its own, with what the
// judge found at capture, and those of browsers and other tools.
//
// It judges and redacts nothing: what it is given to write must be fit to be
// seen.
package har

import "kontrakt/harness"

// An Archive is a recording.
type Archive struct {
	Entries []Entry
	// Trial is nil where the archive says nothing beside its entries.
	Trial *harness.Trial
}

// An Entry is one entry of an archive.
type Entry struct {
	harness.Judged
	// Ours says that kontrakt wrote the entry: Findings and Redacted are as they
	// were at capture.
	Ours bool
}

// The types below are the archive's own, http://www.softwareishard.com/blog/har-12-spec/.

// notWhole is the comment of an entry whose answer nobody has given.
const notWhole = "no answer: nobody has given it, and it is not known whole; what is known of it stands under _kontrakt.expect"

type creatorJSON struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

type entryJSON struct {
	Started  string        `json:"startedDateTime"`
	Time     float64       `json:"time"`
	Request  *requestJSON  `json:"request"`
	Response *responseJSON `json:"response"`
	Cache    struct{}      `json:"cache"`
	Timings  timingsJSON   `json:"timings"`
	Error    string        `json:"_error,omitempty"`
	Comment  string        `json:"comment,omitempty"`
	Ours     *oursJSON     `json:"_kontrakt,omitempty"`
}

type pairJSON struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

type requestJSON struct {
	Method      string     `json:"method"`
	URL         string     `json:"url"`
	Version     string     `json:"httpVersion"`
	Cookies     []struct{} `json:"cookies"`
	Headers     []pairJSON `json:"headers"`
	Query       []pairJSON `json:"queryString"`
	PostData    *postJSON  `json:"postData,omitempty"`
	HeadersSize float64    `json:"headersSize"`
	BodySize    float64    `json:"bodySize"`
}

// postJSON has an encoding of ours, as HAR 1.2 knows one for answers only: there is no
// other way to keep a body that is no text. Some tools write it without its mark.
type postJSON struct {
	MimeType string     `json:"mimeType"`
	Text     *string    `json:"text,omitempty"`
	Ours     string     `json:"_encoding,omitempty"`
	Encoding string     `json:"encoding,omitempty"`
	Params   []pairJSON `json:"params,omitempty"`
}

type responseJSON struct {
	Status      float64     `json:"status"`
	StatusText  string      `json:"statusText"`
	Version     string      `json:"httpVersion"`
	Cookies     []struct{}  `json:"cookies"`
	Headers     []pairJSON  `json:"headers"`
	Content     contentJSON `json:"content"`
	RedirectURL string      `json:"redirectURL"`
	HeadersSize float64     `json:"headersSize"`
	BodySize    float64     `json:"bodySize"`
}

type contentJSON struct {
	Size     float64 `json:"size"`
	MimeType string  `json:"mimeType"`
	Text     *string `json:"text,omitempty"`
	Encoding string  `json:"encoding,omitempty"`
}

type timingsJSON struct {
	Send    float64 `json:"send"`
	Wait    float64 `json:"wait"`
	Receive float64 `json:"receive"`
}

// oursJSON is what an archive has no place for.
type oursJSON struct {
	ID        string         `json:"id"`
	Flow      harness.Flow   `json:"flow"`
	Scenario  string         `json:"scenario,omitempty"`
	Operation *operationJSON `json:"operation,omitempty"`
	Redacted  []string       `json:"redacted"`
	Findings  []findingJSON  `json:"findings"`
	Failure   *failureJSON   `json:"failure,omitempty"`
	Signature *signatureJSON `json:"signature,omitempty"`
	// Duration and Waited are in nanoseconds.
	Duration int64 `json:"durationNs"`
	Waited   int64 `json:"waitedNs"`
	// Target is the request-target where the URL does not show it.
	Target *string `json:"target,omitempty"`
	// RequestSize and ResponseSize are the bytes that went over the wire, where
	// not all were captured.
	RequestSize  *int64 `json:"requestSize,omitempty"`
	ResponseSize *int64 `json:"responseSize,omitempty"`
	// Expect is what is known of an answer that nobody has given yet.
	Expect *responseJSON `json:"expect,omitempty"`
	// Departs are why the answer may come out otherwise.
	Departs []departureJSON `json:"departs,omitempty"`
	// Acts are what was asked of the sandbox before.
	Acts            []actJSON  `json:"acts,omitempty"`
	RequestTrailer  []pairJSON `json:"requestTrailer,omitempty"`
	ResponseTrailer []pairJSON `json:"responseTrailer,omitempty"`
}

type operationJSON struct {
	Contract   string       `json:"contract"`
	ID         string       `json:"id"`
	Method     string       `json:"method"`
	Path       string       `json:"path"`
	Flow       harness.Flow `json:"flow"`
	Deprecated bool         `json:"deprecated,omitempty"`
}

type failureJSON struct {
	Kind   harness.FailureKind `json:"kind"`
	Detail string              `json:"detail,omitempty"`
}

// signatureJSON is what the receiver of a signed delivery found.
type signatureJSON struct {
	Holds bool       `json:"holds"`
	Flaws []flawJSON `json:"flaws"`
}

type flawJSON struct {
	Header string `json:"header"`
	Want   string `json:"expected,omitempty"`
	Got    string `json:"actual,omitempty"`
	Cause  string `json:"cause,omitempty"`
}

// findingJSON has the names of report.json.
type findingJSON struct {
	Rule      string            `json:"rule"`
	Severity  harness.Severity  `json:"severity"`
	Direction harness.Direction `json:"direction"`
	Contract  string            `json:"contract,omitempty"`
	Operation string            `json:"operation,omitempty"`
	Method    string            `json:"method,omitempty"`
	Path      string            `json:"path,omitempty"`
	Status    int               `json:"status,omitempty"`
	In        harness.Part      `json:"in"`
	Pointer   string            `json:"pointer"`
	Expected  string            `json:"expected,omitempty"`
	Actual    string            `json:"actual,omitempty"`
	Spec      *specJSON         `json:"spec,omitempty"`
	Help      string            `json:"help,omitempty"`
	// Intended says that a scenario meant to cause it.
	Intended bool `json:"intended,omitempty"`
}

type specJSON struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	Pointer string `json:"pointer"`
}

package reports

// Totals are the sums. Findings are those that nobody has accepted.
type Totals struct {
	Scenarios Outcomes   `json:"scenarios"`
	Findings  Severities `json:"findings"`
	Accepted  int        `json:"accepted"`
}

// Outcomes counts scenarios; undefined and pending ones are inconclusive.
type Outcomes struct {
	Passed       int `json:"passed"`
	Failed       int `json:"failed"`
	Skipped      int `json:"skipped"`
	Inconclusive int `json:"inconclusive"`
}

// Severities counts findings by severity.
type Severities struct {
	Error   int `json:"error"`
	Warning int `json:"warning"`
	Note    int `json:"note"`
}

// Exchanges counts exchanges; broken ones came to no regular end.
type Exchanges struct {
	Recorded int `json:"recorded"`
	Dropped  int `json:"dropped"`
	Broken   int `json:"broken"`
}

// Latency is the time that the target took. MedianLow and MedianHigh are the ends of
// the interval in which the median lies with 99.9 per cent of confidence.
type Latency struct {
	P50        float64 `json:"p50"`
	P95        float64 `json:"p95"`
	Max        float64 `json:"max"`
	MedianLow  float64 `json:"medianLow"`
	MedianHigh float64 `json:"medianHigh"`
}

// Coverage says how much of the contracts was exercised.
type Coverage struct {
	Operations Extent    `json:"operations"`
	Responses  Extent    `json:"responses"`
	Missing    []Missing `json:"missing"`
	Proof      []Proof   `json:"proof"`
}

// Extent counts what is documented, can be exercised, and was.
type Extent struct {
	Documented  int `json:"documented"`
	Exercisable int `json:"exercisable"`
	Exercised   int `json:"exercised"`
}

// Missing is something documented that was not exercised.
type Missing struct {
	What   string `json:"what"`
	Reason string `json:"reason"`
}

// Proof is how much of one kind of an operation's clauses, or of the states and
// errors of an API, was proven; the kinds are those of a harness.Proof.
type Proof struct {
	Contract     string   `json:"contract"`
	Operation    string   `json:"operation"`
	Kind         string   `json:"kind"`
	Total        int      `json:"total"`
	Proven       int      `json:"proven"`
	Contradicted int      `json:"contradicted"`
	Missing      []string `json:"missing"`
	Broken       []string `json:"broken"`
}

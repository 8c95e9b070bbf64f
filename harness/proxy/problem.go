package proxy

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"

	"kontrakt/harness"
)

// A problem is an answer of the proxy's own (RFC 9457). Its title begins with
// kontrakt, so that nobody takes it for the target's.
type problem struct {
	Type     string `json:"type"`
	Title    string `json:"title"`
	Status   int    `json:"status"`
	Detail   string `json:"detail"`
	Exchange string `json:"exchange"`
	// Findings stand only where the guard refused the request.
	Findings []violation `json:"findings,omitempty"`
}

// A violation is a finding as a caller sees it.
type violation struct {
	Rule     string `json:"rule"`
	Severity string `json:"severity"`
	Where    string `json:"where"`
	Want     string `json:"want,omitempty"`
	Got      string `json:"got,omitempty"`
	Help     string `json:"help,omitempty"`
}

func violations(findings []harness.Finding) []violation {
	list := make([]violation, len(findings))
	for i, f := range findings {
		list[i] = violation{Rule: f.Rule, Severity: string(f.Severity), Where: f.Where(), Want: f.Want, Got: f.Got, Help: f.Help}
	}
	return list
}

// answer sends a problem in the target's place and notes why.
func (f *flight) answer(kind harness.FailureKind, status int, title, detail string, findings []harness.Finding) {
	f.exchange.Failure = &harness.Failure{Kind: kind, Detail: detail}
	body, err := json.Marshal(problem{
		Type: "about:blank", Title: "kontrakt: " + title, Status: status, Detail: detail,
		Exchange: f.exchange.ID, Findings: violations(findings),
	})
	if err != nil {
		panic(fmt.Sprintf("proxy: encode a problem of strings: %v", err))
	}
	f.ownHeader()
	h := f.w.Header()
	h["Content-Type"] = []string{"application/problem+json"}
	h["Content-Length"] = []string{strconv.Itoa(len(body))}
	f.w.WriteHeader(status)
	if f.request.Method != http.MethodHead {
		f.w.Write(body)
	}
}

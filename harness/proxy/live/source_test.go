package live_test

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"

	"kontrakt/harness"
)

// A source is what was judged, as a test wants it.
type source struct {
	mu       sync.Mutex
	all      []harness.Judged
	grown    chan struct{}
	findings []harness.Finding
	broken   bool
	read     int
}

func (s *source) Recorded() (int, <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.grown == nil {
		s.grown = make(chan struct{})
	}
	return len(s.all), s.grown
}

func (s *source) Between(from, to int) ([]harness.Judged, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.broken {
		return nil, errors.New("closed")
	}
	s.read += to - from
	return slices.Clone(s.all[from:to]), nil
}

func (s *source) Exchange(id string) (harness.Judged, bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.broken {
		return harness.Judged{}, false, errors.New("closed")
	}
	for _, j := range s.all {
		if j.ID == id {
			return j, true, nil
		}
	}
	return harness.Judged{}, false, nil
}

func (s *source) Stand(run *harness.Run) {
	s.mu.Lock()
	defer s.mu.Unlock()
	run.Findings, run.Recorded = slices.Clone(s.findings), len(s.all)
	if len(s.all) > 0 {
		run.Operations = []harness.OperationStats{{Operation: capture, Calls: len(s.all), OK: len(s.all), Statuses: map[int]int{200: len(s.all)}}}
	}
}

func (s *source) Count(run *harness.Run) { s.Stand(run) }

// add judges exchanges; one with a finding counts it.
func (s *source) add(all ...harness.Judged) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, j := range all {
		for _, f := range j.Findings {
			i := slices.IndexFunc(s.findings, func(g harness.Finding) bool { return g.Rule == f.Rule && g.Pointer == f.Pointer })
			if i < 0 {
				i = len(s.findings)
				f.Count = 0
				s.findings = append(s.findings, f)
			}
			s.findings[i].Count++
			s.findings[i].Exchanges = append(s.findings[i].Exchanges, j.ID)
		}
	}
	s.all = append(s.all, all...)
	if s.grown != nil {
		close(s.grown)
		s.grown = nil
	}
}

func (s *source) reads() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.read
}

var capture = harness.Operation{Contract: "epayment.v1", ID: "capturePayment", Method: "POST", Path: "/epayment/v1/payments/{reference}/capture", Flow: harness.FlowAPI}

// judged is the n-th capture, as it comes from the redactor.
func judged(n int, found ...harness.Finding) harness.Judged {
	body := `{"modificationAmount": {"currency":"NOK", "value":9007199254740993}}`
	return harness.Judged{
		Exchange: harness.Exchange{
			ID: fmt.Sprintf("x%04d", n), Flow: harness.FlowAPI, Started: time.Date(2026, 11, 21, 12, 0, n, 0, time.UTC),
			Duration: time.Duration(n+1) * time.Millisecond, Waited: time.Duration(n) * time.Millisecond,
			Request: harness.Request{
				Method: "POST", Scheme: "https", Host: "apitest.vipps.no", Target: fmt.Sprintf("/epayment/v1/payments/order-%d/capture", n), Proto: "HTTP/1.1",
				Header: http.Header{"Content-Type": {"application/json"}, "Authorization": {"Bearer qwertyuiop"}, "Idempotency-Key": {"key-1"}},
				Body:   harness.Body{Bytes: []byte(body), Size: int64(len(body))},
			},
			Response: harness.Response{Status: 200, Proto: "HTTP/1.1", Header: http.Header{"Content-Type": {"application/json"}}, Body: harness.Body{Bytes: []byte(`{}`), Size: 2}},
		},
		Operation: &capture, Findings: found, Redacted: []string{"request header Authorization"},
	}
}

// wrong is a finding in the body of a request.
func wrong(rule, pointer string) harness.Finding {
	return harness.Finding{
		Rule: rule, Severity: harness.Error, Direction: harness.InRequest, Contract: "epayment.v1", Operation: "capturePayment",
		In: harness.PartBody, Pointer: pointer, Want: "an integer", Got: `"1"`, Spec: harness.SpecRef{File: "epayment.v1.yaml", Line: 7, Pointer: "#/a"},
	}
}

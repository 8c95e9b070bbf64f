package main

import (
	"fmt"
	"sync"
	"time"

	"kontrakt/harness"
)

// progress shows how far a run is: one live line on a terminal, a line for
// each scenario elsewhere. It goes to stderr.
type progress struct {
	*session
	mu      sync.Mutex
	planned int
	counts  map[harness.Status]int
	live    bool
}

func newProgress(s *session, planned int) *progress {
	return &progress{session: s, planned: planned, counts: map[harness.Status]int{}, live: s.Terminal}
}

// line says something of its own.
func (p *progress) line(format string, args ...any) {
	if !p.quiet {
		fmt.Fprintf(p.Stderr, format+"\n", args...)
	}
}

// note says something while scenarios run.
func (p *progress) note(format string, args ...any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.done()
	p.line(format, args...)
}

// scenario tells of one that has ended.
func (p *progress) scenario(s harness.Scenario) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.counts[s.Status]++
	switch {
	case p.quiet:
	case !p.live:
		p.line("%-12s %s (%s)", s.Status, s.ID, s.Duration.Round(time.Millisecond))
	default:
		fmt.Fprintf(p.Stderr, "\r\x1b[K%s", p.bar(s.Name))
	}
}

func (p *progress) bar(name string) string {
	ended := 0
	for _, n := range p.counts {
		ended += n
	}
	bad := p.counts[harness.StatusFailed] + p.counts[harness.StatusInconclusive]
	text := fmt.Sprintf("%d of %d scenarios, %d not passed · %s", ended, p.planned, bad, name)
	if runes := []rune(text); len(runes) > 79 {
		text = string(runes[:78]) + "…"
	}
	return text
}

// done clears the live line.
func (p *progress) done() {
	if p.live && !p.quiet {
		fmt.Fprint(p.Stderr, "\r\x1b[K")
	}
}

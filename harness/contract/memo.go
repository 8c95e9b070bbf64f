package contract

import (
	"slices"
	"sync"

	"kontrakt/harness"
)

// A memo knows what was found in the latest bodies that the slow path has read.
// Software that breaks a contract mostly does so with the same body over and over,
// and the answers to it are the same, too. It is bounded: when it is full it
// begins anew.
type memo struct {
	mu    sync.Mutex
	found map[spotOfBody]map[string][]harness.Finding
	size  int
}

// A spotOfBody is all, but for the bytes, that decides what is found in a body.
type spotOfBody struct {
	op        *operation
	media     *media
	mediaType string
	side      harness.Direction
	status    int
}

const (
	// longestKnown is the longest body that is remembered, mostKnown how many bytes
	// of bodies, and what stands for the findings of each.
	longestKnown = 8 << 10
	mostKnown    = 512 << 10
	perKnown     = 4 << 10
)

// recall gives what was found in the body before, if that is known.
func (m *memo) recall(at spotOfBody, body []byte) ([]harness.Finding, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	found, known := m.found[at][string(body)]
	return found, known
}

func (m *memo) remember(at spotOfBody, body []byte, found []harness.Finding) {
	if len(body) > longestKnown {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.size += len(body) + perKnown; m.found == nil || m.size > mostKnown {
		m.found, m.size = map[spotOfBody]map[string][]harness.Finding{}, len(body)+perKnown
	}
	if m.found[at] == nil {
		m.found[at] = map[string][]harness.Finding{}
	}
	m.found[at][string(body)] = found
}

// body judges a whole, plain body of a known media type, unless it is known what
// is found there.
func (j *judgement) body(m *media, body []byte, mediaType string) {
	if j.unknowing {
		j.read(m, body, mediaType)
		return
	}
	at := spotOfBody{j.op, m, mediaType, j.side, j.status}
	found, known := j.contract.bodies.recall(at, body)
	if !known {
		before := len(j.findings)
		j.read(m, body, mediaType)
		found = slices.Clone(j.findings[before:])
		for i := range found {
			found[i].Exchanges, found[i].Scenarios = nil, nil
		}
		j.contract.bodies.remember(at, body, found)
		return
	}
	for _, f := range found {
		j.findings = append(j.findings, seenIn(f, j.x))
	}
}

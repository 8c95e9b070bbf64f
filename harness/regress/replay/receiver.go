package replay

import (
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"

	"kontrakt/harness"
)

// A Receiver stands for the merchant whom the target calls: it answers as the
// recorded one did, in the same order, and where nothing was recorded with 200.
type Receiver struct {
	// Origins are the schemes and hosts that the recorded merchants were called at,
	// sorted.
	Origins []string

	mu     sync.Mutex
	places []*called
}

// called is an address at which a merchant was called.
type called struct {
	method   string
	segments []string
	answers  []harness.Response
}

// NewReceiver makes the receiver of a recording; nil where nobody was called.
func NewReceiver(recorded []harness.Exchange) *Receiver {
	r := &Receiver{}
	for i := range recorded {
		x := &recorded[i]
		if x.Flow != harness.FlowCallback {
			continue
		}
		if origin := x.Request.Scheme + "://" + x.Request.Host; !slices.Contains(r.Origins, origin) {
			r.Origins = append(r.Origins, origin)
		}
		segments := segmentsOf(x.Request.Target)
		at := slices.IndexFunc(r.places, func(p *called) bool { return p.method == x.Request.Method && slices.Equal(p.segments, segments) })
		if at < 0 {
			at = len(r.places)
			r.places = append(r.places, &called{method: x.Request.Method, segments: segments})
		}
		r.places[at].answers = append(r.places[at].answers, x.Response)
	}
	if len(r.places) == 0 {
		return nil
	}
	slices.Sort(r.Origins)
	return r
}

func segmentsOf(target string) []string {
	path, _, _ := strings.Cut(target, "?")
	return strings.Split(strings.Trim(path, "/"), "/")
}

// ServeHTTP implements [http.Handler]. A merchant that gave no answer gives none
// again, until the caller hangs up.
func (r *Receiver) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	_, _ = io.Copy(io.Discard, io.LimitReader(q.Body, 1<<20)) // who hangs up is seen when all is read
	answer, known := r.next(q.Method, segmentsOf(q.URL.EscapedPath()))
	switch {
	case !known:
		return
	case answer.Status == 0:
		<-q.Context().Done()
		return
	}
	if media := answer.Header.Get("Content-Type"); media != "" {
		w.Header().Set("Content-Type", media)
	}
	if to := answer.Header.Get("Location"); to != "" {
		w.Header().Set("Location", to)
	}
	w.WriteHeader(answer.Status)
	_, _ = w.Write(answer.Body.Bytes) // who hangs up has heard enough
}

// next gives the next answer at an address: the recorded one with the most in
// common, as references are others now. The last answer stands.
func (r *Receiver) next(method string, segments []string) (harness.Response, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	var best *called
	most := 0
	for _, p := range r.places {
		if p.method != method || len(p.segments) != len(segments) {
			continue
		}
		same := 0
		for i := range segments {
			if segments[i] == p.segments[i] {
				same++
			}
		}
		if same > most {
			best, most = p, same
		}
	}
	if best == nil {
		return harness.Response{}, false
	}
	answer := best.answers[0]
	if len(best.answers) > 1 {
		best.answers = best.answers[1:]
	}
	return answer, true
}

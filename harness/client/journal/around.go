package journal

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"

	"kontrakt/harness/client"
)

// A Making is a call, by POST, after which there is something to give up.
type Making struct {
	// API is the contract that it belongs to.
	API, Path string
	Kind      Kind
	// Asked finds the thing's name in the request, Answered in the answer.
	Asked, Answered []string
	// URL finds where a webhook leads.
	URL []string
	// Release gives such a thing up and says in a word how; it may be done again.
	// The client is of the sales unit that made it.
	Release func(context.Context, *client.Client, Thing) (how string, err error)
}

// Around notes what a scenario makes: before the call what the request names, and
// what the answer names before anybody has it. What cannot be noted is not made.
//
// What only the answer names needs no line where the answer was lost: nobody can
// accept such an agreement, and it expires within ten minutes.
func (j *Journal) Around(scenario string) client.Around {
	return func(ctx context.Context, r client.Request, send client.Send) (client.Answer, error) {
		var fresh []Thing
		for _, m := range j.Makings {
			t, ok := j.asked(m, r)
			if !ok {
				continue
			}
			isFresh, err := j.Made(t, scenario)
			if err != nil {
				return client.Answer{}, &client.Broken{Doing: r.Method + " " + r.Target, Cause: err}
			}
			if isFresh {
				fresh = append(fresh, t)
			}
		}
		answer, err := send(ctx, r)
		if err != nil {
			return answer, err // nobody knows what became of it
		}
		if err := j.answered(r, answer, scenario, fresh); err != nil {
			return client.Answer{}, &client.Broken{Doing: r.Method + " " + r.Target, Cause: err}
		}
		return answer, nil
	}
}

// asked gives what a request is going to make, by what it says itself.
func (j *Journal) asked(m Making, r client.Request) (Thing, bool) {
	if !m.of(r) {
		return Thing{}, false
	}
	t := Thing{Target: j.Target, MSN: j.MSN, Kind: m.Kind, API: m.API}
	t.ID, t.URL = text(r.Body, m.Asked), text(r.Body, m.URL)
	return t, t.ID != "" || t.URL != ""
}

// answered notes what the answer names, and takes back what was refused.
func (j *Journal) answered(r client.Request, a client.Answer, scenario string, fresh []Thing) error {
	if a.Status >= 400 && a.Status < 500 {
		for _, t := range fresh {
			if err := j.Gone(t); err != nil {
				return err
			}
		}
		return nil
	}
	for _, m := range j.Makings {
		id := text(a.Body, m.Answered)
		if id == "" || !m.of(r) {
			continue
		}
		t := Thing{Target: j.Target, MSN: j.MSN, Kind: m.Kind, API: m.API, ID: id}
		if _, err := j.Made(t, scenario); err != nil {
			return err
		}
		for _, unnamed := range fresh { // now it has a name
			if err := j.Gone(unnamed); err != nil {
				return err
			}
		}
	}
	return nil
}

// of says whether a request is one that makes such a thing.
func (m Making) of(r client.Request) bool {
	path, _, _ := strings.Cut(r.Target, "?")
	return r.Method == http.MethodPost && strings.EqualFold(strings.TrimSuffix(path, "/"), m.Path)
}

// text finds a text in a JSON body; empty where there is none, or no path.
func text(body []byte, path []string) string {
	var s string
	if len(path) == 0 || json.Unmarshal(client.Member(body, path...), &s) != nil {
		return ""
	}
	return s
}

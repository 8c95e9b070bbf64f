// Package merchant asks a merchant's own software to do things: by the calls and
// commands that the merchant declares, and nothing else. It knows no API and
// assumes nothing of the merchant's technology.
package merchant

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/url"
	"os/exec"
	"slices"
	"strings"
	"time"

	"kontrakt/harness/config"
	"kontrakt/harness/rules"
	"kontrakt/harness/spelling"
)

// patience is how long an action may take; most call the API themselves.
const patience = 30 * time.Second

// maxAnswer is how much of an answer is read, in bytes.
const maxAnswer = 1 << 20

// A Shop is a merchant's software as its owner declares it.
type Shop struct {
	Actions  map[string]config.Action
	Statuses config.Statuses
	// Environ is what commands get of the environment.
	Environ []string
	// Client makes the calls; nil is the usual one.
	Client *http.Client
}

// Can says whether an action is declared.
func (s *Shop) Can(action string) bool {
	_, ok := s.Actions[action]
	return ok
}

// Ready waits until the shop takes calls: until every address that an action names
// can be dialed. most is the longest that it waits.
func (s *Shop) Ready(ctx context.Context, most time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, most)
	defer cancel()
	for _, name := range slices.Sorted(maps.Keys(s.Actions)) {
		u, err := url.Parse(config.Placeholder.ReplaceAllString(s.Actions[name].URL, "x"))
		if err != nil || u.Host == "" {
			continue
		}
		host := u.Host
		if u.Port() == "" {
			host = net.JoinHostPort(u.Hostname(), map[string]string{"http": "80", "https": "443"}[u.Scheme])
		}
		for {
			c, err := new(net.Dialer).DialContext(ctx, "tcp", host)
			if err == nil {
				_ = c.Close()
				break
			}
			select {
			case <-time.After(100 * time.Millisecond):
			case <-ctx.Done():
				return fmt.Errorf("%s: the shop does not listen on %s", name, host)
			}
		}
	}
	return nil
}

// Refused is the answer of a shop that would not do what it was asked to.
type Refused struct {
	Action string
	// Status is that of HTTP, or the exit status of a command.
	Status int
}

func (r *Refused) Error() string { return fmt.Sprintf("%s: the shop answered %d", r.Action, r.Status) }

// ErrSilent says that the shop does not answer.
var ErrSilent = errors.New("the shop does not answer")

// Do asks for an action. Known are the values of its placeholders; what was read
// from the answer is given beside them. A shop that would not do it is [Refused].
// Who asks how something stands may read what is not there yet: all but the status
// is then left as it was.
func (s *Shop) Do(ctx context.Context, name string, known map[string]string) (map[string]string, error) {
	a, ok := s.Actions[name]
	if !ok {
		return nil, fmt.Errorf("the action %q is not declared", name)
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	answer, err := s.ask(ctx, a, known)
	if err != nil {
		return nil, err
	}
	after := maps.Clone(known)
	if after == nil {
		after = map[string]string{}
	}
	doc := rules.NewJSON(answer)
	for _, read := range slices.Sorted(maps.Keys(a.Read)) {
		value, there := doc.At(a.Read[read])
		later := strings.HasSuffix(name, "-status") && read != "status"
		switch {
		case !doc.Valid():
			return nil, fmt.Errorf("%s: the shop's answer is no JSON", name)
		case later && (!there || value.Null()):
		case !there || value.Object() || value.Array():
			return nil, fmt.Errorf("%s: the shop's answer has no value at %s", name, a.Read[read])
		case value.Text():
			after[read] = value.String()
		default:
			after[read] = value.Raw()
		}
	}
	return after, nil
}

func (s *Shop) ask(ctx context.Context, a config.Action, known map[string]string) ([]byte, error) {
	if len(a.Run) > 0 {
		return s.run(ctx, a, known)
	}
	address, err := filled(a.URL, known, url.PathEscape)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", a.Name, err)
	}
	body, err := filled(a.Body, known, inJSON)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", a.Name, err)
	}
	request, err := http.NewRequestWithContext(ctx, a.Method, address, strings.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", a.Name, err)
	}
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	for _, field := range slices.Sorted(maps.Keys(a.Header)) {
		value, err := filled(a.Header[field], known, plain)
		if err != nil {
			return nil, fmt.Errorf("%s: header %s: %w", a.Name, field, err)
		}
		request.Header.Set(field, value)
	}
	client := s.Client
	if client == nil {
		client = http.DefaultClient
	}
	answer, err := client.Do(request)
	if err != nil {
		return nil, fmt.Errorf("%s: %w: %w", a.Name, ErrSilent, err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(io.LimitReader(answer.Body, maxAnswer))
	if err != nil {
		return nil, fmt.Errorf("%s: %w to its end: %w", a.Name, ErrSilent, err)
	}
	if answer.StatusCode < 200 || answer.StatusCode > 299 {
		return nil, &Refused{a.Name, answer.StatusCode}
	}
	return text, nil
}

func (s *Shop) run(ctx context.Context, a config.Action, known map[string]string) ([]byte, error) {
	words := make([]string, len(a.Run))
	for i, word := range a.Run {
		var err error
		if words[i], err = filled(word, known, plain); err != nil {
			return nil, fmt.Errorf("%s: %w", a.Name, err)
		}
	}
	c := exec.CommandContext(ctx, words[0], words[1:]...)
	c.Env = s.Environ
	c.WaitDelay = time.Second
	var out bytes.Buffer
	c.Stdout = &out
	err := c.Run()
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit) && ctx.Err() == nil:
		return nil, &Refused{a.Name, exit.ExitCode()}
	case ctx.Err() != nil:
		return nil, fmt.Errorf("%s: %w: its command was ended: %w", a.Name, ErrSilent, ctx.Err())
	case err != nil:
		return nil, fmt.Errorf("%s: run the shop's command: %w", a.Name, err)
	}
	return out.Bytes(), nil
}

// filled puts values in the place of their names.
func filled(text string, known map[string]string, encode func(string) string) (string, error) {
	var missing error
	out := config.Placeholder.ReplaceAllStringFunc(text, func(place string) string {
		name := place[2 : len(place)-1]
		value, ok := known[name]
		if !ok && missing == nil {
			names := slices.Sorted(maps.Keys(known))
			missing = fmt.Errorf("nothing is known as ${%s}; known are %s", name, strings.Join(names, ", "))
			if near := spelling.Nearest(name, names); near != "" {
				missing = fmt.Errorf("nothing is known as ${%s}: did you mean ${%s}?", name, near)
			}
		}
		return encode(value)
	})
	return out, missing
}

func plain(value string) string { return value }

// inJSON escapes a value for the inside of a JSON string; a number stays as it is.
func inJSON(value string) string {
	text, err := json.Marshal(value)
	if err != nil {
		return value
	}
	return string(text[1 : len(text)-1])
}

// Stands gives our word for a status in the shop's; the word itself where the
// owner declares nothing.
func (s *Shop) Stands(word string) string {
	for _, name := range config.StatusNames() {
		if slices.Contains(s.Statuses[name], word) {
			return name
		}
	}
	return word
}

// Knows says whether a word is one of ours.
func (s *Shop) Knows(word string) bool { return slices.Contains(config.StatusNames(), word) }

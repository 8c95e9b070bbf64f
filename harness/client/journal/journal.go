// Package journal remembers what a run has made on somebody else's target, so that
// it is given up again: a reservation holds a customer's money, an agreement goes
// on, a webhook is delivered for weeks. Money that was captured stays where it is.
//
// A line is on disk before anybody acts on the answer, and before the call where
// the merchant chooses the name. The file is for its owner alone (mode 0600) and
// holds no secret: names of payments, agreements, sessions and webhooks in clear,
// as nobody could give them up otherwise, with target and serial number.
package journal

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"
)

// A Kind is what was made.
type Kind string

const (
	Payment   Kind = "payment"
	Agreement Kind = "agreement"
	Session   Kind = "session"
	Webhook   Kind = "webhook"
)

// A Thing is something on a target that is to be given up. Two are the same where
// all fields are.
type Thing struct {
	// Target is the API's URL, MSN the sales unit's serial number.
	Target string `json:"target"`
	MSN    string `json:"msn"`
	Kind   Kind   `json:"kind"`
	// API is the contract that it was made by.
	API string `json:"api"`
	// ID is its name; empty where only the answer would have said it.
	ID string `json:"id,omitempty"`
	// URL is where a webhook leads.
	URL string `json:"url,omitempty"`
}

func (t Thing) String() string {
	if t.ID == "" {
		return fmt.Sprintf("%s %s to %s", t.API, t.Kind, t.URL)
	}
	return fmt.Sprintf("%s %s %s", t.API, t.Kind, t.ID)
}

// The states of a line.
const (
	made = "made"
	gone = "gone"
)

type line struct {
	At    time.Time `json:"at"`
	State string    `json:"state"`
	Thing
}

// Names are the names that runs give their journals, as a pattern.
const Names = "journal-*.jsonl"

// A Journal is safe for concurrent use.
type Journal struct {
	// Target is whose API is called, at its own URL and not the proxy's; MSN is
	// the sales unit's serial number.
	Target, MSN string
	Now         func() time.Time
	// Makings are the calls that it notes, and how what they make is given up.
	Makings []Making

	mu    sync.Mutex
	path  string
	file  *os.File
	open  []Thing
	owner map[Thing]string
}

// Memory is a journal that ends with the process.
func Memory(target, msn string, makings []Making, now func() time.Time) *Journal {
	return &Journal{Target: target, MSN: msn, Makings: makings, Now: now, owner: map[Thing]string{}}
}

// Create is a journal in a file, which is made with its first line.
func Create(path, target, msn string, makings []Making, now func() time.Time) *Journal {
	j := Memory(target, msn, makings, now)
	j.path = path
	return j
}

// Open reads a journal that was left behind, to go on with it.
//
// Without a line in it only a file of such a name is a journal: it may be somebody
// else's, and is removed once nothing is left.
func Open(path string, makings []Making, now func() time.Time) (*Journal, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the journal: %w", err)
	}
	j := Create(path, "", "", makings, now)
	lines := 0
	if j.open, lines, err = parse(path, data); err != nil {
		return nil, err
	}
	if ours, _ := filepath.Match(Names, filepath.Base(path)); lines == 0 && !ours { // the pattern is ours
		return nil, fmt.Errorf("%s: not a journal: nothing is noted in it, and no run gives such a name", path)
	}
	if err := j.append(nil); err != nil {
		return nil, err
	}
	return j, nil
}

// Left gives what is not given up yet, in the order in which it was made.
func (j *Journal) Left() []Thing {
	j.mu.Lock()
	defer j.mu.Unlock()
	return slices.Clone(j.open)
}

// LeftBy gives what a scenario has made and not given up, the last first.
func (j *Journal) LeftBy(scenario string) []Thing {
	j.mu.Lock()
	defer j.mu.Unlock()
	var mine []Thing
	for _, t := range slices.Backward(j.open) {
		if j.owner[t] == scenario {
			mine = append(mine, t)
		}
	}
	return mine
}

// Made notes a thing; fresh is false where it was noted before.
func (j *Journal) Made(t Thing, scenario string) (fresh bool, err error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if slices.Contains(j.open, t) {
		return false, nil
	}
	if err := j.write(line{At: j.Now().UTC(), State: made, Thing: t}); err != nil {
		return false, err
	}
	j.open = append(j.open, t)
	j.owner[t] = scenario
	return true, nil
}

// Gone notes that a thing is given up, or never was.
func (j *Journal) Gone(t Thing) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if !slices.Contains(j.open, t) {
		return nil
	}
	if err := j.write(line{At: j.Now().UTC(), State: gone, Thing: t}); err != nil {
		return err
	}
	j.open = slices.DeleteFunc(j.open, func(o Thing) bool { return o == t })
	delete(j.owner, t)
	return nil
}

// Close takes the file away where nothing is left.
func (j *Journal) Close() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.file == nil {
		return nil
	}
	err := j.file.Close()
	j.file = nil
	if len(j.open) == 0 {
		err = errors.Join(err, os.Remove(j.path))
	}
	return err
}

// write puts a line on disk.
func (j *Journal) write(l line) error {
	if j.path == "" {
		return nil
	}
	text, err := json.Marshal(l)
	if err != nil {
		return fmt.Errorf("write the journal: %w", err)
	}
	return j.append(append(text, '\n'))
}

func (j *Journal) append(text []byte) error {
	err := j.opened()
	if err == nil {
		_, err = j.file.Write(text)
	}
	if err == nil {
		err = j.file.Sync()
	}
	if err != nil {
		return fmt.Errorf("write the journal %s: %w", j.path, cause(err))
	}
	return nil
}

func (j *Journal) opened() error {
	if j.file != nil {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(j.path), 0o755); err != nil {
		return err
	}
	var err error
	j.file, err = os.OpenFile(j.path, os.O_CREATE|os.O_RDWR|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	return j.mend()
}

// mend ends a line that a crash broke off, so that the next stands by itself.
func (j *Journal) mend() error {
	info, err := j.file.Stat()
	if err != nil || info.Size() == 0 {
		return err
	}
	last := []byte{0}
	if _, err := j.file.ReadAt(last, info.Size()-1); err != nil || last[0] == '\n' {
		return err
	}
	_, err = j.file.WriteString("\n")
	return err
}

func cause(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}

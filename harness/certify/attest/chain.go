package attest

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"kontrakt/harness"
)

// A Chain is a recording by its digests. Taking out, changing or moving an
// exchange changes its head.
type Chain struct {
	// Head is the last link: each is the SHA-256 of the one before it and of an
	// exchange's digest.
	Head string `json:"head"`
	// Digests are the SHA-256 of the recording's entries, redacted as they are, in
	// order; so one exchange can be shown by itself, and the others kept.
	Digests []string `json:"digests"`
	// Trial is the SHA-256 of what the recording says beside its entries; it is the
	// chain's first link where there is any.
	Trial string `json:"trial,omitempty"`
}

// genesis is what the first link is made of.
const genesis = "kontrakt/chain/v1"

// Read makes the chain of a recording, a HAR document.
func Read(recording []byte) (Chain, error) {
	var doc struct {
		Log struct {
			Ours    json.RawMessage   `json:"_kontrakt"`
			Entries []json.RawMessage `json:"entries"`
		} `json:"log"`
	}
	if err := json.Unmarshal(recording, &doc); err != nil {
		return Chain{}, fmt.Errorf("read the recording: %w", harness.WrongJSON(recording, err))
	}
	c := Chain{Digests: []string{}}
	var err error
	if len(doc.Log.Ours) > 0 {
		if c.Trial, err = linkOf(doc.Log.Ours); err != nil {
			return Chain{}, fmt.Errorf("read what the recording says of itself: %w", err)
		}
	}
	for i, entry := range doc.Log.Entries {
		sum, err := linkOf(entry)
		if err != nil {
			return Chain{}, fmt.Errorf("read entry %d of the recording: %w", i+1, err)
		}
		c.Digests = append(c.Digests, sum)
	}
	c.Head = c.head()
	return c, nil
}

func (c Chain) head() string {
	link := sha256.Sum256([]byte(genesis))
	if c.Trial != "" {
		link = sha256.Sum256(append(link[:], "trial "+c.Trial...))
	}
	for _, digest := range c.Digests {
		link = sha256.Sum256(append(link[:], digest...))
	}
	return hex.EncodeToString(link[:])
}

// Check says what does not hold in the chain itself.
func (c Chain) Check() error {
	if c.head() != c.Head {
		return fmt.Errorf("the chain of exchanges is broken: its %d digests do not lead to its head", len(c.Digests))
	}
	return nil
}

// Whole says how a recording differs from the one that the chain was made of.
func (c Chain) Whole(recording []byte) error {
	other, err := Read(recording)
	if err != nil {
		return err
	}
	if c.Trial != other.Trial {
		return errors.New("what the recording says of the scenarios is not what was judged")
	}
	for i := range max(len(c.Digests), len(other.Digests)) {
		if i >= len(other.Digests) {
			return fmt.Errorf("the recording ends after %d of %d exchanges", len(other.Digests), len(c.Digests))
		}
		if i >= len(c.Digests) {
			return fmt.Errorf("the recording has %d exchanges more than were judged", len(other.Digests)-len(c.Digests))
		}
		if c.Digests[i] != other.Digests[i] {
			return fmt.Errorf("entry %d of the recording is not the exchange that was judged", i+1)
		}
	}
	return nil
}

// Holds says whether every exchange of a recording, of which there is at least
// one, is one of the chain's, and how many of those there are.
func (c Chain) Holds(recording []byte) (int, error) {
	other, err := Read(recording)
	if err != nil {
		return 0, err
	}
	if len(other.Digests) == 0 {
		return 0, fmt.Errorf("the recording has no exchange")
	}
	shown := map[string]bool{}
	for i, digest := range other.Digests {
		if !slices.Contains(c.Digests, digest) {
			return 0, fmt.Errorf("entry %d of the recording is none of the exchanges that were judged", i+1)
		}
		shown[digest] = true
	}
	return len(shown), nil
}

// linkOf is the SHA-256 of a JSON text, however it is spaced.
func linkOf(text []byte) (string, error) {
	one, err := canonical(text)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(one)
	return hex.EncodeToString(sum[:]), nil
}

// canonical writes a JSON text in one way: members in order, no space, numbers as
// they are.
func canonical(text []byte) ([]byte, error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var v any
	if err := decoder.Decode(&v); err != nil {
		return nil, err
	}
	return json.Marshal(v)
}

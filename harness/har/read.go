package har

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"kontrakt/harness"
)

// Read reads the entries of an archive, as ReadAll does.
func Read(r io.Reader) ([]Entry, error) {
	all, err := ReadAll(r)
	return all.Entries, err
}

// ReadAll reads a whole archive. An archive that is malformed gives one error,
// which names the entry, counted from 1, and the byte, and no entries. Entries
// of other tools get the IDs x0001, x0002, … by their position.
func ReadAll(r io.Reader) (Archive, error) {
	in := bufio.NewReader(r)
	if mark, err := in.Peek(3); err == nil && bytes.Equal(mark, []byte("\xef\xbb\xbf")) {
		_, _ = in.Discard(3)
	}
	a := &reader{decoder: json.NewDecoder(in)}
	if err := a.read(); err != nil {
		return Archive{}, fmt.Errorf("read HAR: %w", err)
	}
	return a.Archive, nil
}

// A reader is an archive being read.
type reader struct {
	Archive
	decoder *json.Decoder
	found   bool
}

func (a *reader) read() error {
	err := a.object("an HTTP Archive", func(key string) error {
		if key != "log" {
			return a.skip()
		}
		return a.object("log", func(key string) error {
			switch key {
			case "entries":
				return a.all()
			case "_kontrakt":
				return a.trial()
			}
			return a.skip()
		})
	})
	if err != nil {
		return err
	}
	if !a.found {
		return errors.New("no log.entries: this is no HTTP Archive")
	}
	if _, err := a.decoder.Token(); !errors.Is(err, io.EOF) {
		return a.at(errors.New("something follows the archive"))
	}
	return nil
}

// at says where in the archive an error is.
func (a *reader) at(err error) error {
	var syntax *json.SyntaxError
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = errors.New("it breaks off")
	} else if errors.As(err, &syntax) {
		return fmt.Errorf("byte %d: %w", syntax.Offset, harness.WrongJSON(nil, err))
	}
	return fmt.Errorf("byte %d: %w", a.decoder.InputOffset(), err)
}

// object reads an object and calls member before each value.
func (a *reader) object(what string, member func(key string) error) error {
	if err := a.delimiter('{', what+": want an object"); err != nil {
		return err
	}
	for a.decoder.More() {
		token, err := a.decoder.Token()
		if err != nil {
			return a.at(err)
		}
		key, _ := token.(string)
		if err := member(key); err != nil {
			return err
		}
	}
	return a.delimiter('}', what+": want its end")
}

func (a *reader) delimiter(want json.Delim, otherwise string) error {
	token, err := a.decoder.Token()
	if err != nil {
		return a.at(err)
	}
	if token != want {
		return a.at(errors.New(otherwise))
	}
	return nil
}

func (a *reader) skip() error {
	var skipped json.RawMessage
	if err := a.decoder.Decode(&skipped); err != nil {
		return a.at(err)
	}
	return nil
}

// trial reads what an archive of ours says beside its entries.
func (a *reader) trial() error {
	var raw json.RawMessage
	if err := a.decoder.Decode(&raw); err != nil {
		return a.at(err)
	}
	var said logJSON
	err := json.Unmarshal(raw, &said)
	var kind *json.UnmarshalTypeError
	if errors.As(err, &kind) {
		err = fmt.Errorf("log._kontrakt.%s: want another kind of value, got %s", kind.Field, kind.Value)
	}
	if err == nil {
		a.Trial, err = trialFrom(said.Trial)
	}
	if err != nil {
		return a.at(err)
	}
	return nil
}

func (a *reader) all() error {
	a.found = true
	if err := a.delimiter('[', "log.entries: want an array"); err != nil {
		return err
	}
	for a.decoder.More() {
		number, start := len(a.Entries)+1, a.decoder.InputOffset()
		var raw json.RawMessage
		if err := a.decoder.Decode(&raw); err != nil {
			return fmt.Errorf("entry %d, %w", number, a.at(err))
		}
		entry, err := entryFrom(raw, number)
		if err != nil {
			return fmt.Errorf("entry %d, byte %d: %w", number, start, err)
		}
		a.Entries = append(a.Entries, entry)
	}
	return a.delimiter(']', "log.entries: want its end")
}

// decode reads one entry and words what does not fit as a person would.
func decode(raw []byte) (entryJSON, error) {
	var e entryJSON
	err := json.Unmarshal(raw, &e)
	var kind *json.UnmarshalTypeError
	if errors.As(err, &kind) {
		return e, fmt.Errorf("%s: want another kind of value, got %s", cmp.Or(kind.Field, "it"), kind.Value)
	}
	return e, harness.WrongJSON(nil, err)
}

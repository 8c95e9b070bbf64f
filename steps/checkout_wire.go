package steps

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

func sayCheckoutWire(b *book) {
	b.say(`the answer's {text} reads {text}`, answerReads)
	b.say(`the answer's {text} reads nothing`, answerReadsNothing)
	b.say(`the merchant is told the word ([A-Za-z]+)`, merchantIsToldWord)
	b.say(`the session's own word is ([A-Za-z]+)`, sessionWordIs)
}

// within gives a value of the answer by its path; nil where there is none, or it
// is null.
func (w *world) within(path string) (any, error) {
	var at any
	if json.Unmarshal(w.answer.Body, &at) != nil {
		return nil, errors.New("read the answer: want JSON, got something else")
	}
	for name := range strings.SplitSeq(path, ".") {
		object, _ := at.(map[string]any)
		at = object[name]
	}
	return at, nil
}

// answerReads keeps what was found out of its message: it may be somebody's.
func answerReads(ctx context.Context, path, want string) error {
	got, err := worldFrom(ctx).within(path)
	if err == nil && got != want {
		return fmt.Errorf("answer's %s: want %q, got something else", path, want)
	}
	return err
}

func answerReadsNothing(ctx context.Context, path string) error {
	got, err := worldFrom(ctx).within(path)
	if err == nil && got != nil {
		return fmt.Errorf("answer's %s: want nothing, got something", path)
	}
	return err
}

// merchantIsToldWord is for a version whose callback has words of its own.
func merchantIsToldWord(ctx context.Context, word string) error {
	_, told, err := worldFrom(ctx).ending(ctx)
	if err != nil {
		return err
	}
	return equal("state in the callback", word, told.Word)
}

func sessionWordIs(ctx context.Context, word string) error {
	s, err := worldFrom(ctx).look(ctx)
	if err != nil {
		return err
	}
	return equal("state of the session", word, s.Word)
}

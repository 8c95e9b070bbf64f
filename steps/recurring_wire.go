package steps

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/cucumber/godog"
)

func sayRecurringWire(b *book) {
	b.say(`the answer names the problem {text}`, answerNamesProblem)
	b.say(`the problem is about {text}`, problemIsAbout)
	b.say(`the answer says when to ask again`, answerSaysWhen)
	b.say(`a client has sent (GET|POST|PATCH|DELETE) (/\S*) {number} times`, clientHasSent)
	b.say(`a client has sent (GET|POST|PATCH|DELETE) (/\S*) {number} times with`, clientHasSentWith)
	b.say(`the refusal says {text}`, refusalSays)
	b.say(`the answer has no body`, answerHasNoBody)
	b.say(`the answer is a list of errors with a code`, answerIsList)
	b.say(`the merchant asks whom the sub of the agreement names`, merchantAsksWhomOfAgreement)
	b.say(`the merchant asks whom the sub of the agreement names and sends its subscription key along`, merchantAsksOfAgreementWithKey)
	b.say(`the answer's {text} is a time on the day in 3 days`, answerIsTimeOn)
	b.say(`the merchant has read the charge {number} times`, merchantReadsChargeTimes)
	b.say(`the merchant tries to read the charge`, merchantTriesToReadCharge)
}

// answerNamesProblem compares the fragment of a problem's type: the page before
// it has moved several times. Its status is the answer's.
func answerNamesProblem(ctx context.Context, id string) error {
	w := worldFrom(ctx)
	var problem struct {
		Type   string
		Status *int
	}
	if err := json.Unmarshal(w.answer.Body, &problem); err != nil {
		return errors.New("read the answer: want a problem, got something else")
	}
	_, got, _ := strings.Cut(problem.Type, "#")
	if err := equal("problem", id, got); err != nil || problem.Status == nil {
		return err
	}
	return equal("status of the problem", w.answer.Status, *problem.Status)
}

// answerSaysWhen reads Retry-After in either of its forms.
func answerSaysWhen(ctx context.Context) error {
	said := worldFrom(ctx).answer.Header.Get("Retry-After")
	if seconds, err := strconv.Atoi(said); err == nil && seconds > 0 {
		return nil
	}
	if _, err := http.ParseTime(said); err != nil {
		return fmt.Errorf("Retry-After: want seconds or a time, got %q", said)
	}
	return nil
}

func clientHasSent(ctx context.Context, method, target string, times int) error {
	return clientHasSentWith(ctx, method, target, times, nil)
}

// clientHasSentWith fills the table anew each time, so that every call has a key
// of its own.
func clientHasSentWith(ctx context.Context, method, target string, times int, t *godog.Table) error {
	for range times {
		if err := clientSendsWith(ctx, method, target, t); err != nil {
			return err
		}
		if worldFrom(ctx).answer.Status == http.StatusTooManyRequests {
			return errors.New("calls within the limit: want them answered, got 429")
		}
	}
	return nil
}

// problemIsAbout looks for a field among the details of a problem.
func problemIsAbout(ctx context.Context, field string) error {
	var problem struct {
		ExtraDetails []struct{ Name, Reason string }
	}
	if err := json.Unmarshal(worldFrom(ctx).answer.Body, &problem); err != nil {
		return errors.New("read the answer: want a problem, got something else")
	}
	var names []string
	for _, d := range problem.ExtraDetails {
		if d.Name == field && d.Reason != "" {
			return nil
		}
		names = append(names, d.Name)
	}
	return fmt.Errorf("details of the problem: want %q with a reason, got %q", field, names)
}

// refusalSays looks for a word in what the refusal says.
func refusalSays(ctx context.Context, word string) error {
	r, err := worldFrom(ctx).lastRefusal()
	if err != nil {
		return err
	}
	if !strings.Contains(r.Detail, word) {
		return fmt.Errorf("refusal: want %q in what it says, got %q", word, r.Detail)
	}
	return nil
}

// answerIsList is how v2 refused.
func answerIsList(ctx context.Context) error {
	var list []struct{ Field, Message, Code, ContextID string }
	if err := json.Unmarshal(worldFrom(ctx).answer.Body, &list); err != nil || len(list) == 0 {
		return errors.New("read the answer: want a list of errors, got something else")
	}
	if list[0].Code == "" || list[0].Message == "" {
		return errors.New("error: want a code and a message, got less")
	}
	return nil
}

func answerHasNoBody(ctx context.Context) error {
	return equal("bytes of the answer", 0, len(worldFrom(ctx).answer.Body))
}

// answerIsTimeOn: what is sent as a day comes back as a time of it.
func answerIsTimeOn(ctx context.Context, name string) error {
	w := worldFrom(ctx)
	got, err := w.field(name)
	if err != nil {
		return err
	}
	day, err := w.dayIn(ctx, 3)
	if err != nil {
		return err
	}
	at, err := time.Parse(time.RFC3339, got)
	if err != nil {
		return fmt.Errorf("answer's %q: want a time such as 2026-01-31T12:00:00Z, got %q", name, got)
	}
	return equal("day of the answer's "+name, day, at.UTC().Format(time.DateOnly))
}

func merchantAsksWhomOfAgreement(ctx context.Context) error {
	return asksWhomOfAgreement(ctx, withoutKey())
}

func merchantAsksOfAgreementWithKey(ctx context.Context) error { return asksWhomOfAgreement(ctx, nil) }

func asksWhomOfAgreement(ctx context.Context, h http.Header) error {
	w := worldFrom(ctx)
	a, err := w.agreement(ctx)
	if err != nil {
		return err
	}
	if a.Sub == "" {
		return errors.New("agreement: want a sub, got none")
	}
	return w.askWhom(ctx, a.Sub, h)
}

func merchantReadsChargeTimes(ctx context.Context, times int) error {
	for range times {
		if _, err := worldFrom(ctx).charge(ctx); err != nil {
			return err
		}
	}
	return nil
}

func merchantTriesToReadCharge(ctx context.Context) error {
	w := worldFrom(ctx)
	_, err := w.charge(ctx)
	return w.attempt(err)
}

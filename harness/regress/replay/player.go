package replay

import (
	"context"
	"errors"
	"fmt"
	"time"

	"kontrakt/harness"
	"kontrakt/harness/client"
	"kontrakt/harness/contract"
)

// Options say where a recording is replayed, and as whom.
type Options struct {
	// Routes find the operations.
	Routes *contract.Set
	// Client calls as the merchant for the exchanges of a scenario.
	Client func(ctx context.Context, scenario string) (*client.Client, error)
	// Customer acts in the customer's place; nil where nobody does.
	Customer Customer
	// Phone is the number of the target's test user, of eight digits.
	Phone string
	// Run makes references and keys that no other run makes.
	Run string
	Now func() time.Time
	// Told is told of every exchange, in order; nil where nobody asks.
	Told func(Played)
}

// A Played exchange is one that was recorded, and what came of it.
type Played struct {
	Recorded  string
	Operation *harness.Operation
	// Skipped says why it was not sent.
	Skipped string
	// Status is the new answer's.
	Status int
	// Undone are the customers' acts that could not be repeated.
	Undone []string
	// Differences between the recorded answer and the new one.
	Differences []Difference
}

// Play replays a recording. The error is about the target: it breaks off where
// there is nothing to compare with any more.
func Play(ctx context.Context, o Options, recorded []harness.Exchange) ([]Played, error) {
	var began time.Time
	if len(recorded) > 0 {
		began = recorded[0].Started
	}
	p := &player{Options: o, names: newNames(o, began), acts: map[string]string{}}
	p.scan(recorded)
	var all []Played
	for i := range recorded {
		played, err := p.play(ctx, &recorded[i])
		if err != nil {
			return all, fmt.Errorf("replay %s: %w", recorded[i].ID, err)
		}
		if o.Told != nil {
			o.Told(played)
		}
		all = append(all, played)
	}
	return all, nil
}

type player struct {
	Options
	names *names
	// acts are the latest act of a customer on a recorded name; voided are the
	// payments that were approved before the merchant cancelled them, and given up
	// those that the merchant ended.
	acts            map[string]string
	voided, givenUp map[string]bool
}

func (p *player) play(ctx context.Context, x *harness.Exchange) (Played, error) {
	done := Played{Recorded: x.ID}
	match := p.Routes.Match(x)
	done.Operation = match.Operation
	if done.Skipped = skipped(x, match.Operation); done.Skipped != "" {
		return done, nil
	}
	for _, need := range p.needs(x, match) {
		undone, err := p.act(ctx, x.Scenario, need)
		if err != nil {
			return done, err
		}
		if undone != "" {
			done.Undone = append(done.Undone, undone)
		}
	}
	c, err := p.Client(ctx, x.Scenario)
	if err != nil {
		return done, err
	}
	p.names.msn = c.MSN()
	answer, err := c.Once(ctx, p.names.request(x))
	if err != nil {
		return done, err
	}
	done.Status = answer.Status
	old, _ := decode(x.Response.Body.Bytes)
	now, _ := decode(answer.Body)
	if x.Response.Status < 300 && answer.Status < 300 {
		p.names.answered(x.Scenario, old, now, "")
		for name := range x.Response.Header {
			if contains([]string{"Continuation-Token"}, name) {
				p.names.learn(x.Scenario, x.Response.Header.Get(name), answer.Header.Get(name))
			}
		}
		p.note(x, match)
	}
	done.Differences = compare(x, match.Operation, answer.Status, old, now)
	return done, nil
}

// skipped says why an exchange is not sent again.
func skipped(x *harness.Exchange, op *harness.Operation) string {
	switch {
	case x.Flow == harness.FlowCallback:
		return "a call to the merchant"
	case op == nil:
		return "no contract knows it"
	case op.Contract == "access-token.v1":
		return "tokens are asked for anew"
	case x.Request.Body.Size > int64(len(x.Request.Body.Bytes)):
		return "not all of its body was recorded"
	}
	return ""
}

// Broken says whether an error is the target's: nothing answers there.
func Broken(err error) bool {
	var broken *client.Broken
	return errors.As(err, &broken)
}

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
	// Client calls as what stands for a recorded merchant.
	Client func(ctx context.Context, m Merchant) (*client.Client, error)
	// Repeats says that the target is a sandbox, where what was recorded of the
	// acts and the clocks of customers and merchants is repeated.
	Repeats bool
	// Customer acts in the customer's place; nil where nobody does.
	Customer Customer
	// Phone is the number of the target's test user, of eight digits.
	Phone string
	// Run makes references and keys that no other run makes.
	Run string
	Now func() time.Time
	// Telling gives how much of a number, at its front and at its back, tells a sandbox
	// whom it stands for: such numbers stay. Nil knows none.
	Telling func(number string) (front, back int)
	// Departs are the reasons, by the recorded exchanges' ids, for which answers may
	// come out otherwise.
	Departs map[string][]harness.Departure
	// Told is told of every exchange, in order; nil where nobody asks.
	Told func(Played)
}

// A Played exchange is one that was recorded, and what came of it.
type Played struct {
	Recorded  string
	Scenario  string
	Operation *harness.Operation
	// Skipped says why it was not sent.
	Skipped string
	// Status is the new answer's.
	Status int
	// Undone are the acts before it that could not be repeated.
	Undone []Undone
	// Departed are those of which it is known why.
	Departed []Departed
	// Unsure says that the answers were not compared, for what was not repeated.
	Unsure bool
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
	p := &player{Options: o, names: newNames(o, began), acts: map[string]string{}, cast: castOf(recorded), unsure: map[string][]string{}, departed: map[string][]departed{},
		overlaps: overlaps(recorded), claimed: map[string]bool{}, asking: asking(recorded)}
	if o.Repeats {
		p.names.still = p.cast.clocked
	}
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
	// cast are the recorded merchants.
	cast cast
	// unsure are the names, by scenario, of which something was not repeated; an
	// empty one stands for all.
	unsure map[string][]string
	// departed are the reasons so far, by scenario.
	departed map[string][]departed
	// overlaps are the exchanges that were under way at the same time, claimed those
	// whose answer has come.
	overlaps map[string][]*harness.Exchange
	claimed  map[string]bool
	// asking are the exchanges that were under way while the merchant was asked.
	asking map[string]bool
}

func (p *player) play(ctx context.Context, x *harness.Exchange) (Played, error) {
	done := Played{Recorded: x.ID, Scenario: x.Scenario}
	match := p.Routes.Match(x)
	done.Operation = match.Operation
	var err error
	if done.Undone, err = p.before(ctx, x, match); err != nil {
		return done, err
	}
	if done.Skipped = skipped(x, match.Operation); done.Skipped != "" {
		return done, nil
	}
	c, err := p.Client(ctx, p.cast.who(x))
	if err != nil {
		return done, err
	}
	p.names.msn = c.MSN()
	answer, err := c.Once(ctx, p.names.request(x))
	if err != nil {
		return done, err
	}
	done.Status = answer.Status
	now, _ := decode(answer.Body)
	mine := p.whose(x, match.Operation, answer.Status, now)
	old, _ := decode(mine.Response.Body.Bytes)
	if mine.Response.Status < 300 && answer.Status < 300 {
		p.names.answered(x.Scenario, old, now, "")
		if token := mine.Response.Header.Get("Continuation-Token"); token != "" {
			p.names.learn(x.Scenario, token, answer.Header.Get("Continuation-Token"))
		}
		p.note(x, match)
	}
	if done.Unsure = p.isUnsure(x); !done.Unsure {
		done.Differences = compare(mine, match.Operation, answer.Status, old, now)
		p.depart(x, match.Params, answer.Body, &done)
	}
	return done, nil
}

// skipped says why an exchange is not sent again.
func skipped(x *harness.Exchange, op *harness.Operation) string {
	switch {
	case x.Flow == harness.FlowCallback:
		return "a call to the merchant, which the target makes itself"
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

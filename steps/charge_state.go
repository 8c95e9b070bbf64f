package steps

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/cucumber/godog"

	"kontrakt/harness/api"
)

func sayChargeState(b *book) {
	b.say(`the charge is (pending|due|processing|reserved|charged|partially captured|failed|cancelled|partially refunded|refunded)`, chargeIs)
	b.say(`the charge waits`, chargeWaits)
	b.say(`the charge stands at`, chargeStandsAt)
	b.say(`the charge reads as it was made`, chargeReadsAsMade)
	b.say(`the charge has a number that the API made`, chargeHasMadeNumber)
	b.say(`it is the (first payment|recurring charge|unscheduled charge) of the agreement`, itIsTheKind)
	b.say(`the charge failed because {text}`, chargeFailedBecause)
	b.say(`the agreement has {number} charges?`, agreementHasCharges)
	b.say(`{number} charges? of the agreement (?:is|are) (waiting|charged|cancelled|reserved)`, chargesInState)
	b.say(`the charge was made once`, chargeWasMadeOnce)
	b.say(`there are {number} charges, each with a number of its own`, chargesHaveTheirNumbers)
	b.say(`the charge has (?:still )?(no number of the payment|a number of the payment)`, chargeHasTransaction)
}

func chargeIs(ctx context.Context, state string) error {
	c, err := worldFrom(ctx).charge(ctx)
	if err != nil {
		return err
	}
	return equal("state of the charge", api.ChargeState(state), c.State)
}

// chargeWaits: whether a charge within thirty days is pending or due at first is
// not documented.
func chargeWaits(ctx context.Context) error {
	c, err := worldFrom(ctx).charge(ctx)
	if err != nil {
		return err
	}
	return waits(c)
}

func waits(c api.Charge) error {
	if c.State != api.ChargePending && c.State != api.ChargeDue {
		return fmt.Errorf("state of the charge: want %s or %s, got %s", api.ChargePending, api.ChargeDue, c.State)
	}
	return nil
}

// chargeStandsAt compares every column; amounts are in the scenario's currency.
func chargeStandsAt(ctx context.Context, t *godog.Table) error {
	all, err := rows(t)
	if err != nil {
		return err
	}
	w := worldFrom(ctx)
	c, err := w.charge(ctx)
	if err != nil {
		return err
	}
	wrong := []error{adds(c)}
	for _, cell := range t.Rows[0].Cells {
		if cell.Value == "state" {
			wrong = append(wrong, equal("state", api.ChargeState(all[0]["state"]), c.State))
			continue
		}
		want, err := parseMoney(all[0][cell.Value], w.currency)
		if err != nil {
			return err
		}
		got, ok := map[string]api.Money{"amount": c.Amount, "captured": c.Captured, "refunded": c.Refunded, "cancelled": c.Cancelled}[cell.Value]
		if !ok {
			return fmt.Errorf("a charge has no amount %q", cell.Value)
		}
		wrong = append(wrong, equal(cell.Value, want, got))
	}
	if err := errors.Join(wrong...); err != nil {
		return fmt.Errorf("charge %s: %w", c.ID, err)
	}
	return nil
}

// adds holds the sums against the history, where there is one.
func adds(c api.Charge) error {
	if len(c.History) == 0 {
		return nil
	}
	if first := c.History[0]; first.Operation != "CREATE" || first.Amount != c.Amount {
		return fmt.Errorf("history: want the charge's making with %s first, got %s with %s", c.Amount, first.Operation, first.Amount)
	}
	sums := map[string]int64{}
	for i, e := range c.History {
		if i > 0 && e.At.Before(c.History[i-1].At) {
			return errors.New("history: want the oldest first, got another order")
		}
		if e.OK {
			sums[e.Operation] += e.Amount.Minor
		}
	}
	return errors.Join(
		equal("captured by the history", c.Captured.Minor, sums["CAPTURE"]),
		equal("refunded by the history", c.Refunded.Minor, sums["REFUND"]),
		equal("cancelled by the history", c.Cancelled.Minor, sums["CANCEL"]),
	)
}

// chargeReadsAsMade compares what every version tells, and what v3 tells beyond
// it.
func chargeReadsAsMade(ctx context.Context) error {
	w := worldFrom(ctx)
	c, err := w.charge(ctx)
	if err != nil {
		return err
	}
	o := w.recurs.ordered
	wrong := []error{
		equal("amount", o.Amount, c.Amount),
		equal("description", o.Description, c.Description),
		equal("agreement", w.recurs.drafted.Agreement, c.Agreement),
	}
	if o.Due != "" {
		wrong = append(wrong, equal("day that it is due", o.Due, c.Due.Format(time.DateOnly)))
	}
	if w.version() != "recurring.v2" {
		wrong = append(wrong, equal("reserved first", o.Reserve, c.Reserve), equal("settlement reference", o.ExternalID, c.ExternalID),
			equal("external number of the agreement", w.recurs.offered.ExternalID, c.ExternalAgreement))
		if o.RetryDays != nil {
			wrong = append(wrong, equal("days of trying", *o.RetryDays, c.RetryDays))
		}
	}
	return errors.Join(wrong...)
}

// chargeHasMadeNumber: such a number begins with chr.
func chargeHasMadeNumber(ctx context.Context) error {
	c, err := worldFrom(ctx).charge(ctx)
	if err == nil && !strings.HasPrefix(c.ID, "chr") {
		return fmt.Errorf("number of the charge: want one such as chr-4Fg7Hk9, got %q", c.ID)
	}
	return err
}

func itIsTheKind(ctx context.Context, kind string) error {
	c, err := worldFrom(ctx).charge(ctx)
	if err != nil {
		return err
	}
	want := map[string]string{"first payment": "INITIAL", "recurring charge": "RECURRING", "unscheduled charge": "UNSCHEDULED"}[kind]
	return equal("kind of the charge", want, c.Kind)
}

// chargeFailedBecause writes the API's own word with spaces.
func chargeFailedBecause(ctx context.Context, reason string) error {
	c, err := worldFrom(ctx).charge(ctx)
	if err != nil {
		return err
	}
	return errors.Join(
		equal("state of the charge", api.ChargeFailed, c.State),
		equal("reason of the failure", reason, strings.ReplaceAll(c.Failure, "_", " ")),
	)
}

func (w *world) charges(ctx context.Context, in api.ChargeState) ([]api.Charge, error) {
	d, err := w.agreements(ctx)
	if err != nil {
		return nil, err
	}
	return d.Charges(ctx, w.recurs.drafted.Agreement, in)
}

func agreementHasCharges(ctx context.Context, n int) error {
	list, err := worldFrom(ctx).charges(ctx, "")
	if err != nil {
		return err
	}
	return equal("number of charges", n, len(list))
}

// chargesInState asks for that state; what waits is asked for in both states
// that it may have.
func chargesInState(ctx context.Context, n int, state string) error {
	states := []api.ChargeState{api.ChargeState(state)}
	if state == "waiting" {
		states = []api.ChargeState{api.ChargePending, api.ChargeDue}
	}
	got := 0
	for _, s := range states {
		list, err := worldFrom(ctx).charges(ctx, s)
		if err != nil {
			return err
		}
		for _, c := range list {
			if c.State != s {
				return fmt.Errorf("list of charges: want %s ones, got one that is %s", s, c.State)
			}
		}
		got += len(list)
	}
	return equal("number of charges that are "+state, n, got)
}

// chargeWasMadeOnce: the answers to one request name one charge, and there is no
// other.
func chargeWasMadeOnce(ctx context.Context) error {
	w := worldFrom(ctx)
	for _, id := range w.recurs.made[1:] {
		if id != w.recurs.charge {
			return fmt.Errorf("charge: want %q each time, got %q", w.recurs.charge, id)
		}
	}
	return agreementHasCharges(ctx, 1)
}

func chargesHaveTheirNumbers(ctx context.Context, n int) error {
	list, err := worldFrom(ctx).charges(ctx, "")
	if err != nil {
		return err
	}
	var ids []string
	for _, c := range list {
		if slices.Contains(ids, c.ID) {
			return fmt.Errorf("list of charges: want each once, got %q twice", c.ID)
		}
		ids = append(ids, c.ID)
	}
	return equal("number of charges", n, len(ids))
}

func chargeHasTransaction(ctx context.Context, which string) error {
	c, err := worldFrom(ctx).charge(ctx)
	if err != nil {
		return err
	}
	if want := which == "a number of the payment"; want != (c.Transaction != "") {
		return fmt.Errorf("number of the payment: want one: %t, got the contrary", want)
	}
	return nil
}

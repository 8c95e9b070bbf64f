package steps

import (
	"context"
	"errors"
	"fmt"

	"kontrakt/harness/api"
	"kontrakt/harness/client"
)

func sayCustomer(b *book) {
	b.say(`Kari (?:approves|has approved)`, kariApproves)
	b.say(`Kari (?:approves|has approved) in the app`, kariApprovesInApp)
	b.say(`Kari approves in the app and chooses {text}`, kariApprovesChoosing)
	b.say(`Kari tries to approve in the app`, kariTriesToApprove)
	b.say(`Kari (?:is too late|cannot)`, kariCannot)
	b.say(`Kari (?:rejects|has rejected) the payment`, kariRejects)
	b.say(`Kari has let the payment time out`, kariLetsTimeOut)
	b.say(`the payment is approved without the app`, kariApproves)
	b.say(`somebody tries to approve the payment without the app`, somebodyTriesToApprove)
}

// kariApproves has the payment approved by the call that every test environment
// has.
func kariApproves(ctx context.Context) error {
	w := worldFrom(ctx)
	d, err := w.driver(ctx)
	if err != nil {
		return err
	}
	if err := d.Approve(ctx, w.payment.link, w.phone()); err != nil {
		return err
	}
	w.payment.authorized = w.payment.order.Amount
	if w.unit.DirectCapture {
		w.payment.captured = w.payment.authorized
	}
	return w.awaitReaction(ctx)
}

// awaitReaction asks until the payment is pending no more, at the pace that the
// guides give. In the sandbox an approval shows at once.
func (w *world) awaitReaction(ctx context.Context) error {
	if w.Control != "" {
		return nil
	}
	const questions = 10
	for range questions {
		p, err := w.read(ctx)
		if err != nil || p.State != api.Pending {
			return err
		}
		if err := w.pause(ctx); err != nil {
			return err
		}
	}
	return fmt.Errorf("wait for the approval to show: the payment is pending after %d questions", questions)
}

// phone is the test user's number; the sandbox knows any.
func (w *world) phone() string {
	if w.Phone == "" && w.Control != "" {
		return "91234567"
	}
	return w.Phone
}

func somebodyTriesToApprove(ctx context.Context) error {
	return worldFrom(ctx).attempt(kariApproves(ctx))
}

func kariApprovesInApp(ctx context.Context) error { return kariApprovesWith(ctx, map[string]string{}) }

func kariApprovesChoosing(ctx context.Context, method string) error {
	return kariApprovesWith(ctx, map[string]string{"choice": method})
}

func kariApprovesWith(ctx context.Context, data map[string]string) error {
	w := worldFrom(ctx)
	if err := w.act(ctx, w.payment.order.Reference, "approve", data); err != nil {
		return err
	}
	if w.draft == nil || !w.draft.express {
		w.payment.authorized = w.payment.order.Amount
	}
	return nil
}

func kariTriesToApprove(ctx context.Context) error {
	w := worldFrom(ctx)
	w.late = kariApprovesInApp(ctx)
	if w.late == nil {
		return nil
	}
	if refused := (*controlRefused)(nil); errors.As(w.late, &refused) {
		return nil
	}
	return w.late
}

func kariCannot(ctx context.Context) error {
	if worldFrom(ctx).late == nil {
		return errors.New("want Kari not to get through, but the sandbox let her approve")
	}
	return nil
}

func kariRejects(ctx context.Context) error {
	w := worldFrom(ctx)
	return w.act(ctx, w.payment.order.Reference, "reject", nil)
}

func kariLetsTimeOut(ctx context.Context) error { return worldFrom(ctx).advance(ctx, "PT11M") }

// attempt notes how an act that may fail has ended; only what cannot be judged
// ends the scenario.
func (w *world) attempt(err error) error {
	w.attempted, w.tried = true, err
	var refused *api.Refusal
	if err == nil || errors.As(err, &refused) {
		return nil
	}
	return err
}

// controlRefused is the sandbox saying that the customer cannot do that, as the
// payment does not stand so. It is no [client.Broken]: the sandbox works.
type controlRefused struct{ broken *client.Broken }

func (c *controlRefused) Error() string { return c.broken.Error() }

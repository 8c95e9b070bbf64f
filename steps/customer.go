package steps

import (
	"context"
	"errors"

	"kontrakt/harness/api"
	"kontrakt/harness/client"
)

func sayCustomer(b *book) {
	b.approves(`Kari (?:approves|has approved)`, kariApproves)
	b.say(`Kari (?:approves|has approved) in the app`, kariApprovesInApp)
	b.say(`Kari approves in the app and chooses {text}`, kariApprovesChoosing)
	b.say(`Kari tries to approve in the app`, kariTriesToApprove)
	b.say(`Kari (?:is too late|cannot)`, kariCannot)
	b.say(`Kari (?:rejects|has rejected) the payment`, kariRejects)
	b.say(`Kari has let the payment time out`, kariLetsTimeOut)
	b.approves(`the payment is approved without the app`, isApproved)
	b.approves(`somebody tries to approve the payment without the app`, somebodyTriesToApprove)
}

// kariApproves has the payment approved: by a person where that was asked for,
// else by the call that every test environment has.
func kariApproves(ctx context.Context) error { return worldFrom(ctx).pays(ctx, (*world).approve) }

// isApproved has it approved by the call, whoever else could.
func isApproved(ctx context.Context) error { return worldFrom(ctx).pays(ctx, (*world).forced) }

// forced is approve without a person.
func (w *world) forced(ctx context.Context, what, _ string, force func() error, pending func() (bool, error)) error {
	if w.Control == "" && w.Approval == Never {
		return skip(noApproval) // the plan should have seen it
	}
	if err := force(); err != nil {
		return err
	}
	return w.awaitReaction(ctx, what, pending)
}

type approving func(w *world, ctx context.Context, what, link string, force func() error, pending func() (bool, error)) error

func (w *world) pays(ctx context.Context, approve approving) error {
	d, err := w.driver(ctx)
	if err != nil {
		return err
	}
	return w.paysWith(ctx, d, approve)
}

func (w *world) paysWith(ctx context.Context, d api.Payments, approve approving) error {
	force := func() error { return d.Approve(ctx, w.payment.link, w.phone()) }
	if err := approve(w, ctx, "payment", w.payment.link.URL, force, w.paying(ctx)); err != nil {
		return err
	}
	w.payment.authorized = w.payment.order.Amount
	if w.unit.DirectCapture {
		w.payment.captured = w.payment.authorized
	}
	return nil
}

// phone is the test user's number; the sandbox knows any.
func (w *world) phone() string {
	if w.Phone == "" && w.Control != "" {
		return "91234567"
	}
	return w.Phone
}

func somebodyTriesToApprove(ctx context.Context) error {
	return worldFrom(ctx).attempt(isApproved(ctx))
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

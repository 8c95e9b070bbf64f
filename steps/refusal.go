package steps

import (
	"context"
	"errors"
	"fmt"

	"kontrakt/harness/api"
	"kontrakt/harness/api/webhooks"
)

func sayRefusal(b *book) {
	b.say(`the (payment|capture|cancellation|refund|approval|reading|registration|draft|charge|update) is refused because {reason}`, isRefusedBecause)
	b.say(`the (cancellation|refund|approval|deletion|draft|charge|update|capture) is refused`, isRefused)
	b.say(`the refusal is about {text}`, refusalIsAbout)
}

// refused gives the refusal of the last attempt, which must have been the act
// that the sentence names.
func (w *world) refused(noun string) (*api.Refusal, error) {
	doing := map[string]string{
		"payment": api.Start, "capture": api.Capture, "cancellation": api.Cancel, "refund": api.Refund,
		"approval": api.Approve, "reading": api.Read, "registration": webhooks.Registering, "deletion": webhooks.Deleting,
		"draft": api.DraftIt, "charge": api.ChargeIt, "update": api.UpdateIt,
	}[noun]
	var refused *api.Refusal
	switch {
	case !w.attempted:
		return nil, errors.New("nobody has tried anything")
	case w.tried == nil:
		return nil, fmt.Errorf("the %s: want a refusal, but it succeeded", noun)
	case !errors.As(w.tried, &refused):
		return nil, w.tried
	case refused.Doing != doing:
		return nil, fmt.Errorf("want the %s to be refused, got %w", noun, refused)
	}
	return refused, nil
}

// isRefusedBecause holds code and status: where the documentation names a
// status it must be that one, else any that blames the caller.
func isRefusedBecause(ctx context.Context, noun, reason string) error {
	r, err := worldFrom(ctx).refused(noun)
	if err != nil {
		return err
	}
	if !r.Because(api.Reason(reason)) {
		return fmt.Errorf("want a refusal because %s, got %w", reason, r)
	}
	if r.Documented != 0 {
		return equal("status of the refusal", r.Documented, r.Status)
	}
	return blames(r)
}

func isRefused(ctx context.Context, noun string) error {
	r, err := worldFrom(ctx).refused(noun)
	if err != nil {
		return err
	}
	return blames(r)
}

func blames(r *api.Refusal) error {
	if r.Status < 400 || r.Status > 499 {
		return fmt.Errorf("status of the refusal: want 4xx, got %d", r.Status)
	}
	return nil
}

// refusalIsAbout compares the name of the field.
func refusalIsAbout(ctx context.Context, field string) error {
	refused, err := worldFrom(ctx).lastRefusal()
	if err != nil {
		return err
	}
	return equal("field that the refusal names", field, refused.Field)
}

func (w *world) lastRefusal() (*api.Refusal, error) {
	var refused *api.Refusal
	if !errors.As(w.tried, &refused) {
		return nil, errors.New("nothing was refused")
	}
	return refused, nil
}

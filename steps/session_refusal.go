package steps

import (
	"context"
	"fmt"

	"kontrakt/harness/api"
)

func saySessionRefusal(b *book) {
	b.say(`the (session|change of the session|end of the session|look) is refused because {reason}`, sessionIsRefused)
	b.say(`the refusal is called {text}`, refusalIsCalled)
}

// sessionIsRefused holds the act and the reason, and the status where the
// documentation names one.
func sessionIsRefused(ctx context.Context, noun, reason string) error {
	w := worldFrom(ctx)
	r, err := w.lastRefusal()
	if err != nil {
		if w.attempted && w.tried == nil {
			return fmt.Errorf("the %s: want a refusal, but it succeeded", noun)
		}
		return err
	}
	doing := map[string]string{
		"session": api.Open, "change of the session": api.Amend, "end of the session": api.Lapse, "look": api.Look,
	}[noun]
	switch {
	case r.Doing != doing:
		return fmt.Errorf("want the %s to be refused, got %w", noun, r)
	case !r.Because(api.Reason(reason)):
		return fmt.Errorf("want a refusal because %s, got %w", reason, r)
	case r.Documented != 0:
		return equal("status of the refusal", r.Documented, r.Status)
	}
	return blames(r)
}

// refusalIsCalled is for the two codes that are published.
func refusalIsCalled(ctx context.Context, code string) error {
	r, err := worldFrom(ctx).lastRefusal()
	if err != nil {
		return err
	}
	return equal("code of the refusal", code, r.Code)
}

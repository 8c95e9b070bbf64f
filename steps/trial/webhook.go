package trial

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/cucumber/godog"

	"kontrakt/harness/certify/adversary"
)

// An event is one of those that the scenarios name.
const event = `(approval|capture|refund|cancellation|acceptance|end|charge)`

// words are what stands in the webhooks of those events.
var words = map[string]string{
	"approval": `"AUTHORIZED"`, "capture": `"CAPTURED"`, "refund": `"REFUNDED"`, "cancellation": `"CANCELLED"`,
	"acceptance": "agreement-activated", "end": "agreement-stopped", "charge": "charge-captured",
}

func registerWebhooks(sc *godog.ScenarioContext) {
	sc.Given(`^no webhook arrives$`, silent)
	sc.Given(`^the webhook of an `+event+` has arrived$`, func(ctx context.Context, event string) error { return arrived(ctx, words[event]) })
	sc.Given(`^the webhook of (?:its|the) `+event+` has arrived$`, func(ctx context.Context, event string) error {
		return arrived(ctx, words[event], worldFrom(ctx).subject())
	})
	sc.When(`^somebody sends the webhook of an `+event+` with (.+)$`, func(ctx context.Context, event, what string) error {
		return worldFrom(ctx).forges(ctx, what, words[event])
	})
	sc.When(`^the webhook of the `+event+` comes again$`, func(ctx context.Context, event string) error {
		return worldFrom(ctx).comesAgain(ctx, true, words[event], worldFrom(ctx).subject())
	})
	sc.When(`^somebody sends the webhook of the `+event+` once more, byte for byte$`, func(ctx context.Context, event string) error {
		return worldFrom(ctx).comesAgain(ctx, false, words[event], worldFrom(ctx).subject())
	})
	sc.When(`^Vipps MobilePay tells of an approval that did not succeed$`, func(ctx context.Context) error {
		return worldFrom(ctx).tells(ctx, "approval", map[string]any{"success": false})
	})
	sc.When(`^Vipps MobilePay tells of an event that nobody knows$`, func(ctx context.Context) error {
		w := worldFrom(ctx)
		if w.agreement != "" {
			return w.tells(ctx, "acceptance", map[string]any{"eventType": "recurring.agreement-reminded.v1"})
		}
		return w.tells(ctx, "approval", map[string]any{"name": "REMINDED"})
	})
	sc.When(`^Vipps MobilePay tells of the (?:approval|acceptance) with a member that nobody knows$`, tellsMore)
	registerDeliveries(sc)
}

// silent lets nothing arrive that tells of what the scenario is about. Where other
// scenarios run beside it, they go on hearing of theirs.
func silent(ctx context.Context) error {
	w := worldFrom(ctx)
	if w.beside {
		w.silent = true
		return nil
	}
	w.faults = true
	return w.control(ctx, http.MethodPut, "faults", map[string]any{"faults": []string{"callback-never"}}, nil)
}

// hush lets no more arrive about something, where the scenario is silent.
func (w *world) hush(about string) {
	if w.silent {
		w.Adversary.Befall(about, adversary.Kept, -1)
	}
}

// delivery is how long the API may take to call.
const delivery = 5 * time.Second

var errNoWebhook = errors.New("no such webhook has arrived: the shop has registered none, or another event")

// arrived waits for a webhook that holds all of some words.
func arrived(ctx context.Context, all ...string) error {
	w := worldFrom(ctx)
	came, err := w.within(ctx, delivery, isSo(func() bool { _, ok := w.Adversary.Last(all...); return ok }))
	if err == nil && !came {
		err = errNoWebhook
	}
	return err
}

// forges sends the webhook of somebody else's event as if it were about this
// one's.
func (w *world) forges(ctx context.Context, what, word string) error {
	other, ok := w.Adversary.Last(word)
	if !ok {
		return errNoWebhook
	}
	about := w.subject()
	changed := w.Adversary.About(other, about)
	var l adversary.Letter
	var err error
	switch what {
	case "a signature of somebody else":
		l = w.Adversary.Forged(changed)
	case "a signature made for another body":
		l = changed
	case "a body that its signature does not speak of":
		l = w.Adversary.Changed(other, w.Adversary.Reference(other), about, false)
	case "a date of last week":
		l, err = w.Adversary.Old(changed, 7*24*time.Hour)
	default:
		err = fmt.Errorf("nobody knows how to send %s", what)
	}
	if err != nil {
		return broken{err}
	}
	return w.send(ctx, l)
}

// send sends a letter; what the shop answers to one that it should not believe is
// its own affair.
func (w *world) send(ctx context.Context, l adversary.Letter) error {
	_, err := w.answer(ctx, l)
	return err
}

// answer sends a letter and gives the status that the shop answers, 0 for none in
// time.
func (w *world) answer(ctx context.Context, l adversary.Letter) (int, error) {
	status, err := w.Adversary.Send(ctx, l)
	var slow *url.Error
	if errors.As(err, &slow) && slow.Timeout() && ctx.Err() == nil {
		return 0, nil
	}
	if err != nil {
		return 0, broken{err}
	}
	return status, nil
}

// comesAgain sends a webhook that the shop has had before, signed anew as the API
// would, or as it was.
func (w *world) comesAgain(ctx context.Context, anew bool, all ...string) error {
	l, ok := w.Adversary.Last(all...)
	if !ok {
		return errNoWebhook
	}
	var err error
	if anew {
		l, err = w.Adversary.Again(l)
	}
	if err != nil {
		return broken{err}
	}
	if err = w.send(ctx, l); err != nil {
		return err
	}
	return pause(ctx, settling)
}

// tells sends an event that the API has signed: the latest of its kind, which says
// something else, about what the scenario is about.
func (w *world) tells(ctx context.Context, event string, says map[string]any) error {
	l, ok := w.Adversary.Last(words[event])
	if !ok {
		return errNoWebhook
	}
	if says["reference"] = w.reference; w.agreement != "" {
		delete(says, "reference")
		says["agreementId"] = w.agreement
	}
	return w.says(ctx, l, says)
}

func (w *world) says(ctx context.Context, l adversary.Letter, says map[string]any) error {
	l, err := w.Adversary.Saying(l, says)
	if err != nil {
		return broken{err}
	}
	status, err := w.answer(ctx, l)
	if err == nil && (status < 200 || status > 299) {
		return fmt.Errorf("the shop answered %d to an event that is signed as it should be: more members, and more events, may come at any time", status)
	}
	return err
}

// tellsMore sends the event that was held back, with more in it.
func tellsMore(ctx context.Context) error {
	w := worldFrom(ctx)
	kept, err := w.held(ctx, 1)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(kept, func(l adversary.Letter) bool { return w.Adversary.Reference(l) == w.subject() })
	if i < 0 {
		return errNoWebhook
	}
	return w.says(ctx, kept[i], map[string]any{"mood": map[string]any{"of": "the customer", "is": "good"}})
}

// subject is what the scenario is about.
func (w *world) subject() string {
	if w.agreement != "" {
		return w.agreement
	}
	return w.reference
}

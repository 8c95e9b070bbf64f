package trial

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/cucumber/godog"

	"kontrakt/harness/certify/adversary"
	"kontrakt/steps/ending"
)

// registerDeliveries are the sentences about what befalls deliveries on their
// way, and about how the shop answers them.
func registerDeliveries(sc *godog.ScenarioContext) {
	sc.Given(`^its webhooks are held back$`, func(ctx context.Context) error { return befalls(ctx, adversary.Kept, -1) })
	sc.Given(`^its webhooks find nobody at the shop$`, func(ctx context.Context) error { return befalls(ctx, adversary.Refused, -1) })
	sc.Given(`^its webhooks find nobody at the shop (once|four times)$`, func(ctx context.Context, often string) error {
		return befalls(ctx, adversary.Refused, map[string]int{"once": 1, "four times": 4}[often])
	})
	sc.Given(`^the shop's answer to its next webhook is lost$`, func(ctx context.Context) error { return befalls(ctx, adversary.Unheard, 1) })
	sc.Given(`^the API answers no question until the shop has answered its next webhook$`, stalls)
	sc.When(`^its webhooks arrive, the last one first$`, arrivesReversed)
	sc.When(`^the API delivers again$`, delivers)
	sc.When(`^the API has delivered everything$`, func(ctx context.Context) error {
		_, err := worldFrom(ctx).deliveries(ctx)
		return err
	})
	sc.When(`^the shop is back, and the API delivers again$`, func(ctx context.Context) error {
		w := worldFrom(ctx)
		w.Adversary.Spare(w.subject())
		return delivers(ctx)
	})
	sc.Then(`^each of its webhooks was answered in time$`, answeredInTime)
}

// errElsewhere says that deliveries take another way.
const errElsewhere = ending.Skipped("the sandbox's deliveries do not pass through here: leave --target out")

// befalls lets deliveries about what the scenario is about meet a fate. What was
// under way before arrives.
func befalls(ctx context.Context, fate adversary.Fate, times int) error {
	w := worldFrom(ctx)
	if !w.Adversary.Carries() {
		return errElsewhere
	}
	if _, err := w.deliveries(ctx); err != nil {
		return err
	}
	w.Adversary.Befall(w.subject(), fate, times)
	w.missed = max(times, 1)
	return nil
}

func stalls(ctx context.Context) error {
	w := worldFrom(ctx)
	if !w.Adversary.Carries() {
		return errElsewhere
	}
	if _, err := w.deliveries(ctx); err != nil {
		return err
	}
	w.Adversary.Stall(w.subject())
	return nil
}

// A row is a delivery in the sandbox's list.
type row struct {
	Kind    string
	State   string
	Status  int
	Attempt int
}

func (r row) taken() bool { return r.State == "answered" && r.Status/100 == 2 }

// deliveries lists what the sandbox has delivered of what the scenario is about,
// when nothing is under way any more.
func (w *world) deliveries(ctx context.Context) ([]row, error) {
	var told struct{ Deliveries []row }
	path := "deliveries?wait=PT12S&reference=" + w.subject()
	return told.Deliveries, w.control(ctx, http.MethodGet, path, nil, &told)
}

// again is how long the API waits after an attempt that failed, counted from 1.
func again(attempt int) string {
	if attempt < 4 {
		return "PT2S"
	}
	return "PT1M"
}

// delivers lets the time of the API's next attempts come: as many as found nobody
// before.
func delivers(ctx context.Context) error {
	w := worldFrom(ctx)
	for left := w.missed; ; left-- {
		rows, err := w.deliveries(ctx)
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			return errNoWebhook
		}
		last := rows[len(rows)-1]
		if left == 0 || last.taken() {
			return pause(ctx, settling)
		}
		if err := w.control(ctx, http.MethodPost, "clock", map[string]string{"advance": again(last.Attempt)}, nil); err != nil {
			return err
		}
	}
}

// held waits until so many webhooks are held back, and gives them.
func (w *world) held(ctx context.Context, most int) ([]adversary.Letter, error) {
	if _, err := w.within(ctx, delivery, isSo(func() bool { return w.Adversary.Kept(w.subject()) >= most })); err != nil {
		return nil, err
	}
	kept := w.Adversary.Spare(w.subject())
	if len(kept) < most {
		return nil, ending.Skipped(fmt.Sprintf("the shop was to be sent %d of the webhooks that it has registered for: nothing is shown of those that come in another order", len(kept)))
	}
	return kept, nil
}

// arrivesReversed lets what was held back arrive, each signed anew.
func arrivesReversed(ctx context.Context) error {
	w := worldFrom(ctx)
	kept, err := w.held(ctx, 2)
	if err != nil {
		return err
	}
	slices.Reverse(kept)
	for _, l := range kept {
		if l, err = w.Adversary.Again(l); err != nil {
			return broken{err}
		}
		if err := w.send(ctx, l); err != nil {
			return err
		}
	}
	return pause(ctx, settling)
}

// limit is how long the API waits for an answer.
const limit = 10 * time.Second

// answeredInTime looks at what the shop has answered to the webhooks of what the
// scenario is about.
func answeredInTime(ctx context.Context) error {
	w := worldFrom(ctx)
	if _, err := w.deliveries(ctx); err != nil {
		return err
	}
	all := w.Adversary.Letters(w.subject())
	if len(all) == 0 {
		return errNoWebhook
	}
	var wrong []string
	for _, l := range all {
		switch {
		case l.Status == 0 || l.Took > limit:
			wrong = append(wrong, fmt.Sprintf("none within %s", limit))
		case l.Status/100 != 2:
			wrong = append(wrong, fmt.Sprint(l.Status))
		}
	}
	if len(wrong) > 0 {
		return fmt.Errorf("the shop's answers to %d of %d webhooks: want 2xx within %s, got %s", len(wrong), len(all), limit, strings.Join(slices.Compact(wrong), ", "))
	}
	return nil
}

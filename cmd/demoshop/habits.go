package main

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// habits are how the shop does things. The good ones are what the guides ask
// for; each mistake changes one.
type habits struct {
	// system are the headers that name the software.
	system map[string]string
	// tokenEachTime gets a token for every call.
	tokenEachTime bool

	newKeyOnRetry, newKeyForCharges, chargesAnew, retriesRefused, oneKey bool

	reference func() string
	// refunded is how the amount of a refund is written.
	refunded    func(minor int64) any
	description string
	// tries spoils the first attempt at a payment; refused, it is made again as
	// it should be.
	tries func(payment map[string]any)

	captureAtOnce, capturesWhole, refundsWhole bool
	neverCancels, noLog                        bool

	// pollAfter is when the shop first asks for an order, pollEvery how often.
	pollAfter, pollEvery time.Duration
	neverPolls           bool

	noWebhook bool
	// registersTwice registers again for an event that is registered for already.
	registersTwice bool
	// neverChecks takes for granted that a webhook stays.
	neverChecks bool
	events      []string
	hookStatus  int
	hookDelay   time.Duration
	hookMoves   bool
	worksFirst  bool
	// What the shop believes without asking.
	trustsAnyone, takesOldDates, takesOtherBodies bool
	believesHook, believesReturn, goesBack        bool
	actsOnEach, actsOnRetries, deafToFailure      bool
	ignoresSuccess, strictMembers, strictEvents   bool
	refusesLate                                   bool

	selling
	expressing

	retryDays, dueIn      int
	managedAt             string
	dueAtOnce, neverLists bool
}

// good are the habits of a shop that does everything right.
func good() habits {
	return habits{
		system: map[string]string{
			"Vipps-System-Name": "Honeypot", "Vipps-System-Version": "3.1.0",
			"Vipps-System-Plugin-Name": "honeypot-payments", "Vipps-System-Plugin-Version": "1.4.0",
		},
		reference:   number,
		refunded:    func(minor int64) any { return minor },
		description: "A pot of honey",
		pollAfter:   5 * time.Second, pollEvery: 2 * time.Second,
		events: []string{
			"epayments.payment.authorized.v1", "epayments.payment.aborted.v1", "epayments.payment.expired.v1", "epayments.payment.terminated.v1",
			"epayments.payment.cancelled.v1", "epayments.payment.captured.v1", "epayments.payment.refunded.v1",
			"recurring.agreement-activated.v1", "recurring.agreement-rejected.v1", "recurring.agreement-stopped.v1", "recurring.agreement-expired.v1",
			"recurring.charge-captured.v1", "recurring.charge-failed.v1",
		},
		selling: goodSelling(), expressing: expressing{expressPrice: inKroner}, retryDays: 5, dueIn: 3, managedAt: "/account/subscriptions",
	}
}

// spoil takes on the named mistakes.
func (h *habits) spoil(names string) error {
	all := mistakes()
	for name := range strings.SplitSeq(names, ",") {
		if name == "" {
			continue
		}
		i := slices.IndexFunc(all, func(m mistake) bool { return m.name == name })
		if i < 0 {
			return fmt.Errorf("no mistake %q; --mistakes lists them", name)
		}
		all[i].make(h)
	}
	return nil
}

package main

import "time"

func mistakesOfWebhooks() []mistake {
	return []mistake{
		{"no-webhook", ids("EPAY-CL-09", "EPAY-CL-15", "WH-CL-01", "WH-CL-03", "WH-CL-04", "WH-CL-05", "WH-CL-06", "WH-CL-07"), "No webhook is registered.", func(h *habits) { h.noWebhook = true }},
		{"misspelt-events", ids("EPAY-CL-09", "EPAY-CL-15", "WH-CL-01", "WH-CL-03", "WH-CL-04", "WH-CL-05", "WH-CL-06", "WH-CL-07"), "Events are registered by names that there are not.", func(h *habits) {
			h.events = []string{"epayment.payment.authorised.v1"}
		}},
		{"registers-twice", ids("WH-CL-01"), "Each part of the shop registers for its events, whether they are registered for or not.", func(h *habits) { h.registersTwice = true }},
		{"never-checks-webhooks", ids("WH-CL-09"), "Nobody looks whether the webhook is still registered.", func(h *habits) { h.neverChecks = true }},
		{"successes-alone", ids("EPAY-CL-09"), "Only success is registered for.", func(h *habits) { h.events = h.events[:1] }},
		{"hook-answers-500", ids("EPAY-CL-09", "EPAY-CL-15", "WH-CL-04", "WH-CL-06", "WH-CL-07"), "Webhooks are answered with 500.", func(h *habits) { h.hookStatus = 500 }},
		{"hook-redirects", ids("EPAY-CL-09", "EPAY-CL-15", "WH-CL-04", "WH-CL-06", "WH-CL-07"), "Webhooks are redirected.", func(h *habits) { h.hookMoves = true }},
		{"hook-takes-its-time", ids("EPAY-CL-09", "EPAY-CL-15", "WH-CL-04", "WH-CL-06", "WH-CL-07"), "Webhooks are answered after eleven seconds.", func(h *habits) { h.hookDelay = 11 * time.Second }},
		{"works-before-it-answers", ids("EPAY-CL-15", "WH-CL-04"), "A webhook is answered when the API has told how the payment stands.", func(h *habits) { h.worksFirst = true }},
		{"refuses-what-comes-late", ids("EPAY-CL-15", "WH-CL-04"), "What happened half a minute ago is not taken in any more.", func(h *habits) { h.refusesLate = true }},
		{"trusts-anyone", ids("WH-CL-03"), "Nobody looks at a webhook's signature.", func(h *habits) { h.trustsAnyone, h.believesHook = true, true }},
		{"takes-another-body", ids("WH-CL-03"), "The body is not held against its hash.", func(h *habits) { h.takesOtherBodies, h.believesHook = true, true }},
		{"takes-old-dates", ids("WH-CL-03"), "A webhook may be of any day.", func(h *habits) { h.takesOldDates, h.believesHook = true, true }},
		{"goes-back-to-paid", ids("WH-CL-05"), "A webhook of an approval that comes late sets the order back.", func(h *habits) { h.goesBack = true }},
		{"ships-on-every-webhook", ids("WH-CL-05"), "A webhook that comes again moves money.", func(h *habits) { h.actsOnEach = true }},
		{"acts-on-the-retry", ids("WH-CL-05"), "A webhook is known again by its signature, which is another each time.", func(h *habits) { h.actsOnRetries = true }},
		{"ignores-success", ids("WH-CL-07"), "An approval that did not succeed counts as one.", func(h *habits) { h.ignoresSuccess, h.believesHook = true, true }},
		{"chokes-on-new-members", ids("WH-CL-06"), "A webhook with a member that the shop does not know is refused.", func(h *habits) { h.strictMembers = true }},
		{"chokes-on-new-events", ids("WH-CL-06"), "An event of a name that the shop does not know is refused.", func(h *habits) { h.strictEvents = true }},
	}
}

package main

import "time"

func digits(h *habits) { h.reference = func() string { return drawn("0123456789", 12) } }

func noPlugin(h *habits) {
	delete(h.system, "Vipps-System-Plugin-Name")
	delete(h.system, "Vipps-System-Plugin-Version")
}

func believesCallbacks(h *habits) { h.trustsAnyCallback, h.believesHook = true, true }

// What is made with eCom, Checkout, at the till or by a partner begins with that:
// it is seen in the checklist of it.

func mistakesOfECom() []mistake {
	return []mistake{
		{"ecom-any-token", ids("ECOM-CL-08"), "Nobody looks at a callback's token.", believesCallbacks},
		{"ecom-callback-answers-500", ids("ECOM-CL-08", "ECOM-CL-11"), "Callbacks are answered with 500.", func(h *habits) { h.hookStatus = 500 }},
		{"ecom-callback-takes-its-time", ids("ECOM-CL-08", "ECOM-CL-11"), "Callbacks are answered after four seconds.", func(h *habits) { h.hookDelay = 4 * time.Second }},
		{"ecom-ships-on-every-callback", ids("ECOM-CL-11"), "A callback that comes again moves money.", func(h *habits) { h.actsOnEach = true }},
		{"ecom-goes-back-to-paid", ids("ECOM-CL-11"), "A callback that comes late sets the order back.", func(h *habits) { h.goesBack = true }},
		{"ecom-deaf-to-failure", ids("ECOM-CL-11", "ECOM-CL-16"), "An order whose payment failed waits for ever.", func(h *habits) { h.deafToFailure = true }},
		{"ecom-never-polls", ids("ECOM-CL-16"), "What no callback tells is never known.", func(h *habits) { h.neverPolls = true }},
		{"ecom-polls-too-fast", ids("ECOM-CL-16"), "The shop asks many times a second.", func(h *habits) { h.pollAfter, h.pollEvery = 0, 50*time.Millisecond }},
		{"ecom-believes-the-redirect", ids("ECOM-CL-17"), "Who comes back has paid.", func(h *habits) { h.believesReturn = true }},
		{"ecom-captures-at-once", ids("ECOM-CL-02"), "Money is captured before the customer has approved.", func(h *habits) { h.captureAtOnce = true }},
		{"ecom-captures-whole-alone", ids("ECOM-CL-03"), "The shop can capture whole amounts alone.", func(h *habits) { h.capturesWhole = true }},
		{"ecom-refunds-whole-alone", ids("ECOM-CL-06"), "The shop can refund whole amounts alone.", func(h *habits) { h.refundsWhole = true }},
		{"ecom-keeps-the-rest", ids("ECOM-CL-04"), "What is left of a partly captured order is not released.", func(h *habits) { h.keepsRest = true }},
		{"ecom-never-cancels", ids("ECOM-CL-04", "ECOM-CL-21"), "A cancelled order is one in the shop alone.", func(h *habits) { h.neverCancels = true }},
		{"ecom-new-request-id-on-retry", ids("ECOM-CL-12"), "What is made again gets a new X-Request-Id.", func(h *habits) { h.newKeyOnRetry = true }},
		{"ecom-same-number-again", ids("ECOM-CL-15"), "A payment whose start got no answer is started again under the same number.", func(h *habits) { h.sameNumberAgain = true }},
		{"ecom-digits-for-an-order-id", ids("ECOM-CL-15"), "Order IDs are digits alone.", digits},
		{"ecom-half-the-headers", ids("ECOM-CL-13"), "The plugin is not named.", noPlugin},
	}
}

func mistakesOfCheckout() []mistake {
	return []mistake{
		{"checkout-any-token", ids("CHK-CL-03"), "Nobody looks at a callback's token.", believesCallbacks},
		{"checkout-callback-answers-500", ids("CHK-CL-03", "CHK-CL-08"), "Callbacks are answered with 500.", func(h *habits) { h.hookStatus = 500 }},
		{"checkout-ships-on-every-callback", ids("CHK-CL-08"), "A callback that comes again moves money.", func(h *habits) { h.actsOnEach = true }},
		{"checkout-deaf-to-failure", ids("CHK-CL-08", "CHK-CL-13"), "The states of failure are looked for by other names.", func(h *habits) { h.deafToFailure = true }},
		{"checkout-never-polls", ids("CHK-CL-13"), "What no callback tells is never known.", func(h *habits) { h.neverPolls = true }},
		{"checkout-believes-the-redirect", ids("CHK-CL-14"), "Who comes back has paid.", func(h *habits) { h.believesReturn = true }},
		{"checkout-captures-at-once", ids("CHK-CL-06"), "Money is captured before the customer has paid.", func(h *habits) { h.captureAtOnce = true }},
		{"checkout-captures-the-cart", ids("CHK-CL-06"), "What shipping costs is never captured.", func(h *habits) { h.capturesCart = true }},
		{"checkout-refunds-whole-alone", ids("CHK-CL-07b"), "The shop can refund whole amounts alone.", func(h *habits) { h.refundsWhole = true }},
		{"checkout-new-key-on-retry", ids("CHK-CL-09"), "What is made again gets a new idempotency key.", func(h *habits) { h.newKeyOnRetry = true }},
		{"checkout-half-the-headers", ids("CHK-CL-10"), "The plugin is not named.", noPlugin},
		{"checkout-digits-for-a-reference", ids("CHK-CL-12"), "References are digits alone.", digits},
		{"checkout-shipping-in-kroner", ids("CHK-CL-17"), "What shipping costs is written in kroner.", func(h *habits) {
			h.shippingPrice = func(minor int64) any { return minor / 100 }
		}},
		{"checkout-shipping-takes-its-time", ids("CHK-CL-17"), "What it costs to ship to the north is known after nine seconds.", func(h *habits) { h.northAfter = 9 * time.Second }},
		{"checkout-shipping-fails", ids("CHK-CL-17"), "Asked how it ships, the shop answers 500.", func(h *habits) { h.shippingStatus = 500 }},
		{"checkout-ways-in-an-object", ids("CHK-CL-17", "TERMS-T2"), "Ways to ship are written as for eCom.", func(h *habits) { h.waysInAnObject = true }},
		{"checkout-no-ways-abroad", ids("CHK-CL-17"), "Asked about another country, the shop names no way to ship.", func(h *habits) { h.noForeignWays = true }},
		{"checkout-address-untold", ids("CHK-CL-17"), "The checkout that is open is not told where the goods go now.", func(h *habits) { h.addressUntold = true }},
		{"checkout-nothing-fixed", ids("CHK-CL-17"), "Where the shop cannot be asked nothing is shipped.", func(h *habits) { h.nothingFixed = true }},
	}
}

func mistakesOfParties() []mistake {
	return []mistake{
		{"pos-customer-absent", ids("EPAY-CL-20"), "The customer at the till is not said to be there.", func(h *habits) { h.interaction = "CUSTOMER_NOT_PRESENT" }},
		{"pos-forgets-to-cancel", ids("EPAY-CL-04", "EPAY-CL-09", "EPAY-CL-19", "EPAY-CL-20"), "What is paid in cash can be paid in the app as well.", func(h *habits) { h.neverCancels = true }},
		{"partner-token-for-nobody", ids("PRT-CL-01"), "The token is fetched for no merchant.", func(h *habits) { h.tokenUnsigned = true }},
		{"partner-half-the-headers", ids("EPAY-CL-11", "PH-02", "PRT-CL-02"), "The plugin is not named.", noPlugin},
	}
}

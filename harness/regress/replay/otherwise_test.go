package replay_test

// otherwise are the scenarios of the old versions that come out otherwise when they
// are replayed on the new ones, by the reason.
var otherwise = map[string]map[string][]string{
	"checkout.v2": {
		"MIG-04 no row of the table has this value": {
			"earlier-checkout/asking-the-earlier-checkout-to-open-a-session-with-one-mistake-in-the-request-is-refused",
		},
		"MIG-05 an address without contact data was illegal and has no equivalent": {
			"earlier-wire/an-address-without-contact-data-is-refused",
		},
		"MIG-05 no row of the table has this value": {
			"earlier-checkout/asking-the-earlier-checkout-to-open-a-session-with-one-mistake-in-the-request-is-refused",
			"earlier-wire/a-session-of-version-2-without-a-word-on-address-fields-is-refused",
			"earlier-wire/a-session-of-version-2-without-a-word-on-contact-fields-is-refused",
		},
		"it was refused for a mistake that is not in the rewritten request": {
			"earlier-checkout/asking-the-earlier-checkout-to-open-a-session-with-one-mistake-in-the-request-is-refused",
			"earlier-wire/a-number-without-the-rest-of-the-customer-is-refused",
			"earlier-wire/a-session-of-version-2-without-a-word-on-address-fields-is-refused",
			"earlier-wire/a-session-of-version-2-without-a-word-on-contact-fields-is-refused",
			"earlier/a-way-to-ship-without-a-product-is-refused-by-version-2",
		},
	},
	"ecom.v2": {
		"Express is a payment with shipping and a scope; the sales unit needs approval for it": {
			"ecom/asking-ecom-to-start-a-payment-with-one-mistake-in-the-request-is-refused",
			"express/a-merchant-that-answers-the-question-for-ways-to-ship-with-500-loses-the-payment",
			"express/a-merchant-that-answers-the-question-for-ways-to-ship-with-text-loses-the-payment",
			"express/after-seven-days-the-details-say-no-more-who-kari-is",
			"express/after-six-days-the-details-still-say-who-kari-is",
			"express/an-express-order-that-says-nothing-of-shipping-is-refused",
			"express/an-express-order-without-an-address-for-the-removal-of-consent-is-refused",
			"express/another-way-to-ship-is-chosen-in-the-app",
			"express/express-and-a-scope-do-not-go-together",
			"express/kari-withdraws-her-consent-and-the-merchant-is-told",
			"express/the-explicit-flow-is-the-only-flow-with-the-flag-set-to-false",
			"express/the-explicit-flow-is-the-only-flow-with-the-flag-set-to-true",
			"express/the-merchant-learns-who-kari-is-and-where-she-lives",
			"initiate/an-express-payment-needs-its-customer",
			"initiate/an-order-with-a-plain-http-address-for-callbacks-is-refused",
			"initiate/an-order-with-a-plain-http-address-for-shipping-details-is-refused",
			"initiate/an-order-with-a-plain-http-address-for-the-removal-of-consent-is-refused",
		},
		"a capture has 180 days, where some were told 365": {
			"time-limits/by-the-change-log-day-364-is-still-in-time-to-capture",
		},
		"a key is one payment's; another payment had this one before, and it is refused": {
			"intent/two-parcels-of-two-orders-leave-under-one-number",
			"repeat/a-key-may-serve-two-orders",
		},
		"a number is digits, its country's code first; how this one is written was forgiven": {
			"initiate/a-number-written-with-a-country-code-is-taken-and-reported",
			"initiate/a-number-written-with-spaces-is-taken-and-reported",
		},
		"an amount is at most 650 000.00": {
			"reserve/an-approved-payment-of-21474836.48-nok-is-reserved-in-full",
		},
		"it was refused because money was captured; ePayment releases what is left of it, for good": {
			"capture-and-cancel/a-flag-in-the-wrong-place-releases-nothing",
			"capture-and-cancel/without-the-flag-a-partly-captured-order-is-not-cancelled",
			"direct-capture/a-sale-cannot-be-cancelled",
			"intent/part-has-shipped-and-came-back-and-the-merchant-cancels-the-order",
			"intent/part-has-shipped-and-the-merchant-cancels-the-order",
		},
		"it was refused for a mistake that is not in the rewritten request": {
			"ecom/asking-ecom-to-cancel-with-one-mistake-in-the-request-is-refused",
			"ecom/asking-ecom-to-capture-with-one-mistake-in-the-request-is-refused",
			"ecom/asking-ecom-to-refund-with-one-mistake-in-the-request-is-refused",
			"ecom/asking-ecom-to-start-a-payment-with-one-mistake-in-the-request-is-refused",
			"initiate/an-order-with-a-plain-http-address-for-callbacks-is-refused",
			"initiate/an-order-with-a-plain-http-address-for-shipping-details-is-refused",
			"initiate/an-order-with-a-plain-http-address-for-the-removal-of-consent-is-refused",
			"initiate/an-order-with-a-reference-of-51-characters-is-refused",
			"initiate/an-order-with-the-merchants-number-as-a-number-is-refused",
			"initiate/an-order-without-a-text-is-refused",
			"initiate/an-order-without-an-address-to-be-told-is-refused",
			"wire/a-key-of-41-characters-breaks-the-contract",
			"wire/a-partial-capture-without-a-key-is-refused",
		},
		"nothing is sold at once; what is authorized has to be captured": {
			"direct-capture/a-sale-cannot-be-cancelled",
			"direct-capture/a-sale-is-undone-by-a-refund",
			"direct-capture/a-sale-leaves-nothing-to-capture",
			"direct-capture/approval-takes-the-money-at-once",
		},
		"the way back is an address, or an app's own scheme": {
			"initiate/a-customer-comes-back-by-androids-intent",
		},
	},
	"recurring.v2": {
		"REC-MIG-02 an agreement can be stopped and nothing else": {
			"earlier-recurring/asking-the-earlier-recurring-to-change-an-agreement-with-one-mistake-in-the-request-is-refused",
		},
		"REC-MIG-03 version 3 has no agreement that costs nothing; the least amount is 100": {
			"earlier-recurring/asking-the-earlier-recurring-to-change-all-of-an-agreement-with-values-that-just-about-hold-is-no-mistake",
			"earlier-recurring/asking-the-earlier-recurring-to-change-an-agreement-with-values-that-just-about-hold-is-no-mistake",
			"history/an-agreement-may-cost-nothing",
		},
		"REC-MIG-07 a campaign is neither set nor changed once the agreement is made": {
			"history/a-running-agreement-is-given-a-lower-price-until-a-date",
		},
		"REC-MIG-08 the page of the agreement must be an https address": {
			"history/a-page-of-the-agreement-without-https-is-accepted",
		},
		"it was refused for a mistake that is not in the rewritten request": {
			"earlier-recurring/asking-the-earlier-recurring-to-capture-a-charge-with-one-mistake-in-the-request-is-refused",
			"earlier-recurring/asking-the-earlier-recurring-to-change-all-of-an-agreement-with-one-mistake-in-the-request-is-refused",
			"earlier-recurring/asking-the-earlier-recurring-to-change-an-agreement-with-one-mistake-in-the-request-is-refused",
			"earlier-recurring/asking-the-earlier-recurring-to-make-a-charge-with-one-mistake-in-the-request-is-refused",
			"earlier-recurring/asking-the-earlier-recurring-to-offer-an-agreement-with-one-mistake-in-the-request-is-refused",
			"earlier-recurring/asking-the-earlier-recurring-to-refund-a-charge-with-one-mistake-in-the-request-is-refused",
			"history/a-charge-without-a-key-was-refused",
		},
		"version 2 is gone, and version 3 is there": {
			"history/who-still-calls-version-2-is-answered-by-nobody-and-version-3-goes-on",
		},
	},
}

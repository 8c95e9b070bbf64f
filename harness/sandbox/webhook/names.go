package webhook

import (
	"maps"
	"slices"
)

// CheckedIn is the one event that a merchant may register for only once.
const CheckedIn = "user.checked-in.v1"

// Names gives the events that can be registered for, by the contract of the API
// that tells them. Sources: the events page of the webhooks documentation, and
// the change logs of 2026.
//
// Choice: donations have events since May 2026 whose names are not public; they
// are unknown here.
func Names() map[string][]string {
	return map[string][]string{
		"epayment.v1": {
			"epayments.payment.created.v1", "epayments.payment.aborted.v1", "epayments.payment.expired.v1",
			"epayments.payment.cancelled.v1", "epayments.payment.captured.v1", "epayments.payment.refunded.v1",
			"epayments.payment.authorized.v1", "epayments.payment.terminated.v1",
		},
		"recurring.v3": {
			"recurring.agreement-activated.v1", "recurring.agreement-rejected.v1",
			"recurring.agreement-stopped.v1", "recurring.agreement-expired.v1",
			"recurring.charge-reserved.v1", "recurring.charge-captured.v1", "recurring.charge-canceled.v1",
			"recurring.charge-failed.v1", "recurring.charge-refunded.v1", "recurring.charge-creation-failed.v1",
		},
		"qr.v1":    {CheckedIn},
		"login.v1": {"login.merchant-initiated.ping.v1"},
	}
}

// AllNames is the same in one list, sorted.
func AllNames() []string {
	var all []string
	for _, names := range Names() {
		all = append(all, names...)
	}
	slices.Sort(all)
	return all
}

// Known says whether an event of this name exists.
func Known(name string) bool {
	return slices.ContainsFunc(slices.Collect(maps.Values(Names())), func(names []string) bool { return slices.Contains(names, name) })
}

// Limit is how many registrations a merchant may have for an event: 25 since
// 2025 at the latest (5 in 2023), and one for a check-in.
func Limit(name string) int {
	if name == CheckedIn {
		return 1
	}
	return 25
}

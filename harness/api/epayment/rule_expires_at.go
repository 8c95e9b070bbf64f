package epayment

import (
	"net/http"
	"strings"
	"time"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// A payment that lives longer than ten minutes goes to the customer by itself or
// hangs on a wall, says what is bought, and ends within sixty days.
var expiresAt = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.expires-at",
		Severity: harness.Warning,
		Says:     "A payment with expiresAt is by push message or QR code, has a receipt, and expires after more than 10 minutes and less than 60 days.",
		Source:   "epayment.v1 #/components/schemas/CreatePaymentRequest/properties/expiresAt; errors 6110, 6120 and 6130",
		Help:     "payments that live long need an approval of their own; others expire after 10 minutes",
	},
	Operations: []string{createID},
	Judge: func(v *rules.View) []harness.Finding {
		if v.Text("/expiresAt") == "" {
			return nil
		}
		var found []harness.Finding
		switch v.Text("/userFlow") {
		case webRedirect, native:
			found = append(found, v.InBody("/userFlow", `"PUSH_MESSAGE" or "QR" with expiresAt`))
		}
		if !asked(v, "/receipt") {
			found = append(found, v.InBody("/receipt", "a receipt with expiresAt"))
		}
		return append(found, judgeExpiry(v)...)
	},
}

// judgeExpiry holds the time to its bounds.
//
// Choice: a time that the API took is within them by its own clock, which may be
// another than ours, as a sandbox's is.
func judgeExpiry(v *rules.View) []harness.Finding {
	at, err := time.Parse(time.RFC3339, strings.ToUpper(v.Text("/expiresAt")))
	now := answeredAt(v)
	if err != nil || now.IsZero() || v.Response.Status/100 == 2 {
		return nil
	}
	switch left := at.Sub(now); {
	case left <= soonest:
		return []harness.Finding{v.InBody("/expiresAt", "a time more than 10 minutes ahead")}
	case left >= latest:
		return []harness.Finding{v.InBody("/expiresAt", "a time less than 60 days ahead")}
	}
	return nil
}

// answeredAt is what the API's clock says, or ours where it does not tell; zero
// where neither is known.
func answeredAt(v *rules.View) time.Time {
	if at, err := http.ParseTime(v.Response.Header.Get("Date")); err == nil {
		return at
	}
	return v.Started
}

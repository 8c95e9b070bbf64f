package recurring

import (
	"net/url"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// Who drafts an agreement is told where the customer can approve it, in the form
// that was asked for.
var confirmationURL = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.confirmation-url",
		Severity: harness.Warning,
		Says:     "A draft is answered with vippsConfirmationUrl: an https address, or with isApp one that opens the app. Only where the landing page is skipped there may be none.",
		Source:   "recurring.v3 #/components/schemas/DraftAgreementResponseV3/properties/vippsConfirmationUrl",
		Help:     "the answer does not fit isApp: report it to whoever runs the target",
	},
	Operations: []string{draftID},
	Judge: func(v *rules.View) []harness.Finding {
		const pointer = "/vippsConfirmationUrl"
		if v.Response.Status != 201 || !v.ResponseBody.Valid() {
			return nil
		}
		app, _ := v.RequestBody.At("/isApp")
		skip, _ := v.RequestBody.At("/skipLandingPage")
		address, _ := v.ResponseBody.At(pointer)
		u, err := url.Parse(address.String())
		switch {
		case !told(v, pointer) && skip.True():
			return nil
		case !told(v, pointer):
			return []harness.Finding{v.InAnswer(pointer, "an address where the customer can approve")}
		case app.True() && (err != nil || !opensApp(address.String())):
			return []harness.Finding{v.InAnswer(pointer, "an address that opens the app, as isApp asks")}
		case !app.True() && (err != nil || u.Scheme != "https" && u.Scheme != "http"):
			return []harness.Finding{v.InAnswer(pointer, "an https address, as isApp is not set")}
		}
		return nil
	},
}

package rules

import (
	"fmt"
	"net/url"

	"kontrakt/harness"
)

// InBody is a finding in the request's body.
func (v *View) InBody(pointer, want string) harness.Finding {
	return harness.Finding{
		Direction: harness.RequestOf(v.Flow), In: harness.PartBody, Pointer: pointer,
		Want: want, Got: v.RequestBody.Quoted(pointer),
	}
}

// InAnswer is a finding in the answer's body.
func (v *View) InAnswer(pointer, want string) harness.Finding {
	return harness.Finding{
		Direction: harness.ResponseOf(v.Flow), In: harness.PartBody, Pointer: pointer,
		Want: want, Got: v.ResponseBody.Quoted(pointer),
	}
}

// Answered is a finding about the status of the answer.
func (v *View) Answered(want string) harness.Finding {
	return harness.Finding{
		Direction: harness.ResponseOf(v.Flow), In: harness.PartStatus,
		Want: want, Got: fmt.Sprint(v.Response.Status),
	}
}

// Text gives a string of the request's body, "" where there is none.
func (v *View) Text(pointer string) string {
	value, ok := v.RequestBody.At(pointer)
	if !ok || !value.Text() {
		return ""
	}
	return value.String()
}

// Secure says whether an address is absolute and of https.
func Secure(address string) bool {
	u, err := url.Parse(address)
	return err == nil && u.Scheme == "https" && u.Hostname() != ""
}

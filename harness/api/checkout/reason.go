package checkout

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"kontrakt/harness/logistics"
	"kontrakt/harness/sandbox"
	"kontrakt/harness/session"
)

// reasoned words a refusal of the session as Checkout v3 does.
func reasoned(c *sandbox.Call, err error) error {
	var r *session.Refusal
	if !errors.As(err, &r) {
		return err
	}
	switch {
	case errors.Is(err, session.Unknown):
		why := unknown()
		if c.Box.Fault(faultUnknownAs400) {
			why.status = http.StatusBadRequest
		}
		return why
	case errors.Is(err, session.Duplicate):
		return refused(http.StatusConflict, codeDuplicate, "A session or payment with this reference exists.")
	case r.Field == "":
		// Choice: nobody says how a session is refused that can be changed no more.
		return refused(http.StatusBadRequest, codeClosed, "The session cannot be changed: "+r.Error()+".")
	}
	return invalid(fieldOf(c, r), upper(r.Reason.Error())+".")
}

// fieldOf names the field as the published example does.
func fieldOf(c *sandbox.Call, r *session.Refusal) string {
	field := r.Field
	var f createForm
	if field == "transaction.reference" && read(c.Body, &f) == nil && f.Reference != "" {
		field = "reference"
	}
	pointer := "/" + strings.ReplaceAll(field, ".", "/")
	var option *logistics.Refusal
	if errors.As(r.Reason, &option) {
		pointer += "/" + strconv.Itoa(option.At) + "/" + option.Field
	}
	return dotted(pointer)
}

func upper(text string) string {
	if text == "" {
		return text
	}
	return strings.ToUpper(text[:1]) + text[1:]
}

package webhooks

import (
	"encoding/hex"
	"net/http"
	"strings"

	"kontrakt/harness/sandbox"
)

const (
	mediaType        = "application/json"
	problemMediaType = "application/problem+json"
)

// A problem is an error as this API words it.
type problem struct {
	Type         *string       `json:"type"`
	Title        string        `json:"title"`
	Status       int           `json:"status"`
	Detail       string        `json:"detail"`
	Instance     string        `json:"instance"`
	TraceID      string        `json:"traceId"`
	ExtraDetails []extraDetail `json:"extraDetails"`
}

// An extraDetail names one field that does not hold.
type extraDetail struct {
	Name   string `json:"name"`
	Reason string `json:"reason"`
}

// invalid refuses a request with the fields that do not hold.
func invalid(c *sandbox.Call, wrong []extraDetail) sandbox.Reply {
	return refuse(c, http.StatusBadRequest, "One or more fields do not hold, see extraDetails.", wrong)
}

// refuse is an answer that says no. The instance is the path without the API's
// own prefix, as in the published example.
func refuse(c *sandbox.Call, status int, detail string, wrong []extraDetail) sandbox.Reply {
	as := problemMediaType
	if c.Box.Fault(faultProblemAsJSON) {
		as = mediaType
	}
	return sandbox.JSON(status, as, problem{
		Title: http.StatusText(status), Status: status, Detail: detail, ExtraDetails: wrong,
		Instance: strings.TrimPrefix(c.Request.URL.EscapedPath(), "/webhooks"), TraceID: hex.EncodeToString(c.Box.Bytes(16)),
	})
}

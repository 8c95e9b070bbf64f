package accesstoken

import (
	"fmt"
	"net/http"

	"kontrakt/harness/sandbox"
)

// A refusal is why there is no token, in the words of Azure AD, which issues
// them.
type refusal struct {
	status  int
	error   string
	code    int
	explain string
}

// unauthorized: the client id is not known, or the secret is not its own. The
// guide shows the code 70001 for an application that is not found; Azure AD's
// code for a wrong secret is another, but telling the two apart would help
// nobody but a thief.
var unauthorized = refusal{http.StatusUnauthorized, "unauthorized_client", 70001, "the client is unknown, or the client secret is not its own"}

// missing is for a header that is not there.
//
// Choice: 400 and invalid_request, with Azure AD's code for a missing
// parameter; the guide names the status 400 and says no more.
func missing(id string) refusal {
	name := "client_secret"
	if id == "" {
		name = "client_id"
	}
	return refusal{http.StatusBadRequest, "invalid_request", 900144, "the request has no header " + name}
}

// refused is the body of an error.
type refused struct {
	Error         string `json:"error"`
	Description   string `json:"error_description"`
	Codes         []int  `json:"error_codes"`
	Timestamp     string `json:"timestamp"`
	TraceID       string `json:"trace_id"`
	CorrelationID string `json:"correlation_id"`
}

func refuse(b *sandbox.Box, r refusal) sandbox.Reply {
	return sandbox.JSON(r.status, "application/json", refused{
		Error:         r.error,
		Description:   fmt.Sprintf("AADSTS%d: %s", r.code, r.explain),
		Codes:         []int{r.code},
		Timestamp:     b.Now().Format("2006-01-02 15:04:05Z"),
		TraceID:       b.UUID(),
		CorrelationID: b.UUID(),
	})
}

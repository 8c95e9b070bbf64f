package sandbox

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"time"
)

// JSON is an answer with v as its body, and nothing after it.
func JSON(status int, contentType string, v any) Reply {
	var body bytes.Buffer
	encoder := json.NewEncoder(&body)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		panic(fmt.Sprintf("sandbox: an answer that is not JSON: %v", err)) // a mistake in a service, not in a call
	}
	return Reply{
		Status: status,
		Header: http.Header{"Content-Type": {contentType}},
		Body:   bytes.TrimSuffix(body.Bytes(), []byte("\n")),
	}
}

// Gateway is an error in the form of the gateway before the APIs, which is an
// Azure API Management: {"statusCode":401,"message":"…"}.
func Gateway(status int, message string) Reply {
	return JSON(status, "application/json", struct {
		StatusCode int    `json:"statusCode"`
		Message    string `json:"message"`
	}{status, message})
}

// RefuseAtGateway words any refusal in the gateway's form: 401 for credentials,
// 403 for the serial number of another, 404, 405, and 429 with Retry-After. A
// service uses it for what it does not word itself.
func RefuseAtGateway(r Refusal) Reply {
	status, message := refusalWords(r)
	reply := Gateway(status, message)
	switch r.Reason {
	case TooMany:
		reply.Header.Set("Retry-After", strconv.Itoa(RetrySeconds(r.RetryAfter)))
	case MissingKey, UnknownKey:
		reply.Header.Set("WWW-Authenticate", `AzureApiManagementKey realm="sandbox",name="`+headerKey+`",type="header"`)
	}
	return reply
}

func refusalWords(r Refusal) (status int, message string) {
	switch r.Reason {
	case MissingKey:
		return http.StatusUnauthorized, "Access denied: the subscription key is missing from the header " + headerKey + "."
	case UnknownKey:
		return http.StatusUnauthorized, "Access denied: invalid subscription key."
	case MissingToken:
		return http.StatusUnauthorized, "Access denied: the header Authorization is missing."
	case UnknownToken:
		return http.StatusUnauthorized, "Access denied: the access token is invalid; the header is Authorization: Bearer and the token."
	case ExpiredToken:
		return http.StatusUnauthorized, "Access denied: the access token has expired."
	case OtherKey:
		return http.StatusUnauthorized, "Access denied: the access token belongs to another subscription key."
	case OtherMSN:
		return http.StatusForbidden, "Invalid MSN: " + r.Request.Header.Get(headerMSN) + ". It does not belong to these API keys."
	case TooMany:
		return http.StatusTooManyRequests,
			fmt.Sprintf("Rate limit is exceeded. Try again in %d seconds.", RetrySeconds(r.RetryAfter))
	case UnknownMethod:
		return http.StatusMethodNotAllowed, "Method not allowed."
	}
	return http.StatusNotFound, "Resource not found"
}

// RetrySeconds is a wait in the whole seconds of a Retry-After header, at least
// one.
func RetrySeconds(after time.Duration) int { return max(1, int(math.Ceil(after.Seconds()))) }

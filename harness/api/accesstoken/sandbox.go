package accesstoken

import (
	"net/http"
	"strconv"
	"time"

	"kontrakt/harness/contract"
	"kontrakt/harness/sandbox"
)

// The seeded defects of this API.
const (
	faultLifetimeAsNumber = "token-lifetime-as-number"
	faultWithoutType      = "token-without-type"
	faultAnySecret        = "token-for-any-secret"
)

// resource is what every token names; the guide says to disregard it.
const resource = "00000002-0000-0000-c000-000000000000"

// newService serves the API. The contract asks for headers only, and what is
// missing among them is refused in the forms that the guide shows, so the
// contract is not asked.
func newService(*contract.Contract) sandbox.Service {
	return sandbox.Service{
		ID: "access-token.v1",
		Routes: []sandbox.Route{
			{Method: http.MethodPost, Path: "/accesstoken/get", Access: sandbox.KeyOnly, Handle: get},
		},
		Refuse: sandbox.RefuseAtGateway,
		Faults: map[string]string{
			faultLifetimeAsNumber: "expires_in is a number instead of a string",
			faultWithoutType:      "the answer lacks token_type",
			faultAnySecret:        "a token is issued whatever the client secret",
		},
	}
}

// issued is the answer: every value is a string, also the numbers.
type issued struct {
	TokenType    string `json:"token_type,omitempty"`
	ExpiresIn    any    `json:"expires_in"`
	ExtExpiresIn string `json:"ext_expires_in"`
	ExpiresOn    string `json:"expires_on"`
	NotBefore    string `json:"not_before"`
	Resource     string `json:"resource"`
	AccessToken  string `json:"access_token"`
}

func get(c *sandbox.Call) sandbox.Reply {
	id, secret := c.Request.Header.Get("client_id"), c.Request.Header.Get("client_secret")
	if id == "" || secret == "" {
		return refuse(c.Box, missing(id))
	}
	token, ok := c.Box.Login(id, secret)
	if !ok && c.Box.Fault(faultAnySecret) {
		token, ok = c.Box.Issue(), true
	}
	if !ok {
		return refuse(c.Box, unauthorized)
	}
	return sandbox.JSON(http.StatusOK, "application/json", answer(c.Box, token))
}

func answer(b *sandbox.Box, token sandbox.Token) issued {
	seconds := int64(token.Expires.Sub(token.Issued) / time.Second)
	a := issued{
		TokenType:    "Bearer",
		ExpiresIn:    strconv.FormatInt(seconds, 10),
		ExtExpiresIn: "0",
		ExpiresOn:    strconv.FormatInt(token.Expires.Unix(), 10),
		NotBefore:    strconv.FormatInt(token.Issued.Unix(), 10),
		Resource:     resource,
		AccessToken:  token.Value,
	}
	if b.Fault(faultLifetimeAsNumber) {
		a.ExpiresIn = seconds
	}
	if b.Fault(faultWithoutType) {
		a.TokenType = ""
	}
	return a
}

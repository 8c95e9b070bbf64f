package userinfo

import (
	"net/http"
	"strconv"
	"strings"

	"kontrakt/harness/contract"
	"kontrakt/harness/sandbox"
	"kontrakt/harness/sandbox/profile"
)

// mediaType is what this API calls its answers.
const mediaType = "application/json;charset=UTF-8"

const path = "/vipps-userinfo-api/userinfo/{sub}"

func newSandbox(*contract.Contract) sandbox.Service {
	return sandbox.Service{
		ID: ID,
		Routes: []sandbox.Route{
			{Method: http.MethodGet, Path: path, Access: sandbox.TokenOnly, Handle: read},
		},
		Refuse: sandbox.RefuseAtGateway,
		Faults: faults(),
	}
}

// read tells what the customer has shared.
//
// Choice: nobody gives the status of a sub that is unknown or too old; both are
// not found.
func read(c *sandbox.Call) sandbox.Reply {
	b := c.Box
	if c.Request.Header.Get(headerKey) != "" && !b.Fault(faultKeyAccepted) {
		return sandbox.Gateway(http.StatusUnauthorized, "The subscription key must not be sent.")
	}
	consent, ok := profile.Shared(b, c.Params["sub"])
	if !ok || !consent.Open(b.Now()) && !b.Fault(faultForEver) {
		return refuse(c, http.StatusNotFound, "Nothing is shared under this sub, or not any more.")
	}
	return sandbox.JSON(http.StatusOK, mediaType, claims(b, consent))
}

// problemJSON is a refusal. Its status is text, as in the published document of
// the sister API.
type problemJSON struct {
	Type     string `json:"type"`
	Title    string `json:"title"`
	Status   string `json:"status"`
	Detail   string `json:"detail"`
	Instance string `json:"instance"`
}

func refuse(c *sandbox.Call, status int, detail string) sandbox.Reply {
	return sandbox.JSON(status, mediaType, problemJSON{
		"about:blank", http.StatusText(status), strconv.Itoa(status), detail, "urn:uuid:" + c.Box.UUID(),
	})
}

// claimsJSON is what was shared, in the words of OpenID Connect.
type claimsJSON struct {
	Sub           string        `json:"sub"`
	Sid           string        `json:"sid,omitempty"`
	Name          string        `json:"name,omitempty"`
	GivenName     string        `json:"given_name,omitempty"`
	FamilyName    string        `json:"family_name,omitempty"`
	Birthdate     string        `json:"birthdate,omitempty"`
	Email         string        `json:"email,omitempty"`
	EmailVerified *bool         `json:"email_verified,omitempty"`
	Phone         string        `json:"phone_number,omitempty"`
	NIN           string        `json:"nin,omitempty"`
	Address       *addressJSON  `json:"address,omitempty"`
	Others        []addressJSON `json:"other_addresses,omitzero"`
}

type addressJSON struct {
	Type      string `json:"address_type"`
	Street    string `json:"street_address"`
	Code      string `json:"postal_code"`
	Region    string `json:"region"`
	Country   string `json:"country"`
	Formatted string `json:"formatted"`
}

// claims are only those that the customer was asked for.
func claims(b *sandbox.Box, c profile.Consent) claimsJSON {
	p, all := c.Person, b.Fault(faultAllTold)
	told := claimsJSON{Sub: c.Sub, Sid: b.Digits(16)}
	if b.Fault(faultOtherSub) {
		told.Sub = b.UUID()
	}
	if all || c.Covers("name") {
		told.Name, told.GivenName, told.FamilyName = p.FirstName+" "+p.LastName, p.FirstName, p.LastName
	}
	if all || c.Covers("email") {
		verified := true
		told.Email, told.EmailVerified = p.Email, &verified
	}
	if all || c.Covers("phoneNumber") {
		told.Phone = p.Phone
	}
	if all || c.Covers("birthDate") {
		told.Birthdate = p.Born
	}
	if all || c.Covers("nin") {
		told.NIN = p.NIN
	}
	if all || c.Covers("address") {
		told.Address, told.Others = home(p.Address), []addressJSON{}
	}
	if b.Fault(faultPlusSign) && told.Phone != "" {
		told.Phone = "+" + told.Phone
	}
	return told
}

// home writes an address; the second line stands behind a line feed, and the
// town is the region.
func home(a profile.Address) *addressJSON {
	street := a.Line1
	if a.Line2 != "" {
		street += "\n" + a.Line2
	}
	return &addressJSON{
		Type: "home", Street: street, Code: a.Code, Region: a.City, Country: a.Country,
		Formatted: strings.Join([]string{street, a.Code, a.City, a.Country}, "\n"),
	}
}

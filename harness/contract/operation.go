package contract

import (
	"strings"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"

	"kontrakt/harness"
)

// An operation is everything that is needed to judge one kind of exchange.
type operation struct {
	harness.Operation
	contract *Contract
	pointer  string
	// segments of the path; for a callback, what follows the merchant's URL.
	segments []segment
	// trailing says that the published path ends in a slash.
	trailing bool
	params   []*param
	// credentials are the security schemes of which one set must be there.
	credentials  [][]credential
	body         *content
	bodyRequired bool
	responses    map[string]*response
	// statuses are the keys of responses, sorted.
	statuses []string
	// when chooses between callbacks that share a URL.
	when selector
	// fast is made when the first exchange is judged.
	once sync.Once
	fast *fastOperation
}

// A segment is one part of a path between slashes; name is set for a template.
type segment struct{ text, name string }

// A param is a header, query or path parameter, or a response header.
type param struct {
	name, in string
	required bool
	place    *place
	pointer  string
	// secret: its value is never shown; credential: without it the call is not
	// authenticated.
	secret, credential bool
	explode            bool
	// site is the erratum that relaxed the parameter itself.
	site *site
}

type credential struct{ header, want string }

// content is what a body may be, by media type without parameters.
type content struct {
	types []string
	media map[string]*media
	// masked is made on first use.
	once   sync.Once
	masked *Mask
}

type media struct {
	place   *place
	pointer string
	// site is the erratum that declared the media type.
	site *site
}

type response struct {
	status  string
	pointer string
	headers []*param
	content *content
	site    *site
}

// reply finds what is documented for a status.
func (op *operation) reply(status int) *response {
	var key [3]byte
	key[0], key[1], key[2] = byte('0'+status/100%10), byte('0'+status/10%10), byte('0'+status%10)
	if r := op.responses[string(key[:])]; r != nil {
		return r
	}
	key[1], key[2] = 'X', 'X'
	if r := op.responses[string(key[:])]; r != nil {
		return r
	}
	return op.responses["default"]
}

// credentialHeader says whether a header proves who calls.
func credentialHeader(name string) bool {
	switch strings.ToLower(name) {
	case "authorization", "ocp-apim-subscription-key", "client_id", "client_secret", "client-id", "client-secret":
		return true
	}
	return false
}

// secretName says whether the value under such a name must not be shown,
// whatever the contract marks.
func secretName(name string) bool {
	n := strings.ToLower(name)
	switch n {
	case "cookie", "set-cookie", "proxy-authorization", "nin", "ssn", "x-api-key":
		return true
	}
	if credentialHeader(name) {
		return true
	}
	for _, part := range []string{"token", "secret", "password", "passwd", "subscription-key", "signature"} {
		if strings.Contains(n, part) {
			return true
		}
	}
	return false
}

// personalName says the same of personal data.
func personalName(name string) bool {
	n := strings.ToLower(name)
	for _, part := range []string{"email", "phone", "mobilenumber", "firstname", "lastname", "addressline", "birthdate", "dateofbirth", "streetaddress", "street_address", "given_name", "family_name"} {
		if strings.Contains(n, part) {
			return true
		}
	}
	return false
}

// jsonMedia gives the media type by which an undeclared JSON body is judged.
func (c *content) jsonMedia() *media {
	if c == nil {
		return nil
	}
	for _, t := range c.types {
		if isJSON(t) {
			return c.media[t]
		}
	}
	return nil
}

func isJSON(mediaType string) bool {
	return mediaType == "application/json" || mediaType == "text/json" || strings.HasSuffix(mediaType, "+json")
}

// find looks a media type up: exactly, then type/*+suffix, type/* and */*.
func (c *content) find(mediaType string) *media {
	if m := c.media[mediaType]; m != nil {
		return m
	}
	kind, sub, _ := strings.Cut(mediaType, "/")
	if i := strings.LastIndexByte(sub, '+'); i >= 0 {
		if m := c.media[kind+"/*"+sub[i:]]; m != nil {
			return m
		}
	}
	if m := c.media[kind+"/*"]; m != nil {
		return m
	}
	return c.media["*/*"]
}

// baseType strips the parameters of a media type and folds its case.
func baseType(header string) string {
	if i := strings.IndexByte(header, ';'); i >= 0 {
		header = header[:i]
	}
	return strings.ToLower(strings.TrimSpace(header))
}

func schemaOf(p *place) *openapi3.Schema {
	if p == nil {
		return nil
	}
	return p.schema
}

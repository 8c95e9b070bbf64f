package sandbox

import (
	"cmp"
	"net/http"
	"strings"
)

const (
	headerKey = "Ocp-Apim-Subscription-Key"
	headerMSN = "Merchant-Serial-Number"
)

// owner finds the box whose credentials a request carries, as far as the route
// needs them; a reason other than "" refuses it. Public routes get the default
// tenant's box where the request carries none.
func (s *Sandbox) owner(r *http.Request, route *Route) (*Box, Reason) {
	key := r.Header.Get(headerKey)
	token, reason := bearer(r)
	switch {
	case route.Public:
		return s.guess(key, token), ""
	case route.Access == TokenOnly:
		if b := s.find(s.tokens, token); b != nil {
			return b, "" // admit has the last word
		}
		return nil, cmp.Or(reason, UnknownToken)
	case key == "":
		return nil, MissingKey
	}
	if b := s.find(s.keys, key); b != nil {
		return b, ""
	}
	return nil, UnknownKey
}

func (s *Sandbox) guess(key, token string) *Box {
	if b := s.find(s.keys, key); b != nil {
		return b
	}
	if b := s.find(s.tokens, token); b != nil {
		return b
	}
	return s.first()
}

// bearer takes the token out of a request. The word Bearer is case-sensitive:
// the knowledge base's page on errors says so.
func bearer(r *http.Request) (string, Reason) {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	token = strings.TrimSpace(token)
	switch {
	case scheme == "":
		return "", MissingToken
	case scheme != "Bearer" || token == "":
		return token, UnknownToken
	}
	return token, ""
}

// admit holds a request against the box that it belongs to; the box is locked.
func (b *Box) admit(r *http.Request, route *Route) Reason {
	if route.Public {
		return ""
	}
	if route.Access != KeyOnly && route.Access != KeyAndClient {
		if reason := b.admitToken(r); reason != "" {
			return reason
		}
	}
	msn := r.Header.Get(headerMSN)
	if msn != "" && msn != b.tenant.MSN && !b.Fault(faultForeignMSN) {
		return OtherMSN
	}
	return ""
}

func (b *Box) admitToken(r *http.Request) Reason {
	value, reason := bearer(r)
	if b.Fault(faultAnyToken) && value != "" {
		return ""
	}
	anyCase := b.Fault(faultBearerCase) && strings.HasPrefix(strings.ToLower(r.Header.Get("Authorization")), "bearer ")
	if reason != "" && !anyCase {
		return reason
	}
	token, ours := b.tokens[value]
	switch {
	case ours && b.Now().Before(token.Expires), ours && b.Fault(faultExpiredToken):
		return ""
	case ours:
		return ExpiredToken
	case b.sandbox.find(b.sandbox.tokens, value) == nil:
		return UnknownToken
	case b.Fault(faultForeignToken):
		return ""
	}
	return OtherKey
}

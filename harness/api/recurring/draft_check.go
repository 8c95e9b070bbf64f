package recurring

import (
	"net/url"
	"regexp"
	"slices"
	"strings"

	"kontrakt/harness/sandbox"
	"kontrakt/harness/sandbox/profile"
)

// checkAddresses holds the merchant's pages to https, the way back to https or an
// app. What comes from an app itself is not looked at.
func (f draftForm) checkAddresses(b *sandbox.Box) error {
	if f.App {
		return nil
	}
	switch {
	case f.AgreementURL == "" && bookOf(b).Country() == "NO" && !b.Fault(faultPageOptional):
		return invalid("merchantAgreementUrl", "It is missing; merchants in Norway need it.")
	case f.AgreementURL != "" && !secure(b, f.AgreementURL):
		return invalid("merchantAgreementUrl", "It is not an address of https.")
	case !secure(b, f.RedirectURL) && !(customScheme(f.RedirectURL) && !b.Fault(faultOwnSchemes)):
		return invalid("merchantRedirectUrl", "It is neither an address of https nor one of an app.")
	}
	return nil
}

// secure says whether an address is one of the web, over TLS.
func secure(b *sandbox.Box, address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" || strings.ContainsAny(address, " \t\r\n") {
		return false
	}
	return u.Scheme == "https" || u.Scheme == "http" && b.Fault(faultPlainHTTP)
}

// customScheme says whether an address is an app's own: merchantapp://done.
func customScheme(address string) bool {
	scheme, _, found := strings.Cut(address, "://")
	u, err := url.Parse(scheme + ":")
	return found && err == nil && u.Scheme != "" && !strings.HasPrefix(u.Scheme, "http")
}

var phoneForm = regexp.MustCompile(`^[0-9]{9,15}$`)

// checkPhone looks at the payer's number where a message goes to it at once.
// Elsewhere it is only filled in, and one that cannot be is left out (change log
// of July 2024).
func (f draftForm) checkPhone(b *sandbox.Box) error {
	if !f.SkipLanding && !(f.Phone != nil && b.Fault(faultPhoneChecked)) {
		return nil
	}
	_, known := profile.ByPhone(or(f.Phone), b.Now())
	if known && phoneForm.MatchString(or(f.Phone)) || f.SkipLanding && b.Fault(faultAnyPhone) {
		return nil
	}
	p := invalid("phoneNumber", "Nobody has this number.")
	p.detail = "Invalid phone number"
	return p
}

// scope is what the payer is asked to share.
//
// Choice: words that nobody knows, and the national identity number for who may
// not ask for it, are left out in silence (reported by a third party).
func scope(b *sandbox.Box, asked string) string {
	words := slices.DeleteFunc(profile.Words(asked), func(word string) bool {
		return !profile.Word(word) || word == "nin" && !b.Abilities().NationalIdentityNumber && !b.Fault(faultNINForAll)
	})
	return strings.Join(words, " ")
}

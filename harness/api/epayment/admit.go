package epayment

import (
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"kontrakt/harness/sandbox"
	"kontrakt/harness/sandbox/profile"
)

// latest and soonest are the bounds of expiresAt (1.8.1).
const (
	latest  = 60 * 24 * time.Hour
	soonest = patience
)

// admit says whether the sales unit may start this payment. Of what is wrong the
// first decides.
//
// Choice: nobody says in which order it is looked at.
func admit(b *sandbox.Box, f form) error {
	for _, check := range []func(*sandbox.Box, form) error{
		checkUnit, checkMethod, checkAmount, checkFlow, checkAddresses, checkCustomer, checkScope, checkMetadata, checkExpiry, checkExpress,
	} {
		if err := check(b, f); err != nil {
			return err
		}
	}
	return nil
}

func checkUnit(b *sandbox.Box, _ form) error {
	if b.Abilities().LoginOnly && !b.Fault(faultLoginPays) {
		return refused("5070")
	}
	return nil
}

// checkMethod: a card is paid with in a browser, and in the wallet sources can be
// blocked in Denmark and Finland.
func checkMethod(b *sandbox.Box, f form) error {
	m := f.PaymentMethod
	switch {
	case m.Type == passthrough: // for payment service providers
		return refused("4160")
	case m.Type == card && f.UserFlow != webRedirect && !b.Fault(faultCardAnywhere):
		return refused("4160")
	case len(m.Blocked) > 0 && (market(b) == "NO" || m.Type == card) && !b.Fault(faultBlockedAnywhere):
		return refused("5010")
	}
	return nil
}

// market is where the sales unit sells.
func market(b *sandbox.Box) string {
	if m := b.Abilities().Market; m != "" {
		return m
	}
	return "NO"
}

// currencyOf is what a market pays with, and the least that can be paid.
func currencyOf(market string) (currency string, least int64) {
	switch market {
	case "DK":
		return "DKK", 1
	case "FI":
		return "EUR", 1
	}
	return "NOK", 100
}

func checkAmount(b *sandbox.Box, f form) error {
	currency, least := currencyOf(market(b))
	switch {
	case f.Amount.Currency != currency && !b.Fault(faultAnyCurrency):
		return refused("5040")
	case f.Amount.Value < least && (f.Amount.Value <= 0 || !b.Fault(faultNoMinimum)):
		return refused("6010")
	}
	return nil
}

// checkFlow holds what each way to the customer needs.
func checkFlow(b *sandbox.Box, f form) error {
	switch {
	case f.UserFlow == webRedirect && f.ReturnURL == "" && !b.Fault(faultReturnOptional),
		f.UserFlow == pushMessage && f.Customer == nil:
		return refused("4140")
	case f.UserFlow == pushMessage && !b.Abilities().SkipLandingPage && !b.Fault(faultPushForAll):
		return refused("5080")
	}
	return nil
}

// checkAddresses holds every address to https, and those that a customer is sent
// to, to an app's own scheme as well.
func checkAddresses(b *sandbox.Box, f form) error {
	receipt := ""
	if f.ReceiptURL != nil {
		receipt = *f.ReceiptURL
	}
	for _, a := range []string{f.ReturnURL, receipt} {
		if a != "" && !secure(b, a) && !(customScheme(a) && !b.Fault(faultOwnSchemes)) {
			return refused("4090")
		}
	}
	// Choice: the links for the customer to read are web pages.
	for _, a := range []string{f.Legal.Terms, f.Legal.Privacy} {
		if a != "" && !secure(b, a) {
			return refused("4090")
		}
	}
	return nil
}

// secure says whether an address is one of the web, over TLS, whose host has a
// dot.
func secure(b *sandbox.Box, address string) bool {
	u, err := url.Parse(address)
	if err != nil || strings.ContainsAny(address, " \t\r\n") {
		return false
	}
	scheme := u.Scheme == "https" || u.Scheme == "http" && b.Fault(faultPlainHTTP)
	host := u.Hostname()
	return scheme && strings.Trim(host, ".") == host && strings.ContainsAny(host, ".:")
}

// customScheme says whether an address is an app's own: merchantapp://done.
func customScheme(address string) bool {
	scheme, _, found := strings.Cut(address, "://")
	u, err := url.Parse(scheme + ":")
	return found && err == nil && u.Scheme != "" && !strings.HasPrefix(u.Scheme, "http")
}

// checkScope holds the words of a scope, and who may ask for them.
func checkScope(b *sandbox.Box, f form) error {
	for _, word := range profile.Words(f.Profile.Scope) {
		switch {
		case !profile.Word(word) && !b.Fault(faultAnyScope):
			return refused("4080")
		case word == "nin" && !b.Abilities().NationalIdentityNumber && !b.Fault(faultNINForAll):
			return refused("5030")
		}
	}
	return nil
}

// checkMetadata holds keys to 100 characters and values to 500.
func checkMetadata(b *sandbox.Box, f form) error {
	if b.Fault(faultMetadataUnlimited) {
		return nil
	}
	for key := range f.Metadata {
		if utf8.RuneCountInString(key) > 100 {
			return refused("4120")
		}
	}
	for _, value := range f.Metadata {
		if utf8.RuneCountInString(value) > 500 {
			return refused("4130")
		}
	}
	return nil
}

// checkExpiry holds a time to expire to its bounds.
//
// Choice: Norwegian terms want at most a day; that is for lawyers, not for the
// API.
func checkExpiry(b *sandbox.Box, f form) error {
	at, given, err := f.expiry()
	if err != nil || !given {
		return err
	}
	switch left := at.Sub(b.Now()); {
	case f.UserFlow != pushMessage && f.UserFlow != qrCode && !b.Fault(faultLongAnywhere):
		return invalid("ExpiresAt", "It is allowed with PUSH_MESSAGE and QR only.")
	case !b.Abilities().LongLiving && !b.Fault(faultLongForAll):
		return refused("5050")
	case f.Receipt == nil && !b.Fault(faultReceiptOptional):
		return refused("6130")
	case left <= soonest && !b.Fault(faultAnyExpiry):
		return refused("6120")
	case left >= latest && !b.Fault(faultAnyExpiry):
		return refused("6110")
	}
	return nil
}

// checkExpress holds what express needs beside a regular payment.
func checkExpress(b *sandbox.Box, f form) error {
	s := f.Shipping
	if s == nil {
		return nil
	}
	scope := profile.Words(f.Profile.Scope)
	slices.Sort(scope)
	switch {
	case !b.Abilities().Express && !b.Fault(faultExpressForAll):
		return refused("5020")
	case f.PaymentMethod.Type != wallet:
		return refused("4160")
	case !slices.Equal(scope, []string{"address", "email", "name", "phoneNumber"}) && !b.Fault(faultExpressScope):
		return refused("4080")
	case (s.Dynamic == nil) == (s.Fixed == nil):
		return invalid("Shipping", "Either fixedOptions or dynamicOptions must be given.")
	case s.Dynamic != nil && !secure(b, s.Dynamic.CallbackURL):
		return refused("4090")
	}
	return nil
}

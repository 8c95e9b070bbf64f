package steps

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"kontrakt/harness/api"
	"kontrakt/harness/config"
)

var (
	saysUnit     = regexp.MustCompile(`^a merchant whose sales unit (.*)$`)
	saysCurrency = regexp.MustCompile(`^a merchant that sells in ([A-Z]{3})(?: and may capture (in parts|late))?$`)
	saysMoney    = regexp.MustCompile(`\d\.\d{2} ([A-Z]{3})\b`)
	saysMayNot   = regexp.MustCompile(regexp.QuoteMeta("because " + string(api.NotAllowed)))
	saysPayment  = regexp.MustCompile(`payment|approve`)
	saysAgrees   = regexp.MustCompile(`agreement|charge|recurring event`)
)

// unable says what a scenario needs of a sales unit that the merchant's own has
// not, by what its owner declares; empty where nothing stands in the way.
func (o Options) unable(p planned) string {
	for _, product := range products(p) {
		if !o.Abilities.May(product) {
			return o.lacks(product)
		}
	}
	u, currency := unitOf(p)
	if reason := o.unfit(u); reason != "" {
		return reason
	}
	if currency != "" && !o.Abilities.Sells(currency) {
		return fmt.Sprintf("needs a sales unit that sells in %s: %s", currency, o.Abilities.Place("currencies"))
	}
	if reason := o.tooAble(p, currency); reason != "" {
		return reason
	}
	if o.Abilities.Direct() && !u.DirectCapture && !slices.Contains(p.Tags, "@recurring.v3") && !slices.Contains(p.Tags, "@recurring.v2") && o.needsApproval(p) {
		return "needs a sales unit with reserve capture: " + o.Abilities.Place("capture")
	}
	return ""
}

// tooAble says what a merchant's sales unit may do that a scenario expects to be
// refused; empty where that is nothing.
func (o Options) tooAble(p planned, currency string) string {
	for _, step := range p.Steps {
		if m := saysMoney.FindStringSubmatch(step.Text); m != nil && m[1] != currency && o.Abilities.Sells(m[1]) {
			return fmt.Sprintf("needs a sales unit that does not sell in %s: %s", m[1], o.Abilities.Place("currencies"))
		}
		if !saysMayNot.MatchString(step.Text) {
			continue
		}
		for _, a := range config.AbilityNames() {
			if !a.Usual && o.Abilities.May(a.Name) {
				return fmt.Sprintf("needs a sales unit that may do no more than most, and not what %s", o.Abilities.Place(a.Name))
			}
		}
	}
	return ""
}

// products are the APIs that a scenario goes through, by the names of abilities.
func products(p planned) []string {
	name, _, _ := strings.Cut(p.API, ".")
	if name == "access-token" {
		return nil
	}
	all := []string{name}
	if name != "webhooks" {
		return all
	}
	for _, step := range p.Steps { // what webhooks tell of
		if saysAgrees.MatchString(step.Text) {
			all = append(all, "recurring")
		}
		if saysPayment.MatchString(step.Text) && !strings.Contains(step.Text, "agreement") {
			all = append(all, "epayment")
		}
	}
	return all
}

// unitOf is the sales unit that a scenario asks for, and the currency that it
// needs, empty where no money is spoken of.
func unitOf(p planned) (u unit, currency string) {
	if slices.Contains(p.Tags, "@generated") && !slices.Contains([]string{"access-token.v1", "userinfo.v1", "webhooks.v1"}, p.API) {
		currency = "NOK"
	}
	for _, step := range p.Steps {
		if saysMoney.MatchString(step.Text) && currency == "" {
			currency = "NOK" // what features sell in where they say nothing
		}
		if m := saysUnit.FindStringSubmatch(step.Text); m != nil {
			u, currency = unitThat(m[1]), "NOK"
		}
		if m := saysCurrency.FindStringSubmatch(step.Text); m != nil && m[1] != "NOK" {
			currency = m[1]
			u.PartialCapture, u.LateCapture = m[2] == "in parts", m[2] == "late"
		}
	}
	return u, currency
}

// unfit says why the merchant's own sales unit is not of a kind.
func (o Options) unfit(u unit) string {
	if u.LoginOnly || u.Limits != "" {
		return "needs a sales unit of another kind, which only the sandbox makes"
	}
	if u.DirectCapture && !o.Abilities.Direct() {
		return "needs a sales unit that captures directly: " + o.Abilities.Place("capture")
	}
	for _, want := range []struct {
		it   bool
		name string
	}{
		{u.SkipLandingPage, "skip-landing-page"},
		{u.NationalIdentityNumber, "national-identity-number"},
		{u.Express, "express"},
		{u.LongLiving, "long-living"},
		{u.PartialCapture, "partial-capture"},
		{u.LateCapture, "late-capture"},
		{u.Unscheduled, "unscheduled"},
		{u.FullFlex, "full-flex"},
	} {
		if want.it && !o.Abilities.May(want.name) {
			return o.lacks(want.name)
		}
	}
	return ""
}

// lacks says which ability a scenario needs, and where it is declared.
func (o Options) lacks(name string) string {
	says := "is of another kind"
	for _, a := range config.AbilityNames() {
		if a.Name == name {
			says = a.Says
		}
	}
	return fmt.Sprintf("needs a sales unit that %s: %s", says, o.Abilities.Place(name))
}

package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/certify"
)

// A seller is what the demonstration shop is in one of its checklists. Its mistakes
// begin with its name.
type seller struct{ name, profile string }

// sellers are those beside the shop on the web with ePayment and Recurring.
func sellers() []seller {
	return []seller{{"ecom", "ecom"}, {"checkout", "checkout"}, {"pos", "pos"}, {"partner", "partner,plugin"}}
}

// sellerOf is the seller that makes a mistake; false for what the shop on the web
// does wrong.
func sellerOf(mistake string) (seller, bool) {
	for _, s := range sellers() {
		if strings.HasPrefix(mistake, s.name+"-") {
			return s, true
		}
	}
	return seller{}, false
}

// try puts the shop on trial; its recording is judged alike.
func (s seller) try(t *testing.T, program, mistakes string, status int) transcript {
	t.Helper()
	declared, address := demoshop(t)
	o := kontrakt(t, settings{"kontrakt.yaml": declared}, "certify", "--profile", s.profile, "--format", "json,har", "--", program, "--listen", address, "--mistake", mistakes).held(t, status)
	judgedLater(t, o, s.profile, status)
	return o
}

// The demonstration shop is certified in whatever it sells by, in one run; with
// -every in one run for each as well.
func TestTheDemonstrationShopIsCertifiedInWhateverItSellsBy(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("the shop is waited for")
	}
	program := shopBuilt(t)
	all := []seller{{"all", strings.Join(certify.Names(), ",")}}
	if *every {
		all = append(all, sellers()...)
	}
	for _, s := range all {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			o := s.try(t, program, "", conforms)
			c := certificateOf(t, o)
			assert.Equal(t, certify.Certified, c.Verdict, c.Reason)
			for _, scenario := range o.report(t).Scenarios {
				returns := s.name == "pos" && strings.Contains(scenario.Name, "comes back in another browser")
				assert.Equal(t, map[bool]string{true: "skipped", false: "passed"}[returns], scenario.Status, "%s: %s", scenario.ID, scenario.Reason)
			}
			for _, l := range c.Requirements {
				assert.Contains(t, []string{certify.Met, certify.Manual}, l.Status, "%s: %s", l.ID, l.Because)
			}
		})
	}
}

// With a mistake it is not, and what the mistake breaks is unmet, nothing else.
func TestAMistakeOfASellerIsWhatIsUnmet(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("the shop is waited for")
	}
	program := shopBuilt(t)
	breaks := mistakesOf(t, program)
	sets := []string{
		"ecom-any-token,ecom-goes-back-to-paid,ecom-keeps-the-rest,ecom-new-request-id-on-retry,ecom-digits-for-an-order-id,ecom-half-the-headers,ecom-shipping-in-ore,ecom-consent-escaped",
		"checkout-any-token,checkout-captures-the-cart,checkout-new-key-on-retry,checkout-half-the-headers,checkout-shipping-in-kroner",
		"pos-customer-absent",
	}
	if *every {
		for name := range breaks {
			if _, is := sellerOf(name); is {
				sets = append(sets, name)
			}
		}
		slices.Sort(sets)
		sets = slices.Compact(sets)
	}
	for _, set := range sets {
		t.Run(set, func(t *testing.T) {
			t.Parallel()
			s, is := sellerOf(set)
			require.True(t, is)
			var want []string
			for name := range strings.SplitSeq(set, ",") {
				require.Contains(t, breaks, name)
				want = append(want, breaks[name]...)
			}
			c := certificateOf(t, s.try(t, program, set, violates))
			assert.Equal(t, certify.NotCertified, c.Verdict, c.Reason)
			slices.Sort(want)
			assert.Equal(t, slices.Compact(want), unmet(c))
		})
	}
}

// Whoever extends a profile has its scenarios; what they sell is for the profile
// itself, unless nobody asks after that.
func TestForWhomScenariosSell(t *testing.T) {
	t.Parallel()
	for names, want := range map[string]map[string]string{
		"epayment":       {"@epayment": "epayment"},
		"partner,plugin": {"@epayment": "epayment"},
		"pos":            {"@epayment": "pos", "@pos": "pos"},
		"pos,epayment":   {"@epayment": "epayment", "@pos": "pos"},
		"epayment,pos":   {"@epayment": "epayment", "@pos": "pos"},
		"pos,partner":    {"@epayment": "epayment", "@pos": "pos"},
		"checkout,ecom":  {"@checkout": "checkout", "@ecom": "ecom"},
		"recurring":      {"@recurring": "recurring"},
	} {
		var profiles []certify.Profile
		for name := range strings.SplitSeq(names, ",") {
			p, err := certify.Load(name)
			require.NoError(t, err)
			profiles = append(profiles, p)
		}
		assert.Equal(t, want, trialTags(profiles), names)
	}
}

package main

import (
	"net"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/certify"
)

// A seller is the demonstration shop as one of its files declares it. Its mistakes
// begin with its name.
type seller struct{ name, file, profile, sells string }

// sellers are those beside the shop on the web with ePayment.
func sellers() []seller {
	return []seller{
		{"ecom", "ecom.yaml", "ecom", "ecom"},
		{"checkout", "checkout.yaml", "checkout", "epayment"},
		{"store", "pos.yaml", "pos", "store"},
		{"partner", "kontrakt.yaml", "partner,plugin", "epayment"},
	}
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

var ports = regexp.MustCompile(`127\.0\.0\.1:300\d`)

// try puts the shop on trial as a seller, at a port of its own.
func (s seller) try(t *testing.T, program, mistakes string, status int) transcript {
	t.Helper()
	free, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	address := free.Addr().String()
	require.NoError(t, free.Close())
	text, err := os.ReadFile(filepath.Join("../demoshop", s.file))
	require.NoError(t, err)
	return kontrakt(t, settings{"kontrakt.yaml": ports.ReplaceAllString(string(text), address)},
		"certify", "--profile", s.profile, "--format", "json", "--", program, "--listen", address, "--sell-by", s.sells, "--mistake", mistakes).held(t, status)
}

// The demonstration shop is certified in whatever it sells by. By default those
// are tried whose scenarios are their own, with -every all of them.
func TestTheDemonstrationShopIsCertifiedInWhateverItSellsBy(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("the shop is waited for")
	}
	program := shopBuilt(t)
	for _, s := range sellers() {
		if own := s.name == "ecom" || s.name == "checkout"; !own && !*every {
			continue
		}
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			o := s.try(t, program, "", conforms)
			c := certificateOf(t, o)
			assert.Equal(t, certify.Certified, c.Verdict, c.Reason)
			for _, scenario := range o.report(t).Scenarios {
				returns := s.name == "store" && strings.Contains(scenario.Name, "comes back in another browser")
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
		"ecom-any-token,ecom-goes-back-to-paid,ecom-keeps-the-rest,ecom-new-request-id-on-retry,ecom-digits-for-an-order-id,ecom-half-the-headers",
		"checkout-any-token,checkout-captures-the-cart,checkout-new-key-on-retry,checkout-half-the-headers,checkout-shipping-in-kroner",
		"store-customer-absent",
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

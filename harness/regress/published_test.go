package regress_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/regress"
)

// published is where the published documents lie beside the project, on
// machines that have them.
const published = "../../../shared/published"

// published editions, with the part that one of them refers to elsewhere.
func publishedEdition(t testing.TB, name string) regress.Edition {
	t.Helper()
	e := regress.Edition{Name: name, Document: name, Files: regress.Files{}}
	files := map[string]string{name: name}
	if name == "epayment.v1@1.4.1.yaml" {
		files["swagger.yaml"] = "order-management.v2@2.3.24.yaml"
	}
	for as, file := range files {
		data, err := os.ReadFile(filepath.Join(published, file))
		require.NoError(t, err)
		e.Files[as] = data
	}
	return e
}

// What the change logs of the APIs name is found, and weighed as the lifecycle
// policy says. Each line is the weight, a part of the text and, after " @ ", a
// part of an operation that it must be in.
func TestChangesAreThoseOfTheChangeLogs(t *testing.T) {
	t.Parallel()
	if _, err := os.Stat(published); err != nil {
		t.Skip("the published documents are not at hand")
	}
	tests := []struct {
		old, new string
		want     []string
	}{
		{
			old: "recurring.v2-v3@2.6.17.yaml", new: "recurring.v3@3.1.2.yaml",
			want: []string{
				"breaking removed, after it was deprecated @ POST /recurring/v2/agreements",
				"breaking removed `fullFlexCampaignV3` from the `campaign` request property @ POST /recurring/v3/agreements",
				"breaking removed the success response with the status `202` @ /refund",
				"breaking `pricing/oneOf[VariablePricingResponseV3]/maxAmount` became optional @ GET /recurring/v3/agreements/",
				"breaking `initialCharge/description` request property's maxLength was set to `100` @ POST /recurring/v3/agreements",
				"risky removed the request property `countryCode` @ POST /recurring/v3/agreements",
				"risky deleted the `header` request parameter `continuation-token` @ GET /recurring/v3/agreements",
				"risky request property `description` deprecated @ /capture",
				"risky added `FlexiblePricingResponseV3` to the `pricing` response property @ GET /recurring/v3/agreements/",
				"harmless endpoint added @ POST /recurring/v3/agreements/charges",
				"harmless request parameter `pageNumber` @ GET /recurring/v3/agreements",
				"harmless request parameter `pageSize` @ GET /recurring/v3/agreements",
				"harmless new optional request property `processingMode` @ /charges",
				"harmless required property `processingMode` to the response @ GET /recurring/v3/charges/",
				"harmless new optional request property `type` @ /charges",
				"harmless new `UNSCHEDULED` enum value to the `type` response property @ GET /recurring/v3/charges/",
				"harmless `FLEXIBLE` enum value to the request property `interval/type` @ PATCH",
				"harmless the request property `interval` became optional @ POST /recurring/v3/agreements",
				"harmless the request property `merchantAgreementUrl` became optional @ POST /recurring/v3/agreements",
				"harmless the request property `due` became optional @ /charges",
				"harmless the request property `phoneNumber` became nullable @ POST /recurring/v3/agreements",
				"harmless the request property `externalId` became nullable @ POST /recurring/v3/agreements",
				"harmless maxLength was increased from `1024` to `2048` @ POST /recurring/v3/agreements",
				"harmless `orderId` request property's maxLength was increased from `50` to `64` @ /charges",
				"harmless `DKK` enum value to the request property `pricing/currency` @ POST /recurring/v3/agreements",
				"harmless `EUR` enum value to the `currency` response property @ GET /recurring/v3/charges/",
				"harmless `FI` enum value to the `countryCode` response property @ GET /recurring/v3/agreements/",
				"harmless added the non-success response with the status `400` @ /capture",
				"harmless added the non-success response with the status `409` @ /refund",
				"harmless the request property `description` became optional @ /capture",
				"harmless optional property `history/items/externalId` @ GET /recurring/v3/charges/",
			},
		},
		{
			old: "checkout.v3@2023-12.yaml", new: "checkout.v3@2025-10.yaml",
			want: []string{
				"breaking added the new required request property `type` @ POST",
				"breaking new required request property `transaction/orderSummary/orderLines/items/taxRate` @ POST",
				"breaking `vipps-system-name` became required @ GET",
				"breaking `client_secret` became required @ POST",
				"breaking `logistics/fixedOptions/items/oneOf[PorterbuddyLogisticsOption]/amount` became required @ POST",
				"risky one of the variants `InitiatePaymentSessionRequest`, `InitiateSubscriptionSessionRequest` now @ POST",
				"risky `paymentDetails` of the response is one of the variants @ GET",
				"risky request property `logistics/integrations` deprecated @ POST",
				"risky removed the request property `logistics/integrations/helthjem` @ POST",
				"risky request property `transaction/reference` deprecated @ POST",
				"risky request property `transaction/orderSummary/orderLines/items/taxPercentage` deprecated @ POST",
				"harmless endpoint added @ PATCH /checkout/v3/session/{reference}",
				"harmless endpoint added @ POST /checkout/v3/session/{reference}/expire",
				"harmless request parameter `idempotency-key` @ POST",
				"harmless new optional request property `subscription` @ POST",
				"harmless new optional request property `reference` @ POST",
				"harmless new optional request property `configuration/externalPaymentMethods` @ POST",
				"harmless added `BringLogisticsOption, GlsLogisticsOption, DaoLogisticsOption` @ POST",
				"harmless new optional request property `logistics/fixedOptions/items/oneOf[PostenLogisticsOption]/delivery` @ POST",
				"harmless new optional request property `logistics/fixedOptions/items/oneOf[OtherLogisticsOption]/type` @ POST",
				"harmless request property `logistics/fixedOptions/items/oneOf[OtherLogisticsOption]/title` became optional @ POST",
				"harmless new optional request property `logistics/fixedOptions/items/oneOf[HelthjemLogisticsOption]/taxRate` @ POST",
				"harmless optional property `subscriptionDetails` to the response @ GET",
				"harmless optional property `shippingDetails/timeslot` to the response @ GET",
				"harmless optional property `shippingDetails/pickupPoint/leadTime` to the response @ GET",
				"harmless new `BankTransfer` enum value to the `paymentMethod` response property @ GET",
			},
		},
		{
			old: "epayment.v1@1.4.1.yaml", new: "epayment.v1@1.8.1.yaml",
			want: []string{
				"breaking `returnUrl` request property's maxLength was set to `2500` @ POST /epayment/v1/payments",
				"risky deleted the `header` request parameter `idempotency-key` @ /cancel",
				"risky `reference` response property's maxLength was increased from `50` to `64` @ GET /epayment/v1/payments/{Reference}",
				"harmless optional request body with `cancelTransactionOnly` @ /cancel",
				"harmless new optional request property `minimumUserAge` @ POST /epayment/v1/payments",
				"harmless new optional request property `paymentMethod/blockedSources` @ POST /epayment/v1/payments",
				"harmless new optional request property `shipping` @ POST /epayment/v1/payments",
				"harmless optional property `shippingDetails` to the response @ GET /epayment/v1/payments/{Reference}",
				"harmless optional property `userDetails` to the response @ GET /epayment/v1/payments/{Reference}",
				"harmless optional property `extraDetails` to the response with the `400` status @ POST /epayment/v1/payments",
				"harmless `reference` request property's maxLength was increased from `50` to `64` @ POST /epayment/v1/payments",
				"harmless `merchant-serial-number`, the maxLength was increased from `6` to `7` @ POST /epayment/v1/payments",
				"harmless from `^[0-9]{4,6}$` to `^[0-9]{4,10}$` @ POST /epayment/v1/payments",
				"harmless from `^\\d{10,15}$` to `^\\d{9,15}$` @ POST /epayment/v1/payments",
			},
		},
	}
	for _, tt := range tests {
		t.Run(tt.old+" to "+tt.new, func(t *testing.T) {
			t.Parallel()
			c, err := regress.Changes(publishedEdition(t, tt.old), publishedEdition(t, tt.new))
			require.NoError(t, err)
			assert.Empty(t, c.Old.Missing)
			assert.Empty(t, c.New.Missing)
			told := lines(c)
			for _, want := range tt.want {
				weight, rest, _ := strings.Cut(want, " ")
				text, in, _ := strings.Cut(rest, " @ ")
				assert.True(t, anyOf(told, func(l string) bool {
					return strings.HasPrefix(l, weight+" ") && strings.Contains(l, text) && strings.Contains(l[strings.LastIndex(l, " @ "):], in)
				}), "%s\nin\n%s", want, strings.Join(told, "\n"))
			}
		})
	}
}

// A comparison of two editions is to take less than two seconds.
func BenchmarkPublishedChanges(b *testing.B) {
	if _, err := os.Stat(published); err != nil {
		b.Skip("the published documents are not at hand")
	}
	for _, pair := range [][2]string{
		{"recurring.v2-v3@2.6.17.yaml", "recurring.v3@3.1.2.yaml"},
		{"epayment.v1@1.4.1.yaml", "epayment.v1@1.8.1.yaml"},
		{"checkout.v3@2023-12.yaml", "checkout.v3@2025-10.yaml"},
	} {
		b.Run(pair[0]+" to "+pair[1], func(b *testing.B) {
			from, to := publishedEdition(b, pair[0]), publishedEdition(b, pair[1])
			for b.Loop() {
				_, err := regress.Changes(from, to)
				require.NoError(b, err)
			}
		})
	}
}

// Against itself, an edition has not changed; nor has it where its parts are not
// at hand.
func TestAPublishedEditionDoesNotDifferFromItself(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join(published, "*@*.yaml"))
	require.NoError(t, err)
	if len(files) == 0 {
		t.Skip("the published documents are not at hand")
	}
	for _, file := range files {
		name := filepath.Base(file)
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, err := regress.Changes(publishedEdition(t, name), publishedEdition(t, name))
			require.NoError(t, err)
			assert.Empty(t, lines(c))
		})
	}
}

// lines are the changes with the operations that they are in.
func lines(c *regress.Comparison) []string {
	var out []string
	for _, change := range c.Changes {
		line := string(change.Weight) + " " + change.Text + " @"
		for _, o := range change.Operations {
			line += " " + o.Method + " " + o.Path + ","
		}
		out = append(out, line)
	}
	return out
}

func anyOf(all []string, is func(string) bool) bool {
	for _, s := range all {
		if is(s) {
			return true
		}
	}
	return false
}

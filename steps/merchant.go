package steps

import (
	"context"
	"fmt"

	"kontrakt/harness/api"
)

func sayMerchant(b *book) {
	b.say(`a merchant that sells in ([A-Z]{3})`, aMerchantThatSellsIn)
	b.say(`a merchant whose sales unit (captures directly|may skip the landing page|is for login only|may ask for national identity numbers|follows the API guide's time limits|may sell with express|may say when a payment expires|may charge at any time|may offer campaigns of 2023)`, aMerchantWhoseUnit)
	b.say(`a merchant that sells in ([A-Z]{3}) and may capture (in parts|late)`, aMerchantThatMayCapture)
	b.say(`the merchant tries to (read|capture|cancel|refund) an order that it never made`, merchantTriesUnknown)
	b.say(`another merchant tries to (read|capture|cancel|refund) that order`, otherMerchantTries)
}

// The merchant itself is made when the first call needs it, so that a later
// sentence can still say what kind of unit it is.
func aMerchantThatSellsIn(ctx context.Context, currency string) error {
	w := worldFrom(ctx)
	w.currency = currency
	switch currency {
	case "DKK":
		w.unit.Market = "DK"
	case "EUR":
		w.unit.Market = "FI"
	}
	return nil
}

func aMerchantThatMayCapture(ctx context.Context, currency, how string) error {
	w := worldFrom(ctx)
	w.unit.PartialCapture, w.unit.LateCapture = how == "in parts", how == "late"
	return aMerchantThatSellsIn(ctx, currency)
}

func aMerchantWhoseUnit(ctx context.Context, kind string) error {
	w := worldFrom(ctx)
	w.currency = "NOK"
	w.unit = unitThat(kind)
	return nil
}

// unitThat is a sales unit by the words that features have for it.
func unitThat(kind string) unit {
	switch kind {
	case "captures directly":
		return unit{DirectCapture: true}
	case "may skip the landing page":
		return unit{SkipLandingPage: true}
	case "is for login only":
		return unit{LoginOnly: true}
	case "may ask for national identity numbers":
		return unit{NationalIdentityNumber: true}
	case "may sell with express":
		return unit{Express: true}
	case "may charge at any time":
		return unit{Unscheduled: true}
	case "may offer campaigns of 2023":
		return unit{FullFlex: true}
	case "may say when a payment expires":
		// Such payments reach the customer by push message or QR code.
		return unit{LongLiving: true, SkipLandingPage: true}
	}
	return unit{Limits: "guide"}
}

func merchantTriesUnknown(ctx context.Context, act string) error {
	w := worldFrom(ctx)
	d, err := w.driver(ctx)
	if err != nil {
		return err
	}
	return w.tries(ctx, d, act, w.reference())
}

func otherMerchantTries(ctx context.Context, act string) error {
	w := worldFrom(ctx)
	other, err := w.newMerchant(ctx, unit{})
	if err != nil {
		return err
	}
	return w.tries(ctx, other.payments, act, w.payment.order.Reference)
}

// tries lets a merchant try an act on a reference, whoever it belongs to.
func (w *world) tries(ctx context.Context, d api.Payments, act, reference string) error {
	amount := api.Money{Minor: 100, Currency: w.currency}
	c := api.Change{Reference: reference, Text: "Order " + reference}
	var err error
	switch act {
	case "read":
		_, err = d.Payment(ctx, reference)
	case "capture":
		c.Amount = &amount
		_, err = d.Capture(ctx, c)
	case "cancel":
		_, err = d.Cancel(ctx, c)
	case "refund":
		c.Amount = &amount
		_, err = d.Refund(ctx, c)
	default:
		return fmt.Errorf("nobody can %s an order", act)
	}
	return w.attempt(err)
}

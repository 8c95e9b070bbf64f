package trial

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/cucumber/godog"

	"kontrakt/harness/api"
	"kontrakt/steps/ending"
)

func registerExpress(sc *godog.ScenarioContext) {
	sc.Given(`^\w+ has begun to buy in express for `+money+`$`, beginsInExpress)
	sc.Given(`^\w+ has paid in express for `+money+`$`, paidInExpress)
	sc.When(`^\w+ approves the payment and has the goods sent to (Oslo|Tromsø)$`, approvesFor)
	sc.Then(`^the payment is of the goods and of what it costs to ship them to (Oslo|Tromsø)$`, includesShipping)
	sc.Given(`^the shop knows who \w+ is$`, knowsCustomer)
	sc.When(`^\w+ withdraws her consent$`, withdraws)
	sc.Then(`^the shop has taken in that the consent is gone$`, consentTaken)
	sc.Then(`^the shop knows no more who \w+ is$`, forgetsCustomer)
}

func beginsInExpress(ctx context.Context, amount string) error {
	return worldFrom(ctx).sell(ctx, "start-express", minor(amount))
}

// paidInExpress goes by what the API says: what the shop makes of it others look at.
func paidInExpress(ctx context.Context, amount string) error {
	if err := beginsInExpress(ctx, amount); err != nil {
		return err
	}
	if err := approvesFor(ctx, "Oslo"); err != nil {
		return err
	}
	p, err := worldFrom(ctx).payment(ctx)
	if err == nil && p.Authorized.Minor == 0 {
		err = errors.New("the customer could not pay: the app was not told how the shop ships")
	}
	return err
}

// approvesFor lets the customer give an address in the app, choose what is chosen
// already, and approve; and waits until the shop has been asked and told.
func approvesFor(ctx context.Context, city string) error {
	w := worldFrom(ctx)
	w.asked = len(w.Adversary.Questions())
	home := homes[city]
	address := map[string]string{"addressLine1": home["street"], "postCode": home["postal-code"], "city": city, "country": "Norway"}
	if err := w.control(ctx, http.MethodPost, "payments/"+w.reference+"/approve", map[string]any{"address": address}, nil); err != nil {
		return err
	}
	_, err := w.deliveries(ctx)
	return err
}

// An offer is how a shop answers eCom's question. Its costs are in kroner.
type offer struct {
	ShippingDetails []struct {
		IsDefault    string
		ShippingCost json.Number
	}
}

// expressWithin is how long eCom waits for ways to ship (API guide, timeouts).
const expressWithin = 10 * time.Second

func (w *world) offers(answer []byte, city string) (offer, error) {
	var o offer
	switch {
	case json.Unmarshal(answer, &o) != nil:
		return o, fmt.Errorf("asked how it ships to %s, the shop answers no shippingDetails", city)
	case len(o.ShippingDetails) == 0:
		return o, errNoWay
	}
	return o, nil
}

// includesShipping holds what is reserved against what the shop has offered. What
// is not readable as a price the contract's rules tell.
func includesShipping(ctx context.Context, city string) error {
	w := worldFrom(ctx)
	q, err := w.question(ctx, city)
	if err != nil {
		return err
	}
	o, err := w.offers(q.Answer, city)
	if err != nil {
		return err
	}
	preferred := o.ShippingDetails[0]
	for _, way := range o.ShippingDetails {
		if way.IsDefault == "Y" {
			preferred = way
			break
		}
	}
	kroner, err := preferred.ShippingCost.Float64()
	if err != nil {
		return fmt.Errorf("asked how it ships to %s, the shop names no price", city)
	}
	want := api.Money{Minor: w.amount + int64(kroner*100+0.5), Currency: "NOK"}
	p, err := w.payment(ctx)
	if err == nil && p.Authorized != want {
		err = fmt.Errorf("reserved of %s: want %s, the order and its shipping, got %s", w.reference, want, p.Authorized)
	}
	return err
}

// customer is who the shop says that the order's customer is.
func (w *world) customer(ctx context.Context) (string, error) {
	if _, read := w.Shop.Actions["order-status"].Read["customer"]; !read {
		return "", ending.Skipped("order-status reads no customer from the shop's answer: nothing is shown of whether it forgets her")
	}
	delete(w.known, "customer")
	err := w.do(ctx, "order-status")
	return w.known["customer"], err
}

func knowsCustomer(ctx context.Context) error {
	w := worldFrom(ctx)
	var name string
	_, err := w.until(ctx, mending, func() (bool, error) {
		var err error
		name, err = w.customer(ctx)
		return name != "", err
	})
	if err == nil && name == "" {
		return ending.Skipped("the shop keeps nothing of who its customers are: it has nothing to forget")
	}
	return err
}

func forgetsCustomer(ctx context.Context) error {
	w := worldFrom(ctx)
	forgotten, err := w.until(ctx, respite, func() (bool, error) {
		name, err := w.customer(ctx)
		return name == "", err
	})
	if err == nil && !forgotten {
		err = errors.New("the shop still knows who the customer is, who has withdrawn her consent")
	}
	return err
}

func withdraws(ctx context.Context) error {
	w := worldFrom(ctx)
	return w.control(ctx, http.MethodPost, "payments/"+w.reference+"/withdraw-consent", struct{}{}, nil)
}

// consentTaken looks at the shop's answer to the removal of the consent.
func consentTaken(ctx context.Context) error {
	rows, err := worldFrom(ctx).deliveries(ctx)
	if err != nil {
		return err
	}
	for _, r := range rows {
		switch {
		case r.Kind != "consent-removal":
		case r.Status == http.StatusOK:
			return nil
		case r.Status == 0:
			return errors.New("told that a consent is gone, the shop does not answer")
		default:
			return fmt.Errorf("told that a consent is gone, the shop answers %d: want 200", r.Status)
		}
	}
	return errors.New("the shop could not be told that a consent is gone")
}

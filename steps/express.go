package steps

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/cucumber/godog"

	"kontrakt/harness/api"
	"kontrakt/harness/api/ecom"
	"kontrakt/harness/api/epayment"
	"kontrakt/harness/client/receiver"
)

func sayExpress(b *book) {
	b.say(`the merchant offers these ways to ship`, merchantOffers)
	b.say(`the merchant answers the question for ways to ship with (text|500|400)`, merchantAnswersShippingWith)
	b.say(`the merchant is slow to say how it ships`, merchantIsSlow)
	b.say(`the merchant says how it ships`, merchantAnswersAtLast)
	b.say(`the question carries the merchant's token`, questionCarriesToken)
	b.say(`the callback says that the goods are sent by {text} for {money}`, callbackSaysSentBy)
	b.say(`the callback says who Kari is and where she lives`, callbackSaysWho)
	b.say(`the merchant was not asked for ways to ship`, merchantWasNotAsked)
	b.say(`the merchant was asked once for ways to ship to Kari's address`, merchantWasAskedOnce)
}

// shippingSuffix is how the address ends at which the merchant is asked.
func (w *world) shippingSuffix() string {
	if w.plan.API == "ecom.v2" {
		return "/shippingDetails"
	}
	return "/shipping"
}

// merchantOffers sets the merchant's answer to the question for ways to ship;
// the number of the address is the one asked about.
func merchantOffers(ctx context.Context, t *godog.Table) error {
	w := worldFrom(ctx)
	box, err := w.inbox()
	if err != nil {
		return err
	}
	ways, err := shippingTable(t, w.currency)
	if err != nil {
		return err
	}
	order, err := drafted(ctx)
	if err != nil {
		return err
	}
	slow := w.slow
	box.On(http.MethodPost, w.shippingSuffix(), receiver.Behaviour{Reply: func(c receiver.Call) ([]byte, error) {
		if slow != nil {
			<-slow
		}
		return w.shippingAnswer(c.Body, order.Reference, ways)
	}})
	return nil
}

func (w *world) shippingAnswer(asked []byte, reference string, ways []ecom.Shipping) ([]byte, error) {
	if w.plan.API != "ecom.v2" {
		own := make([]epayment.Shipping, len(ways))
		for i, s := range ways {
			own[i] = epayment.Shipping(s)
		}
		return json.Marshal(map[string]any{"groups": epayment.ShippingGroups(own)})
	}
	var question struct {
		AddressID json.Number `json:"addressId"`
	}
	if err := json.Unmarshal(asked, &question); err != nil {
		return nil, errors.New("the question for ways to ship is not the JSON that was promised")
	}
	return json.Marshal(map[string]any{
		"addressId": question.AddressID, "orderId": reference, "shippingDetails": ecom.ShippingOptions(ways),
	})
}

func merchantAnswersShippingWith(ctx context.Context, what string) error {
	w := worldFrom(ctx)
	box, err := w.inbox()
	if err != nil {
		return err
	}
	behave := receiver.Behaviour{Header: http.Header{"Content-Type": {"text/plain"}}, Body: []byte("we ship on Mondays")}
	if status, err := strconv.Atoi(what); err == nil {
		behave = receiver.Behaviour{Status: status}
	}
	box.On(http.MethodPost, w.shippingSuffix(), behave)
	return nil
}

// merchantIsSlow lets the answer wait until the scenario says so, or ends.
func merchantIsSlow(ctx context.Context) error {
	worldFrom(ctx).slow = make(chan struct{})
	return nil
}

func merchantAnswersAtLast(ctx context.Context) error {
	w := worldFrom(ctx)
	w.hurry()
	_, err := w.deliveries(ctx)
	return err
}

// hurry lets go of a merchant that is slow.
func (w *world) hurry() {
	if w.slow != nil {
		close(w.slow)
		w.slow = nil
	}
}

func questionCarriesToken(ctx context.Context) error {
	w := worldFrom(ctx)
	list, err := w.asked()
	if err != nil {
		return err
	}
	if len(list) == 0 {
		return errors.New("nobody has asked the merchant")
	}
	if list[0].Header.Get("Authorization") != w.draft.epayment.ShippingToken {
		return errors.New("question for ways to ship: want the merchant's token as it was given, got another Authorization")
	}
	return nil
}

func callbackSaysSentBy(ctx context.Context, method, amount, currency string) error {
	want, err := parseMoney(amount, currency)
	if err != nil {
		return err
	}
	_, c, err := worldFrom(ctx).told(ctx)
	if err != nil {
		return err
	}
	if c.ShippingDetails == nil {
		return errors.New("callback: want shippingDetails, got none")
	}
	if err := equal("way to ship in the callback", method, c.ShippingDetails.ShippingMethodID); err != nil {
		return err
	}
	got, err := major(c.ShippingDetails.ShippingCost.String(), currency)
	if err != nil {
		return err
	}
	return equal("cost of shipping in the callback", want, got)
}

// callbackSaysWho looks for every field that the merchant needs; the post code
// has another name here than anywhere else.
func callbackSaysWho(ctx context.Context) error {
	call, _, err := worldFrom(ctx).told(ctx)
	if err != nil {
		return err
	}
	var c struct {
		UserDetails     map[string]any
		ShippingDetails struct{ Address map[string]any }
	}
	if err := json.Unmarshal(call.Body, &c); err != nil {
		return errors.New("read the callback: not the JSON that was promised")
	}
	for _, part := range []struct {
		of    map[string]any
		names []string
	}{
		{c.UserDetails, []string{"userId", "firstName", "lastName", "email", "mobileNumber"}},
		{c.ShippingDetails.Address, []string{"addressLine1", "city", "country", "zipCode"}},
	} {
		for _, name := range part.names {
			if s, _ := part.of[name].(string); s == "" {
				return fmt.Errorf("callback: want %s, got nothing", name)
			}
		}
	}
	return nil
}

// major reads an amount in whole units with at most two decimals, exactly.
func major(number, currency string) (api.Money, error) {
	whole, part, _ := strings.Cut(number, ".")
	if whole == "" || len(part) > 2 {
		return api.Money{}, fmt.Errorf("read the amount %q: want one such as 49.50", number)
	}
	minor, err := strconv.ParseInt(whole+(part + "00")[:2], 10, 64)
	if err != nil {
		return api.Money{}, fmt.Errorf("read the amount %q: want a decimal number", number)
	}
	return api.Money{Minor: minor, Currency: currency}, nil
}

// asked gives the questions for ways to ship that came.
func (w *world) asked() ([]receiver.Call, error) {
	box, err := w.inbox()
	if err != nil {
		return nil, err
	}
	var list []receiver.Call
	for _, c := range box.Calls() {
		if strings.HasSuffix(c.Path, w.shippingSuffix()) {
			list = append(list, c)
		}
	}
	return list, nil
}

func merchantWasNotAsked(ctx context.Context) error {
	w := worldFrom(ctx)
	if err := w.hasSettled(ctx); err != nil {
		return err
	}
	list, err := w.asked()
	if err != nil {
		return err
	}
	return equal("questions for ways to ship", 0, len(list))
}

func merchantWasAskedOnce(ctx context.Context) error {
	w := worldFrom(ctx)
	if err := w.hasSettled(ctx); err != nil {
		return err
	}
	list, err := w.asked()
	if err != nil {
		return err
	}
	if err := equal("questions for ways to ship", 1, len(list)); err != nil {
		return err
	}
	var address struct{ AddressLine1, City, PostCode, Country string }
	if err := json.Unmarshal(list[0].Body, &address); err != nil || address.AddressLine1 == "" || address.City == "" || address.PostCode == "" {
		return errors.New("question for ways to ship: want street, city and post code, got less")
	}
	if w.plan.API != "ecom.v2" {
		return equal("country in the question for ways to ship", "NO", address.Country)
	}
	return nil
}

// hasSettled waits until nothing is on its way to the merchant. What the
// customer chose is told, where it is, after the question was answered; another
// question may still be on its way then.
func (w *world) hasSettled(ctx context.Context) error {
	if w.plan.API == "ecom.v2" {
		if _, _, err := w.told(ctx); err != nil {
			return err
		}
	}
	_, err := w.deliveries(ctx)
	return err
}

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

	"kontrakt/harness"
	"kontrakt/harness/api"
	"kontrakt/harness/api/checkout"
	"kontrakt/harness/client/receiver"
)

func sayLogistics(b *book) {
	b.say(`the order names these ways to ship`, orderNamesWays)
	b.say(`the order names ([A-Z]+) (?:with the type ([A-Z_]+)|without a type) for {money}`, orderNamesCarrier)
	b.say(`its last way to ship carries (nothing|\S.*?) at {text}`, lastWayCarries)
	b.say(`the merchant is to be asked how it ships`, merchantIsToBeAsked)
	b.say(`asked, the merchant names these ways to ship`, askedMerchantNames)
	b.say(`asked about (Oslo|Bergen), the merchant names these ways to ship`, askedAboutTownMerchantNames)
	b.say(`asked, the merchant answers (.+)`, askedMerchantAnswers)
	b.say(`the merchant was asked {number} times? how it ships`, merchantWasAskedTimes)
	b.say(`the last question was about (Oslo|Bergen|Stockholm|Helsinki|Copenhagen), and carried no token`, lastQuestionWasAbout)
	b.say(`the answer about shipping is reported once, as {text}`, shippingAnswerIsReportedOnce)
}

const optionsSuffix = "/options"

// waysTable reads ways to ship; every column but the first two may be missing.
func waysTable(t *godog.Table, currency string) ([]api.Way, error) {
	all, err := rows(t)
	if err != nil {
		return nil, err
	}
	list := make([]api.Way, len(all))
	for n, r := range all {
		cost, err := parseMoney(r["cost"], currency)
		if err != nil {
			return nil, err
		}
		list[n] = api.Way{
			ID: r["id"], Carrier: r["carrier"], Kind: r["type"], Title: r["title"], Cost: cost, Default: r["default"] == "yes", Priority: n + 1,
		}
		if r["description"] != "" {
			list[n].More = map[string]any{"description": r["description"]}
		}
		if r["priority"] != "" {
			if list[n].Priority, err = strconv.Atoi(r["priority"]); err != nil {
				return nil, fmt.Errorf("read the priority %q: want a number", r["priority"])
			}
		}
	}
	return list, nil
}

func orderNamesWays(ctx context.Context, t *godog.Table) error {
	ways, err := waysTable(t, worldFrom(ctx).currency)
	if err != nil {
		return err
	}
	return asksOf(ctx, func(o *checkout.Opening) { o.Fixed = ways })
}

// orderNamesCarrier adds one way to ship, called as its carrier and its type.
func orderNamesCarrier(ctx context.Context, carrier, kind, amount, currency string) error {
	cost, err := parseMoney(amount, currency)
	if err != nil {
		return err
	}
	id := strings.ToLower(strings.ReplaceAll(strings.TrimSuffix(carrier+"-"+kind, "-"), "_", "-"))
	return asksOf(ctx, func(o *checkout.Opening) {
		way := api.Way{ID: id, Carrier: carrier, Kind: kind, Cost: cost, Default: len(o.Fixed) == 0, Priority: len(o.Fixed) + 1}
		if carrier == "OTHER" {
			way.Title = "By our own van"
		}
		o.Fixed = append(o.Fixed, way)
	})
}

// lastWayCarries changes a member of the option as the API names it.
func lastWayCarries(ctx context.Context, value, name string) error {
	d, err := drafted(ctx)
	if err != nil {
		return err
	}
	if len(d.session.Fixed) == 0 {
		return errors.New("the order names no way to ship")
	}
	last := &d.session.Fixed[len(d.session.Fixed)-1]
	if last.More == nil {
		last.More = map[string]any{}
	}
	switch {
	case value == "nothing":
		last.More[name] = nil
	case !json.Valid([]byte(value)):
		return fmt.Errorf("the value for %q is not JSON: %q", name, value)
	default:
		last.More[name] = json.RawMessage(value)
	}
	return nil
}

func merchantIsToBeAsked(ctx context.Context) error {
	address := worldFrom(ctx).callbackURL(strings.TrimPrefix(optionsSuffix, "/"))
	return asksOf(ctx, func(o *checkout.Opening) { o.OptionsURL = address })
}

func askedMerchantNames(ctx context.Context, t *godog.Table) error {
	return worldFrom(ctx).names(ctx, "", t)
}

func askedAboutTownMerchantNames(ctx context.Context, town string, t *godog.Table) error {
	return worldFrom(ctx).names(ctx, town, t)
}

// names sets the merchant's answer to the question; of a town, where one is
// given, which stands where the region does.
func (w *world) names(ctx context.Context, town string, t *godog.Table) error {
	box, err := w.inbox()
	if err != nil {
		return err
	}
	ways, err := waysTable(t, w.currency)
	if err != nil {
		return err
	}
	s, err := w.sessions(ctx)
	if err != nil {
		return err
	}
	body, err := s.Offer(ways)
	if err != nil {
		return err
	}
	slow := w.slow
	var before func(receiver.Call) receiver.Behaviour
	if w.shops.offers != nil && town != "" {
		before = w.shops.offers
	}
	w.shops.offers = func(c receiver.Call) receiver.Behaviour {
		var asked struct{ Region string }
		if town != "" && (json.Unmarshal(c.Body, &asked) != nil || asked.Region != town) {
			if before != nil {
				return before(c)
			}
			return receiver.Behaviour{Body: []byte("[]")}
		}
		return receiver.Behaviour{Reply: func(receiver.Call) ([]byte, error) {
			if slow != nil {
				<-slow
			}
			return body, nil
		}}
	}
	box.On(http.MethodPost, optionsSuffix, receiver.Behaviour{Choose: w.shops.offers})
	return nil
}

// askedMerchantAnswers are the mistakes that merchants make.
func askedMerchantAnswers(ctx context.Context, what string) error {
	w := worldFrom(ctx)
	box, err := w.inbox()
	if err != nil {
		return err
	}
	say := func(body string) receiver.Behaviour { return receiver.Behaviour{Body: []byte(body)} }
	option := func(more string) receiver.Behaviour {
		return say(`[{"id":"parcel","priority":1,"isDefault":true,` + more + `}]`)
	}
	broken := say(`[{"id":"parcel","priority":1,"isDefault":true,"brand":"POSTEN","product":"Parcel","amount":{"value":5900,"currency":"NOK"}}]`)
	broken.Status = http.StatusInternalServerError
	behave, ok := map[string]receiver.Behaviour{
		"an empty list":                say(`[]`),
		"null":                         say(`null`),
		"text":                         {Header: http.Header{"Content-Type": {"text/plain"}}, Body: []byte("we ship on Mondays")},
		"the list inside of an object": say(`{"shippingDetails":[{"id":"parcel","priority":1,"isDefault":true,"brand":"POSTEN","amount":{"value":5900,"currency":"NOK"}}]}`),
		"a carrier that there is not":  option(`"brand":"INSTABOX","amount":{"value":5900,"currency":"NOK"}`),
		"a carrier in lower case":      option(`"brand":"posten","amount":{"value":5900,"currency":"NOK"}`),
		"an amount with decimals":      option(`"brand":"POSTEN","amount":{"value":59.50,"currency":"NOK"}`),
		"a default that is a letter":   say(`[{"id":"parcel","priority":1,"isDefault":"Y","brand":"POSTEN","amount":{"value":5900,"currency":"NOK"}}]`),
		"without a priority":           say(`[{"id":"parcel","isDefault":true,"brand":"POSTEN","amount":{"value":5900,"currency":"NOK"}}]`),
		"that it is elsewhere":         {Status: http.StatusFound, Header: http.Header{"Location": {w.ReceiverURL + "/" + w.segment() + "/elsewhere"}}},
		"a list, and that it broke":    broken,
		"that it broke":                {Status: http.StatusInternalServerError},
		"that it does not understand":  {Status: http.StatusBadRequest},
		"too late":                     {Hang: true},
	}[what]
	if !ok {
		return fmt.Errorf("a merchant cannot answer this: %s", what)
	}
	box.On(http.MethodPost, optionsSuffix, behave)
	return nil
}

// questions gives the questions for ways to ship that came, when nothing is on
// its way any more.
func (w *world) questions(ctx context.Context) ([]receiver.Call, error) {
	box, err := w.inbox()
	if err != nil {
		return nil, err
	}
	if _, err := w.sent(ctx, w.shops.opened.Reference); err != nil {
		return nil, err
	}
	var list []receiver.Call
	for _, c := range box.Calls() {
		if strings.HasSuffix(c.Path, optionsSuffix) {
			list = append(list, c)
		}
	}
	return list, nil
}

func merchantWasAskedTimes(ctx context.Context, n int) error {
	list, err := worldFrom(ctx).questions(ctx)
	if err != nil {
		return err
	}
	return equal("questions for ways to ship", n, len(list))
}

// lastQuestionWasAbout holds the whole address: the town stands where the region
// does, and nowhere else.
func lastQuestionWasAbout(ctx context.Context, town string) error {
	list, err := worldFrom(ctx).questions(ctx)
	if err != nil {
		return err
	}
	if len(list) == 0 {
		return errors.New("nobody has asked the merchant")
	}
	last := list[len(list)-1]
	var got map[string]string
	if err := json.Unmarshal(last.Body, &got); err != nil {
		return errors.New("question for ways to ship: not the JSON that was promised")
	}
	want := livesIn(town)
	for _, pair := range [][2]string{{"streetAddress", "streetAddress"}, {"postalCode", "postalCode"}, {"region", "city"}, {"country", "country"}} {
		if got[pair[0]] != want[pair[1]] {
			return fmt.Errorf("question for ways to ship: want the %s of what was typed in as %s, got another", pair[1], pair[0])
		}
	}
	if last.Header.Get("Authorization") != "" {
		return errors.New("question for ways to ship: want no Authorization, got one")
	}
	return equal("fields of the question", 4, len(got))
}

func shippingAnswerIsReportedOnce(ctx context.Context, rule string) error {
	w := worldFrom(ctx)
	if _, err := w.inbox(); err != nil {
		return err
	}
	settled, err := w.settled(ctx)
	if err != nil {
		return err
	}
	var rules []string
	for _, f := range settled.Findings {
		if f.Direction == harness.InCallbackResponse {
			rules = append(rules, f.Rule)
		}
	}
	return equal("what is reported of the answer", rule, strings.Join(rules, ", "))
}

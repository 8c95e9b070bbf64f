package steps

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"kontrakt/harness/api/ecom"
	"kontrakt/harness/client"
)

func sayUserinfo(b *book) {
	b.say(`an order of {money} that eCom is asked for with the scope {text}`, anOrderWithEcom)
	b.say(`the merchant asks whom the sub of the payment names`, merchantAsksWhom)
	b.say(`the merchant asks whom the sub names and sends its subscription key along`, merchantAsksWithKey)
	b.say(`the merchant asks whom a sub names that nobody has`, merchantAsksNobody)
	b.say(`it learns Kari's ([a-z, -]+) and nothing else`, itLearns)
	b.say(`it learns nothing`, itLearnsNothing)
	b.say(`it is refused as unknown`, itIsRefusedAsUnknown)
}

// anOrderWithEcom starts an order through eCom and lets Kari approve.
func anOrderWithEcom(ctx context.Context, amount, currency, scope string) error {
	money, err := parseMoney(amount, currency)
	if err != nil {
		return err
	}
	w := worldFrom(ctx)
	m, err := w.shop(ctx)
	if err != nil {
		return err
	}
	o := w.newOrder(money)
	w.withEcom = ecom.NewDriver(m.client)
	link, err := w.withEcom.Initiate(ctx, ecom.Initiation{Order: o, Scope: scope})
	if err != nil {
		return err
	}
	w.begun(o, link)
	return nil
}

// sub gives the payment's sub, from the API that it was made with.
func (w *world) sub(ctx context.Context) (string, error) {
	if w.withEcom != nil {
		d, err := w.withEcom.Details(ctx, w.payment.order.Reference)
		return d.Sub, err
	}
	p, err := w.detailed(ctx)
	return p.Sub, err
}

// askWhom asks the Userinfo API; the subscription key is left out unless a
// scenario sends it.
func (w *world) askWhom(ctx context.Context, sub string, h http.Header) error {
	m, err := w.shop(ctx)
	if err != nil {
		return err
	}
	w.asks = sub
	w.answer, err = m.client.Once(ctx, client.Request{
		Method: http.MethodGet, Target: "/vipps-userinfo-api/userinfo/" + url.PathEscape(sub), Header: h,
	})
	return err
}

func withoutKey() http.Header { return http.Header{"Ocp-Apim-Subscription-Key": nil} }

func merchantAsksWhom(ctx context.Context) error { return asksWhom(ctx, withoutKey()) }

func merchantAsksWithKey(ctx context.Context) error { return asksWhom(ctx, nil) }

func asksWhom(ctx context.Context, h http.Header) error {
	w := worldFrom(ctx)
	sub, err := w.sub(ctx)
	if err != nil {
		return err
	}
	if sub == "" {
		return errors.New("payment: want a sub, got none")
	}
	return w.askWhom(ctx, sub, h)
}

func merchantAsksNobody(ctx context.Context) error {
	return worldFrom(ctx).askWhom(ctx, "00000000-0000-4000-8000-000000000000", withoutKey())
}

// claims are the members that answer a word of the scope; a verified flag comes
// or not.
func claims() map[string][]string {
	return map[string][]string{
		"name": {"name", "given_name", "family_name"}, "e-mail": {"email"}, "number": {"phone_number"},
		"birthday": {"birthdate"}, "address": {"address"},
	}
}

func itLearns(ctx context.Context, list string) error {
	w := worldFrom(ctx)
	if err := equal("status", http.StatusOK, w.answer.Status); err != nil {
		return err
	}
	var got map[string]any
	if err := json.Unmarshal(w.answer.Body, &got); err != nil {
		return errors.New("read the claims: not the JSON that was promised")
	}
	if got["sub"] != w.asks {
		return errors.New("claims: want the sub that was asked for, got another")
	}
	asked := strings.Split(list, ", ")
	all := claims()
	for _, word := range slices.Sorted(maps.Keys(all)) {
		for _, claim := range all[word] {
			_, there := got[claim]
			if there != slices.Contains(asked, word) {
				return fmt.Errorf("claims: want %s told: %t, got the contrary", claim, !there)
			}
		}
	}
	if _, there := got["nin"]; there {
		return errors.New("claims: want no national identity number, got one")
	}
	return nil
}

// itLearnsNothing: the answer blames the caller and holds no claims.
func itLearnsNothing(ctx context.Context) error {
	if err := answerBlamesCaller(ctx); err != nil {
		return err
	}
	var got map[string]any
	if json.Unmarshal(worldFrom(ctx).answer.Body, &got) == nil && got["sub"] != nil {
		return errors.New("answer: want no claims, got some")
	}
	return nil
}

// itIsRefusedAsUnknown is how the guides say that a subscription key is answered
// here.
func itIsRefusedAsUnknown(ctx context.Context) error {
	if err := itLearnsNothing(ctx); err != nil {
		return err
	}
	return equal("status", http.StatusUnauthorized, worldFrom(ctx).answer.Status)
}

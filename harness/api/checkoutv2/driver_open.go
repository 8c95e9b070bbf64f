package checkoutv2

import (
	"cmp"
	"maps"
	"strings"

	"kontrakt/harness/api"
)

type object = map[string]any

// body is the request to open a session.
func body(p api.Purchase) ([]byte, error) {
	body := object{
		"merchantInfo": object{
			"callbackPrefix": p.CallbackURL, "returnUrl": p.ReturnURL, "callbackAuthorizationToken": p.CallbackToken,
		},
		"transaction": object{
			"amount": amountOf(p.Amount), "reference": p.Reference, "paymentDescription": p.Text,
		},
		"contactFields": p.Elements != api.NoForms,
		"addressFields": p.Elements == "" || p.Elements == api.AllForms,
	}
	if len(p.Fixed) > 0 || p.OptionsURL != "" {
		logistics := object{}
		putText(logistics, "dynamicOptionsCallback", p.OptionsURL)
		if len(p.Fixed) > 0 {
			logistics["fixedOptions"] = Options(p.Fixed)
		}
		body["logistics"] = logistics
	}
	if len(p.Prefill) > 0 {
		body["prefillCustomer"] = p.Prefill
	}
	if p.Present {
		body["customerInteraction"] = "customer_present"
	}
	if p.App {
		body["userFlow"] = "native_redirect"
	}
	if p.Identity {
		body["requireUserInfo"] = true
	}
	for _, e := range p.Edits {
		if err := e.Apply(body); err != nil {
			return nil, err
		}
	}
	return api.Encode(body)
}

// Options is a list of ways to ship as version 2 has it: flags in place of
// types, and a name for people.
func Options(ways []api.Way) []any {
	list := make([]any, len(ways))
	for n, way := range ways {
		option := object{
			"id": way.ID, "amount": amountOf(way.Cost), "priority": way.Priority, "isDefault": way.Default,
			"brand": logo(way.Carrier), "product": cmp.Or(way.Title, product(way.Kind)),
		}
		if way.Kind == "PICKUP_POINT" {
			option["isPickupPoint"] = true
		}
		if way.Carrier == "PORTERBUDDY" {
			option["isPorterbuddy"] = true
		}
		maps.Copy(option, way.More)
		for name, value := range way.More {
			if value == nil {
				delete(option, name)
			}
		}
		list[n] = option
	}
	return list
}

// logo is a brand as people write it.
func logo(carrier string) string {
	if carrier == "" {
		return ""
	}
	return carrier[:1] + strings.ToLower(carrier[1:])
}

func product(kind string) string {
	return cmp.Or(map[string]string{
		"MAILBOX": "To your mailbox", "PICKUP_POINT": "To a pick-up point", "HOME_DELIVERY": "To your door",
	}[kind], "Parcel")
}

// amountOf is an amount in a request.
func amountOf(m api.Money) object { return object{"value": m.Minor, "currency": m.Currency} }

func putText(o object, name, value string) {
	if value != "" {
		o[name] = value
	}
}

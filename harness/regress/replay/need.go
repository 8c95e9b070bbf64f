package replay

import (
	"cmp"
	"net/http"
	"strings"

	"kontrakt/harness"
	"kontrakt/harness/contract"
)

// A need is an act of a customer, or of time, that must have happened before an
// exchange was recorded.
type need struct {
	// kind is payments, agreements or charges, name the recorded one.
	kind, name, verb string
	// contract is what the exchange belongs to.
	contract string
}

// scan looks ahead for what only later answers tell: that a payment was approved
// before the merchant cancelled it.
func (p *player) scan(recorded []harness.Exchange) {
	p.voided, p.givenUp = map[string]bool{}, map[string]bool{}
	for i := range recorded {
		x := &recorded[i]
		match := p.Routes.Match(x)
		if match.Operation == nil || match.Operation.Contract != "ecom.v2" || !strings.HasSuffix(match.Operation.Path, "/details") {
			continue
		}
		for _, op := range operations(x) {
			if op == "VOID" {
				p.voided[scoped(x, match.Params["orderId"])] = true
			}
		}
	}
}

func scoped(x *harness.Exchange, name string) string { return x.Scenario + "\x00" + name }

// operations are those of eCom's history that succeeded, the latest first.
func operations(x *harness.Exchange) []string {
	tree, _ := decode(x.Response.Body.Bytes)
	object, _ := tree.(map[string]any)
	list, _ := object["transactionLogHistory"].([]any)
	var all []string
	for _, e := range list {
		entry, _ := e.(map[string]any)
		if name, is := entry["operation"].(string); is && entry["operationSuccess"] != false {
			all = append(all, name)
		}
	}
	return all
}

// needs says what must have happened for the recorded answer to be as it is.
func (p *player) needs(x *harness.Exchange, match contract.Match) []need {
	if x.Response.Status < 200 || x.Response.Status > 299 {
		return nil
	}
	tree, _ := decode(x.Response.Body.Bytes)
	answer, _ := tree.(map[string]any)
	op := match.Operation
	said := func(name string) string { s, _ := answer[name].(string); return s }
	var all []need
	switch op.Contract {
	case "ecom.v2":
		all = p.ofEcom(x, match)
	case "epayment.v1":
		all = ofEpayment(op, match.Params["Reference"], said("state"))
	case "checkout.v2", "checkout.v3":
		all = ofSession(said("reference"), said("sessionState"), answer)
	case "recurring.v2", "recurring.v3":
		all = ofAgreement(op, match.Params, tree)
	}
	for i := range all {
		all[i].contract = op.Contract
	}
	return all
}

func (p *player) ofEcom(x *harness.Exchange, match contract.Match) []need {
	order, path := match.Params["orderId"], match.Operation.Path
	pay := func(verb string) []need { return []need{{kind: "payments", name: order, verb: verb}} }
	switch {
	case strings.HasSuffix(path, "/capture"), strings.HasSuffix(path, "/refund"):
		return pay("approve")
	case strings.HasSuffix(path, "/cancel") && p.voided[scoped(x, order)]:
		return pay("approve")
	case strings.HasSuffix(path, "/details"):
		happened := operations(x)
		for _, op := range happened {
			if op == "RESERVE" || op == "SALE" || op == "VOID" {
				return pay("approve")
			}
		}
		if len(happened) > 0 && happened[0] == "CANCEL" {
			return pay("reject")
		}
	}
	return nil
}

func ofEpayment(op *harness.Operation, reference, state string) []need {
	verb := map[string]string{"AUTHORIZED": "approve", "ABORTED": "reject", "EXPIRED": "expire"}[state]
	if op.Method == http.MethodPost && (strings.HasSuffix(op.Path, "/capture") || strings.HasSuffix(op.Path, "/refund")) {
		verb = "approve"
	}
	if verb == "" || reference == "" {
		return nil
	}
	return []need{{kind: "payments", name: reference, verb: verb}}
}

func ofSession(reference, state string, answer map[string]any) []need {
	details, _ := answer["paymentDetails"].(map[string]any)
	payment, _ := details["state"].(string)
	verb := map[string]string{"PaymentSuccessful": "approve", "PaymentTerminated": "reject", "SessionExpired": "expire"}[state]
	switch payment {
	case "AUTHORISED", "AUTHORIZED":
		verb = "approve"
	case "TERMINATED":
		verb = "reject"
	}
	if verb == "" || reference == "" {
		return nil
	}
	return []need{{kind: "payments", name: reference, verb: verb}}
}

// ofAgreement reads the states of agreements and charges.
func ofAgreement(op *harness.Operation, params map[string]string, tree any) []need {
	agreement := params["agreementId"]
	accept := need{kind: "agreements", name: agreement, verb: "approve"}
	list, is := tree.([]any)
	if !is {
		list = []any{tree}
	}
	var all []need
	for _, e := range list {
		item, _ := e.(map[string]any)
		id, _ := item["id"].(string)
		state, _ := item["status"].(string)
		kind, _ := item["type"].(string)
		switch {
		case id == "":
		case kind == "": // an agreement
			all = append(all, ofState(id, state)...)
		default:
			if of, is := item["agreementId"].(string); is {
				agreement = of
			}
			all = append(all, ofCharge(agreement, id, kind, state)...)
		}
	}
	switch {
	case op.Method == http.MethodPost && strings.HasSuffix(op.Path, "/charges") && agreement != "":
		all = append(all, accept)
	case strings.HasSuffix(op.Path, "/capture"):
		all = append(all, accept)
	}
	return all
}

func ofState(agreement, state string) []need {
	of := func(verb string) need { return need{kind: "agreements", name: agreement, verb: verb} }
	switch state {
	case "ACTIVE":
		return []need{of("approve")}
	case "EXPIRED":
		return []need{of("expire")}
	}
	return nil
}

func ofCharge(agreement, id, kind, state string) []need {
	all := []need{{kind: "agreements", name: agreement, verb: "approve"}}
	switch {
	case kind == "INITIAL" && state == "PENDING":
		return nil
	case kind == "INITIAL":
		return all
	}
	switch state {
	case "CHARGED", "RESERVED", "PARTIALLY_CAPTURED", "PARTIALLY_REFUNDED", "REFUNDED":
		return append(all, need{kind: "charges", name: id, verb: "settle"})
	case "FAILED":
		return append(all, need{kind: "charges", name: id, verb: "fail"})
	}
	return all
}

// note keeps what an exchange did by itself: what was accepted by a call is not
// to be accepted again, and what the merchant ended nobody else has.
func (p *player) note(x *harness.Exchange, match contract.Match) {
	op := match.Operation
	switch {
	case strings.HasSuffix(op.Path, "/accept"):
		p.acts[scoped(x, match.Params["agreementId"])] = "approve"
	case strings.HasSuffix(op.Path, "/approve"):
		p.acts[scoped(x, cmp.Or(match.Params["orderId"], match.Params["Reference"]))] = "approve"
	case strings.HasSuffix(op.Path, "/cancel"), strings.HasSuffix(op.Path, "/expire"):
		p.givenUp[scoped(x, cmp.Or(match.Params["orderId"], match.Params["Reference"], match.Params["reference"]))] = true
	}
}

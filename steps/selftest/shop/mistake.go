package shop

import (
	"slices"
)

// A Mistake is one that merchants make, with the rule that must find it.
type Mistake struct {
	// Name is unique; API is the contract that it is made with.
	Name, API string
	// Says is the clause: what a merchant should do.
	Says string
	// Rule is the only one that may find anything.
	Rule string

	// step of script is where spoil or answer makes the mistake; play is a script
	// of the mistake's own.
	script, step string
	spoil        edit
	answer       func(*reply)
	play         func(*Shop)
}

// Mistakes lists them all.
func Mistakes() []Mistake {
	return together(ecomMistakes(), epaymentMistakes(), wireMistakes(), recurringMistakes(), draftMistakes(),
		checkoutMistakes(), shippingMistakes(), checkout2Mistakes(), webhookMistakes(), sequenceMistakes())
}

// A script is one thing that the shop sells, the way it should be done.
type script struct {
	name, api string
	play      func(*Shop)
}

func scripts() []script {
	return []script{
		{"ecom", "ecom.v2", sellByEcom},
		{"ecom express", "ecom.v2", sellByEcomExpress},
		{"epayment", "epayment.v1", sellByEpayment},
		{"epayment push", "epayment.v1", sellByPush},
		{"epayment express", "epayment.v1", sellByEpaymentExpress},
		{"userinfo", "userinfo.v1", learnWhoBuys},
		{"webhooks", "webhooks.v1", listen},
		{"recurring", "recurring.v3", subscribe},
		{"recurring campaign", "recurring.v3", subscribeAtAnotherPrice},
		{"checkout", "checkout.v3", sellByCheckout},
		{"checkout 2", "checkout.v2", sellByCheckout2},
	}
}

func scriptNamed(name string) script {
	list := scripts()
	return list[slices.IndexFunc(list, func(s script) bool { return s.name == name })]
}

// A row is a mistake that spoils one step of a script.
type row struct {
	step, name, rule, says string
	spoil                  edit
}

// of makes mistakes of rows.
func of(name string, rows ...row) []Mistake {
	s := scriptNamed(name)
	var list []Mistake
	for _, r := range rows {
		list = append(list, Mistake{Name: r.name, API: s.api, Says: r.says, Rule: r.rule, script: s.name, step: r.step, spoil: r.spoil})
	}
	return list
}

// An answered is a mistake in how the shop answers calls to a path.
type answered struct {
	path, name, rule, says string
	answer                 func(*reply)
}

// answering makes mistakes of them.
func answering(name string, rows ...answered) []Mistake {
	s := scriptNamed(name)
	var list []Mistake
	for _, r := range rows {
		list = append(list, Mistake{Name: r.name, API: s.api, Says: r.says, Rule: r.rule, script: s.name, step: r.path, answer: r.answer})
	}
	return list
}

func together(lists ...[]Mistake) []Mistake { return slices.Concat(lists...) }

package steps

import (
	"context"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"

	"kontrakt/harness/api"
)

// A sentence is an expression with what it does.
type sentence struct {
	expression *regexp.Regexp
	// says is the expression as it was said, with the names of words in it.
	says string
	do   any
	// approves says that somebody has to approve something.
	approves bool
}

// A book collects sentences.
type book struct{ all []sentence }

// say adds a sentence. Its function takes a context and the expression's groups
// and returns an error.
func (b *book) say(expression string, do any) {
	says := expression
	for name, pattern := range words() {
		expression = strings.ReplaceAll(expression, "{"+name+"}", pattern)
	}
	b.all = append(b.all, sentence{says: says, expression: regexp.MustCompile("^" + expression + "$"), do: caught(do)})
}

// approves adds a sentence with which somebody approves something.
func (b *book) approves(expression string, do any) {
	b.say(expression, do)
	b.all[len(b.all)-1].approves = true
}

// words are the parts that sentences share.
func words() map[string]string {
	reasons := make([]string, 0, len(api.Reasons()))
	for _, r := range api.Reasons() {
		reasons = append(reasons, regexp.QuoteMeta(string(r)))
	}
	slices.SortFunc(reasons, func(a, b string) int { return len(b) - len(a) })
	return map[string]string{
		"money":  `(\d+\.\d{2}) ([A-Z]{3})`,
		"text":   `"([^"]*)"`,
		"number": `(\d+)`,
		"reason": "(" + strings.Join(reasons, "|") + ")",
	}
}

// sentences is everything that features can say, one function per concern. The
// expressions are compiled once: godog would compile them for every scenario.
var sentences = sync.OnceValue(func() []sentence {
	var b book
	for _, concern := range []func(*book){
		sayMerchant, sayOrder, sayCustomer, sayChange, sayKey, sayAtOnce, sayState, sayRefusal, sayOutcome, sayContract, sayTime, sayCallback,
		sayDraft, sayEcomOrder, sayEcomHistory, sayEcomChange, sayExpress, sayProfile,
		sayEpaymentOrder, sayEpaymentState, sayEpaymentChange, sayWebhook, sayHeard, sayWebhookMerchant, sayUserinfo, sayWire, sayToken,
		saySession, sayShopper, saySessionState, saySessionWho, saySessionTold, saySessionRefusal, sayLogistics, sayLogisticsWhole, sayCheckout, sayCheckoutChange, sayCheckoutWire,
		sayAgreementDraft, sayAgreement, sayPayer, sayAgreementUpdate, sayCharge, sayChargeChange, sayChargeState,
		sayRecurringV3, sayRecurringLists, sayRecurringHeard, sayRecurringViews, sayRecurringWire,
		sayGenerated,
	} {
		concern(&b)
	}
	return b.all
})

// spoken are the sentences that a step of the plan matches. godog takes in all it
// is given anew for each scenario, and tries each on every step, twice.
func spoken(plan map[string]*planned) []sentence {
	texts := map[string]bool{}
	for _, p := range plan {
		for _, step := range p.Steps {
			texts[step.Text] = true
		}
	}
	matches := func(s sentence) bool {
		for text := range texts {
			if s.expression.MatchString(text) {
				return true
			}
		}
		return false
	}
	return slices.DeleteFunc(slices.Clone(sentences()), func(s sentence) bool { return !matches(s) })
}

// caught makes a panic in a step an error that says whose mistake it is: ours.
func caught(do any) any {
	f := reflect.ValueOf(do)
	failed := reflect.TypeFor[error]()
	return reflect.MakeFunc(f.Type(), func(args []reflect.Value) (results []reflect.Value) {
		defer func() {
			if v := recover(); v != nil {
				results = []reflect.Value{reflect.ValueOf(&panicked{"run the step", v}).Convert(failed)}
			}
		}()
		if ctx, ok := args[0].Interface().(context.Context); ok && ctx.Err() != nil {
			return []reflect.Value{reflect.ValueOf(interrupted{}).Convert(failed)}
		}
		return f.Call(args)
	}).Interface()
}

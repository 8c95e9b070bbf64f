package doctor

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"kontrakt/harness/client"
	"kontrakt/harness/config"
)

// A question is a documented call that reads what nobody has made, or the
// merchant's own list. How it is refused tells whether the unit has the product.
type question struct {
	ability, target string
	keys            bool
}

func questions() []question {
	return []question{
		{"ecom", "/ecomm/v2/payments/kontrakt-doctor-asks/details", false},
		{"epayment", "/epayment/v1/payments/kontrakt-doctor-asks", false},
		{"recurring", "/recurring/v3/agreements/agr_kontrakt", false},
		{"checkout", "/checkout/v3/session/kontrakt-doctor-asks", true},
		{"webhooks", "/webhooks/v1/webhooks", false},
	}
}

// Unit asks what the sales unit may do, and holds it against what is declared.
// Nothing tells how it captures, in what it sells and what else it was approved for:
// that is repeated as declared.
func Unit(ctx context.Context, c *client.Client, declared config.Abilities) []Check {
	const name = "sales unit"
	var may, mayNot, odd []string
	var troubles []Check
	for _, q := range questions() {
		answer, err := c.Do(ctx, client.Request{Method: http.MethodGet, Target: q.target, Keys: q.keys})
		refused := err == nil && (answer.Status == http.StatusUnauthorized || answer.Status == http.StatusForbidden)
		switch {
		case err != nil:
			odd = append(odd, fmt.Sprintf("%s (%v)", q.ability, err))
		case answer.Status == http.StatusTooManyRequests || answer.Status >= 500:
			odd = append(odd, fmt.Sprintf("%s (status %d)", q.ability, answer.Status))
		case refused && declared.May(q.ability):
			mayNot = append(mayNot, q.ability)
			troubles = append(troubles, Check{
				Name: name, Status: Warn, Says: fmt.Sprintf("%s is refused (status %d)", q.ability, answer.Status),
				Do: fmt.Sprintf("order it for the sales unit, or declare abilities: {%s: no} in %s, and its scenarios are left out", q.ability, config.DefaultFile),
			})
		case refused:
			mayNot = append(mayNot, q.ability)
		default:
			may = append(may, q.ability)
		}
	}
	if len(odd) > 0 {
		troubles = append(troubles, Check{Name: name, Status: Warn, Says: "nobody can tell of " + strings.Join(odd, ", "), Do: "ask again later"})
	}
	says := "may use " + list(may)
	if len(mayNot) > 0 {
		says += "; may not use " + list(mayNot)
	}
	return append([]Check{Good(name, "%s\ndeclared: %s", says, asDeclared(declared))}, troubles...)
}

// asDeclared says what cannot be asked.
func asDeclared(a config.Abilities) string {
	words := []string{"captures after a reservation"}
	if a.Direct() {
		words[0] = "captures directly"
	}
	for _, c := range []string{"NOK", "DKK", "EUR"} {
		if a.Sells(c) {
			words = append(words, "sells in "+c)
		}
	}
	asked := map[string]bool{}
	for _, q := range questions() {
		asked[q.ability] = true
	}
	for _, k := range config.AbilityNames() {
		if !asked[k.Name] && a.May(k.Name) {
			words = append(words, k.Says)
		}
	}
	return strings.Join(words, ", ")
}

func list(words []string) string {
	if len(words) == 0 {
		return "nothing"
	}
	slices.Sort(words)
	return strings.Join(words, ", ")
}

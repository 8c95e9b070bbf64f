package main

import (
	"crypto/rand"
	"math/big"
	"slices"
)

// A mistake is one that real integrations make.
type mistake struct {
	name string
	// breaks are the requirements that are unmet with it, in the checklist that it
	// is about: ePayment's, or those of both where one of Recurring is among them.
	breaks []string
	says   string
	make   func(*habits)
}

// mistakes are all that can be switched on. Where breaks holds more than what a
// mistake is named for, the rest cannot be reached with it.
func mistakes() []mistake {
	return slices.Concat(mistakesOfCalls(), mistakesOfPayments(), mistakesOfWebhooks(), mistakesOfSubscriptions(),
		mistakesOfECom(), mistakesOfExpress(), mistakesOfCheckout(), mistakesOfParties())
}

func ids(names ...string) []string { return names }

// drawn gives letters at random.
func drawn(letters string, n int) string {
	out := make([]byte, n)
	for i := range out {
		k, err := rand.Int(rand.Reader, big.NewInt(int64(len(letters))))
		if err != nil {
			panic(err)
		}
		out[i] = letters[k.Int64()]
	}
	return string(out)
}

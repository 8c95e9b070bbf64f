package main

import "time"

// selling are the habits that eCom, Checkout and stores ask for beside.
type selling struct {
	// trustsAnyCallback believes what carries another token than the order's.
	trustsAnyCallback bool
	// sameNumberAgain starts a payment of eCom again under the number that may be
	// used up, keepsRest cancels without saying that the rest is to be released.
	sameNumberAgain, keepsRest bool

	// shippingPrice is how the price of shipping, in øre, is written, northAfter how
	// long the shop thinks about the north, shippingStatus what it answers in place
	// of ways to ship.
	shippingPrice  func(minor int64) any
	northAfter     time.Duration
	shippingStatus int
	waysInAnObject bool
	noForeignWays  bool
	nothingFixed   bool
	capturesCart   bool
	// addressUntold keeps to itself where the goods go now.
	addressUntold bool

	// interaction is where the customer at the till is said to be.
	interaction string
	// tokenUnsigned says not for which merchant the token is.
	tokenUnsigned bool
}

func goodSelling() selling {
	return selling{
		shippingPrice: func(minor int64) any { return minor },
		interaction:   "CUSTOMER_PRESENT",
	}
}

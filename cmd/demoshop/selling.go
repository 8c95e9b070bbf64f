package main

import "time"

// selling are the habits that eCom, Checkout and stores ask for beside.
type selling struct {
	// trustsAnyCallback believes what carries another token than the order's.
	trustsAnyCallback bool

	// shippingPrice is how the price of shipping, in øre, is written.
	shippingPrice  func(minor int64) any
	shippingDelay  time.Duration
	shippingStatus int

	// interaction is where the customer at the till is said to be.
	interaction string
}

func goodSelling() selling {
	return selling{
		shippingPrice: func(minor int64) any { return minor },
		interaction:   "CUSTOMER_PRESENT",
	}
}

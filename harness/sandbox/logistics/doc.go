// Package logistics is how goods get from a merchant to a customer, as Checkout
// knows it: carriers, types of delivery, ways to ship with what they cost, where
// they can be fetched and when they come, and what is made of a merchant's offer.
//
// It knows no wire format: how options are written stands with each version of
// the API. It reads no clock and keeps nothing.
package logistics

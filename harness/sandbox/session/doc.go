// Package session is what the sandbox knows of a merchant's Checkout sessions:
// what was ordered, what the customer fills in and chooses, how the merchant is
// asked for ways to ship and told of the end, and the payment behind it all,
// which is in the merchant's ledger where ePayment finds it.
//
// It knows no wire format: a [Wire] words what the merchant is told, and each
// version of the API words its answers and its errors. Versions share sessions.
//
// Everything here is for services, which have the box locked.
package session

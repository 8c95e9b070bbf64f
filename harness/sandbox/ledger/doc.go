// Package ledger is the arithmetic of money: what is reserved, captured,
// cancelled and refunded of a payment, in integers of minor units, and what may
// happen to it next.
//
// It knows no API: names of states, codes of errors and limits of time stand
// with the APIs. It never reads a clock and makes no IDs; both are given to it.
package ledger

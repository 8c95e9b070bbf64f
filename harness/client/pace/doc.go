// Package pace keeps calls to somebody else's target within the documented
// limits, and waits where the target asks to wait all the same.
//
// It stands around the sendings of harness/client. It is not for the sandbox,
// whose limits scenarios break on purpose.
package pace

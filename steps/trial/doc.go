// Package trial puts a merchant's own software on trial: the scenarios of
// features/merchant ask it to sell, ship and take back by the actions that its
// owner declares, let the customer act in the sandbox and an adversary send what
// the API did not, and look at what the shop says of its orders and at what the
// money has done.
//
// The shop has one sales unit, so one scenario runs at a time; only those in which
// nothing of one is another's run beside each other.
package trial

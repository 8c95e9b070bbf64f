// Package judge turns exchanges into findings: it asks the contracts and the
// prose rules, counts, keeps what was judged, and takes secrets and personal
// data out of everything that leaves it.
//
// What a contract or a rule says stands in packages contract and rules; it
// renders nothing.
package judge

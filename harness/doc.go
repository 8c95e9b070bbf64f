// Package harness holds the words that every other package speaks: an
// [Exchange] is one request with its answer, an [Operation] is what the
// contract calls it, a [Finding] is one thing wrong with it, a [Verdict] says
// how it ends, a [Run] is everything that a report is made from.
//
// It judges nothing, sends nothing, renders nothing, and imports nothing but
// the standard library.
package harness

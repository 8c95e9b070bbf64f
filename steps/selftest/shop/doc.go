// Package shop is a merchant with a script: it sells through every API as the
// guides want it, or makes exactly one mistake that merchants are known to make.
// The judge must find the mistake, and nothing else.
//
// A shop lets time pass instead of sleeping: its scene has a clock that goes by
// what the shop says.
package shop

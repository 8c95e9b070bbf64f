// Package agreement is what the sandbox knows of Recurring: the agreements and
// charges of one merchant, how they stand and what may happen to them next, on
// the virtual clock.
//
// It knows no wire: both versions of the API write the same agreements, each in
// its own words. It checks what a merchant may do; whether a request has the
// right form is for the API to say. The money of a charge is a [ledger.Payment].
package agreement

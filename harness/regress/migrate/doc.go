// Package migrate rewrites recorded traffic of one version of an API as it would
// be with the next: recurring.v2 to v3, checkout.v2 to v3, ecom.v2 to epayment.v1.
//
// What becomes of a field stands in one file per pair, in pairs/; this package
// only reads and applies it. A request is judged elsewhere, by the contract of
// the version that it is rewritten for.
package migrate

// Package features holds the scenarios: what the APIs promise, in the language
// of payments. It holds no code.
package features

import "embed"

// FS holds every feature file; the folders are payments, agreements and
// sessions, which several APIs share, generated, whose requests are made of the
// contracts, and one for each contract.
//
//go:embed */*.feature
var FS embed.FS

// Merchant holds the scenarios that put a merchant's own software on trial; the
// folders are the profiles that they are for.
//
//go:embed merchant
var Merchant embed.FS

// Reach says what each scenario makes use of, as package reach writes it: the
// operations that it calls, with the members that it sends and gets. Sentences do
// not say it: it is made by a run of all of them, and the test that runs them holds
// it equal to what they do.
//
//go:embed reach.json
var Reach []byte

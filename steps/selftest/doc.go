// Package selftest puts the harness itself on trial: the suite must find every
// seeded defect of the sandbox, the judge every seeded mistake of a merchant,
// and neither anything where nothing is wrong.
//
// What the defects are is the sandbox's to say, what the mistakes are package
// shop's.
package selftest

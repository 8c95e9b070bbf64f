// Package attest makes a certificate verifiable: what was recorded is chained by
// digests, and a statement on the files is signed.
//
// The statement is an in-toto test result in a DSSE envelope, so that others'
// tools can check it as well. What stands in the files, and whether it is true,
// is not its business.
package attest

// Package regress says what differs between two versions of a thing: a
// transcription and the document as published, two editions of a contract.
//
// It is the only package that knows oasdiff, which finds the changes; the weight
// of each is the API's own lifecycle policy's. Before two editions are compared,
// what they say in other words is brought into one form: see align. It judges no
// traffic.
package regress

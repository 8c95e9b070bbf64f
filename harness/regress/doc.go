// Package regress says what differs between two versions of a thing: a
// transcription and the document as published, two editions of a contract.
//
// It is the only package that knows oasdiff, which finds the changes; the weight
// of each is the API's own lifecycle policy's. Before two editions are compared,
// what they say in other words is brought into one form: see align. It judges no
// traffic.
//
// What comes of another version the packages within say: reach, whom a change
// touches; migrate and replay, what recorded traffic needs and gets; twin, how the
// same scenarios come out on both. What was agreed on stands in two files: the
// editions in lock, the findings to live with in accepted.
package regress

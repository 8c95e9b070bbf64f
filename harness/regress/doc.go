// Package regress says what differs between two versions of a thing: a
// transcription and the document as published.
//
// It judges no traffic.
package regress

// Package client is the HTTP client of the scenarios: one target, one
// merchant's credentials, the token fetched once and kept, the headers that
// every call carries, the mark of the scenario.
//
// It knows no API: paths and bodies come from the drivers. It judges nothing;
// an answer with any status is an answer, and only a target that gave none is
// an error. What belongs to targets that are somebody else's stands in the packages
// within: pace keeps to their limits, journal remembers what was made there. The
// merchant's side of callbacks is package receiver.
package client

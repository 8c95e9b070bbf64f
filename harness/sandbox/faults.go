package sandbox

import (
	"cmp"
	"maps"
	"slices"
)

// The core's seeded defects: each breaks one thing that the sandbox does for
// every API.
const (
	faultCallbackTwice      = "callback-twice"
	faultCallbackNever      = "callback-never"
	faultCallbackCut        = "callback-cut-short"
	faultCallbackRedirected = "callback-follows-redirects"
	faultExpiredToken       = "expired-token-accepted"
	faultForeignToken       = "foreign-token-accepted"
	faultForeignMSN         = "foreign-msn-accepted"
	faultBearerCase         = "bearer-in-any-case"
	faultNoLimits           = "rate-limits-ignored"
	faultAnswerLost         = "answer-lost"
	faultAnswerCut          = "answer-cut-short"
	faultAnswerText         = "answer-as-text"
	faultAnswer500          = "answer-500"
	faultAnswer202          = "answer-202"
	faultAnswerTrailing     = "answer-with-trailing-data"
	faultAnswerRepeats      = "answer-with-a-key-twice"
	faultAnyToken           = "any-token-accepted"
)

func coreFaults() map[string]string {
	return map[string]string{
		faultCallbackTwice:      "every call to the merchant is made twice",
		faultCallbackNever:      "no call to the merchant is made",
		faultCallbackCut:        "the body of every call to the merchant lacks its last byte",
		faultCallbackRedirected: "calls to the merchant follow redirects",
		faultExpiredToken:       "a token is accepted beyond its lifetime",
		faultForeignToken:       "a token that was fetched with another subscription key is accepted",
		faultForeignMSN:         "the merchant serial number of another sales unit is accepted",
		faultBearerCase:         "the word Bearer is accepted in any case",
		faultNoLimits:           "no rate limit is held",
		faultAnswerLost:         "a call takes effect, and the connection closes without an answer",
		faultAnswerCut:          "the body of every answer ends half-way",
		faultAnswerText:         "every answer calls itself text/plain",
		faultAnswer202:          "every success is answered 202",
		faultAnswerTrailing:     "every body is followed by another",
		faultAnswerRepeats:      "the first object of every body has one key twice",
		faultAnyToken:           "any token is accepted",
		faultAnswer500:          "every call is answered 500 and has no effect",
	}
}

// A fault is a seeded defect for people.
type fault struct {
	Name string `json:"name"`
	// API is the service's ID, "" for the core's.
	API  string `json:"api,omitempty"`
	Says string `json:"says"`
}

// knownFaults lists the core's and the services' faults, by name.
func knownFaults(services []Service) []fault {
	var all []fault
	add := func(api string, faults map[string]string) {
		for name, says := range faults {
			all = append(all, fault{name, api, says})
		}
	}
	add("", coreFaults())
	for _, s := range services {
		add(s.ID, s.Faults)
	}
	slices.SortFunc(all, func(a, b fault) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.API, b.API)) })
	return all
}

// switchFaults switches exactly the named faults on; it gives the first name
// that nobody knows.
func (b *Box) switchFaults(names []string) (unknown string, ok bool) {
	if unknown, ok := b.sandbox.knows(names); !ok {
		return unknown, false
	}
	b.faults = on(names)
	return "", true
}

// knows says whether every one of these names can be switched on, and else
// which is the first that cannot.
func (s *Sandbox) knows(names []string) (unknown string, ok bool) {
	for _, name := range names {
		if !slices.ContainsFunc(s.faults, func(f fault) bool { return f.Name == name }) {
			return name, false
		}
	}
	return "", true
}

func on(names []string) map[string]bool {
	faults := map[string]bool{}
	for _, name := range names {
		faults[name] = true
	}
	return faults
}

// faultNames lists the names that can be switched on.
func (s *Sandbox) faultNames() []string {
	names := map[string]bool{}
	for _, f := range s.faults {
		names[f.Name] = true
	}
	return slices.Sorted(maps.Keys(names))
}

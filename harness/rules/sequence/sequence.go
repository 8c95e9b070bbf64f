// Package sequence judges what lies between exchanges: the money of a payment
// over all calls about it, idempotency keys, pace, what is told and what is
// read.
//
// Every exchange is reduced to a [Fact]; the facts about one thing, in order,
// are a [Story]; a [Check] judges a story. A story may begin in the middle and
// others may act on the same payment unseen: a check reports only what no unseen
// call could explain.
//
// What one exchange shows by itself is judged by packages contract and rules.
package sequence

import (
	"kontrakt/harness"
)

// A Scope is what a check's stories are about.
type Scope string

const (
	// OfSubject: one story for each payment, agreement or session.
	OfSubject Scope = "subject"
	// OfMerchant: one story for all that a merchant calls, as far as it tells of
	// tokens, agreements, charges and environments.
	OfMerchant Scope = "merchant"
)

// A Check is a rule with the function that judges a story by it.
type Check struct {
	harness.Rule
	Scope Scope
	// Caller says that the rule is about what the caller does. It is silent on
	// the scenarios' own calls, which are wrong on purpose.
	Caller bool
	// Pace says that the rule counts questions. Others get stories without the
	// repetitions of a question that was answered as before.
	Pace bool
	// Judge gives what is wrong with the story.
	Judge func(Story) []Sighting
}

// A Story is facts in the order in which the exchanges started.
type Story []*Fact

// A Sighting is a place where a story breaks a rule.
type Sighting struct {
	// At is the exchange that breaks it.
	At *Fact
	// Because are the exchanges that it is held against.
	Because []*Fact
	// In and Pointer name the place in the exchange, if there is one.
	In      harness.Part
	Pointer string
	// Want and Got are as in a [harness.Finding].
	Want, Got string
}

// All lists every check.
func All() []Check {
	return []Check{
		callbackDiffers,
		callbackOrder,
		callbackAlone,
		campaignPrice,
		cancelEarly,
		captureEarly,
		captureShipping,
		checkoutByEpayment,
		environmentKeys,
		externalID,
		pollingRate,
		referenceReuse,
		retryAfter,
		retryRefused,
		sharedKey,
		stopReserved,
		tokenReuse,
		webhookOnce,
		keyMovesTwice,
		keyNewOnRetry,
		keyForOtherContent,
		moneyBeyond,
		moneyCurrency,
		moneyEntry,
		moneyFinal,
		moneyLost,
		moneyTakenBack,
	}
}

// finding makes a finding of a sighting.
func (c Check) finding(s Sighting) harness.Finding {
	f := harness.Finding{
		Rule: c.ID, Severity: c.Severity, Help: c.Help, Direction: harness.InSequence,
		Contract: s.At.Operation.Contract, Operation: s.At.Operation.ID,
		Method: s.At.Operation.Method, Path: s.At.Operation.Path,
		In: s.In, Pointer: s.Pointer, Want: s.Want, Got: s.Got, Count: 1,
	}
	if f.In == "" {
		f.In = harness.PartNone
	}
	f.Blame, f.Because = harness.Provider, "answers of the API contradict each other"
	if c.Caller {
		f.Blame, f.Because = harness.Integration, "the merchant's software called in this order"
	}
	f.Exchanges = append(f.Exchanges, s.At.Exchange)
	if s.At.Scenario != "" {
		f.Scenarios = []string{s.At.Scenario}
	}
	return f
}

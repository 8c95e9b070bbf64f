package adversary

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"kontrakt/harness"
)

// Callback is a letter of APIs that sign nothing, as if it were about another
// order: nothing proves who sends it but a token. Authorization is the token; it
// may be empty.
func (a *Adversary) Callback(l Letter, reference, authorization string) Letter {
	was := a.Reference(l)
	c := Letter{URL: l.URL, Header: l.Header.Clone(), Body: l.Body}
	if was != "" {
		c.URL, c.Body = strings.ReplaceAll(l.URL, was, reference), bytes.ReplaceAll(l.Body, []byte(was), []byte(reference))
	}
	c.Header.Del("Authorization")
	if authorization != "" {
		c.Header.Set("Authorization", authorization)
	}
	return c
}

// A Question is what the API has asked the merchant: how it ships to an address.
type Question struct {
	// City is where the goods go.
	City string
	// Status is that of the answer; 0 where there was none. Took is how long the
	// merchant needed.
	Status int
	Took   time.Duration
	Answer []byte
}

// hearQuestion listens for Checkout's and eCom's questions for ways to ship. The
// lock is held.
func (a *Adversary) hearQuestion(x *harness.Exchange) {
	var asked struct {
		StreetAddress, PostalCode, Region, Country *string
		AddressID                                  *int
		City                                       string
	}
	if json.Unmarshal(x.Request.Body.Bytes, &asked) != nil {
		return
	}
	switch {
	case asked.AddressID != nil && strings.HasSuffix(x.Request.Target, "/shippingDetails"):
	case asked.PostalCode != nil && asked.Region != nil && asked.Country != nil:
		asked.City = *asked.Region
	default:
		return
	}
	a.questions = append(a.questions, Question{
		City: asked.City, Status: x.Response.Status, Took: x.Duration, Answer: slices.Clone(x.Response.Body.Bytes),
	})
}

// Questions lists what the merchant was asked so far, oldest first.
func (a *Adversary) Questions() []Question {
	a.mu.Lock()
	defer a.mu.Unlock()
	return slices.Clone(a.questions)
}

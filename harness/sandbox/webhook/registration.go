package webhook

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"time"

	"kontrakt/harness/sandbox"
)

// API names the contract that registrations and deliveries belong to.
const API = "webhooks.v1"

// A Registration is where a merchant wants to be told what.
type Registration struct {
	// ID is a UUID.
	ID, URL string
	Events  []string
	// Secret is the text whose bytes sign the deliveries: 88 characters of
	// base64. It is shown at the registration and never again.
	Secret string
	// Created is when it was made, on the merchant's clock.
	Created time.Time
}

// A registration is a Registration with what is on its way to it.
type registration struct {
	Registration
	// lines are the events that wait, by what must be kept in order.
	lines map[string]*line
	// failing is when the first attempt failed since one succeeded; zero while
	// none has.
	failing time.Time
	deleted bool
}

// A book is a merchant's registrations, in their order.
type book struct {
	live []*registration
	// gone are the deleted ones, for the defects that forget to forget.
	gone []*registration
	// published counts events.
	published int
}

func bookOf(b *sandbox.Box) *book {
	return sandbox.State(b, API+"/registrations", func() *book { return &book{} })
}

// A Refusal says why one field of a registration does not hold.
type Refusal struct {
	// Field is url or events.
	Field, Says string
}

// Refusals is why a registration is refused.
type Refusals []Refusal

func (r Refusals) Error() string {
	words := make([]string, len(r))
	for i, one := range r {
		words[i] = one.Field + ": " + one.Says
	}
	return "register a webhook: " + strings.Join(words, "; ")
}

// Register makes a registration, or gives Refusals. The box is locked.
//
// Choice: an event that is named twice counts once.
func Register(b *sandbox.Box, url string, events []string) (Registration, error) {
	var why Refusals
	if says := unfit(b, url); says != "" {
		why = append(why, Refusal{"url", says})
	}
	names := slices.Compact(slices.Sorted(slices.Values(events)))
	why = append(why, refuseEvents(b, names)...)
	if why != nil {
		return Registration{}, why
	}
	secret := base64.StdEncoding.EncodeToString(b.Bytes(64))
	if b.Fault(FaultOneSecret) {
		secret = base64.StdEncoding.EncodeToString(make([]byte, 64))
	}
	r := &registration{
		Registration: Registration{ID: b.UUID(), URL: url, Events: names, Secret: secret, Created: b.Now()},
		lines:        map[string]*line{},
	}
	books := bookOf(b)
	books.live = append(books.live, r)
	return r.Registration, nil
}

func refuseEvents(b *sandbox.Box, names []string) Refusals {
	if len(names) == 0 {
		return Refusals{{"events", "At least one event is needed."}}
	}
	var why Refusals
	for _, name := range names {
		switch {
		case !Known(name) && !b.Fault(FaultUnknownEvents):
			why = append(why, Refusal{"events", fmt.Sprintf("There is no event %.80q.", name)})
		case bookOf(b).count(name) >= Limit(name) && !b.Fault(FaultNoLimit):
			why = append(why, Refusal{"events", fmt.Sprintf("%s has %d registrations already, which is the limit.", name, Limit(name))})
		}
	}
	return why
}

func (k *book) count(name string) int {
	n := 0
	for _, r := range k.live {
		if slices.Contains(r.Events, name) {
			n++
		}
	}
	return n
}

// List gives the registrations in the order in which they were made, without
// their secrets. The box is locked.
func List(b *sandbox.Box) []Registration {
	all := []Registration{}
	for _, r := range bookOf(b).live {
		shown := r.Registration
		shown.Events = slices.Clone(shown.Events)
		if !b.Fault(FaultSecretListed) {
			shown.Secret = ""
		}
		all = append(all, shown)
	}
	return all
}

// Delete ends a registration and what was still to come to it; false where
// there is none of this id. The box is locked.
func Delete(b *sandbox.Box, id string) bool {
	books := bookOf(b)
	at := slices.IndexFunc(books.live, func(r *registration) bool { return strings.EqualFold(r.ID, id) })
	if at < 0 {
		return false
	}
	if b.Fault(FaultNotDeleted) {
		return true
	}
	books.end(books.live[at])
	return true
}

// end takes a registration off the list.
func (k *book) end(r *registration) {
	r.deleted = true
	k.gone = append(k.gone, r)
	k.live = slices.DeleteFunc(k.live, func(other *registration) bool { return other == r })
}

// over says whether nothing more is to be sent to a registration.
func (r *registration) over(b *sandbox.Box) bool { return r.deleted && !b.Fault(FaultAfterDeletion) }

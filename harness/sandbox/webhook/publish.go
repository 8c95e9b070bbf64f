package webhook

import (
	"fmt"
	"slices"
	"time"

	"kontrakt/harness/sandbox"
)

// An Event is something that happened and that merchants may have asked to be
// told.
type Event struct {
	// Name is what merchants register for: epayments.payment.created.v1.
	Name string
	// Subject is what the event is about, such as a payment's reference. Within
	// a registration the events of one subject arrive in the order in which
	// they were published.
	Subject string
	// Body is the payload as it is sent, JSON.
	Body []byte
}

// A parcel is an event on its way to a registration.
type parcel struct {
	Event
	// attempt counts those begun; first is when the first was.
	attempt int
	first   time.Time
	// again says that it was taken and comes once more, by a defect.
	again bool
	// headers are those of the first attempt.
	headers map[string]string
}

// A line is what waits for one subject: the first is on its way or waits to be
// tried again, the others wait for it.
type line struct {
	key     string
	parcels []*parcel
}

// Publish delivers an event to every registration for it that the merchant has
// now. It returns at once; the box is locked, as in a call or an act.
func Publish(b *sandbox.Box, e Event) {
	k := bookOf(b)
	k.published++
	to := k.live
	if b.Fault(FaultAfterDeletion) {
		to = slices.Concat(k.live, k.gone)
	}
	for _, r := range to {
		if !slices.Contains(r.Events, e.Name) && !b.Fault(FaultUnasked) {
			continue
		}
		r.append(b, e, k.published)
		if b.Fault(FaultFirstOnly) {
			return
		}
	}
}

// append puts an event at the end of its line, and sends it off where nothing is
// before it.
func (r *registration) append(b *sandbox.Box, e Event, number int) {
	key := e.Subject
	switch {
	case b.Fault(FaultOrderLost):
		key = fmt.Sprintf("%d %s", number, e.Subject)
	case b.Fault(FaultOneLine):
		key = ""
	}
	l := r.lines[key]
	if l == nil {
		l = &line{key: key}
		r.lines[key] = l
	}
	e.Body = slices.Clone(e.Body)
	l.parcels = append(l.parcels, &parcel{Event: e})
	if len(l.parcels) == 1 {
		r.send(b, l)
	}
}

// next takes the first of a line away and sends off the one behind it.
func (r *registration) next(b *sandbox.Box, l *line) {
	l.parcels = l.parcels[1:]
	if len(l.parcels) == 0 {
		delete(r.lines, l.key)
		return
	}
	r.send(b, l)
}

package checkout

import (
	"encoding/json"

	"kontrakt/harness/sandbox"
	"kontrakt/harness/sandbox/session"
)

const (
	// editVerb and leaveVerb are what only the page's buttons do.
	editVerb  = "edit"
	leaveVerb = "leave"

	paymentKind = "payments"
)

// act lets the customer, or time, act on a session of either version. The payment
// behind it is known by the same reference, so what is done to that is done to
// the session.
func act(b *sandbox.Box, a sandbox.Act) (bool, error) {
	if a.Kind == paymentKind {
		a.Kind = session.Kind
	}
	s, err := session.Of(b).ByReference(a.Reference)
	if err != nil || a.Kind != session.Kind {
		return session.Act(b, a)
	}
	edited := editedOf(b)
	switch a.Verb {
	case leaveVerb: // the session waits until its time is up
		return true, nil
	case editVerb:
		edited[s.Token] = true
		return true, nil
	}
	a.Data = chosen(s, a.Data)
	ok, err := session.Act(b, a)
	if ok && err == nil {
		delete(edited, s.Token)
	}
	return ok, err
}

// editedOf are the pages, by their tokens, whose forms are filled in anew.
func editedOf(b *sandbox.Box) map[string]bool {
	return sandbox.State(b, ID+" pages", func() map[string]bool { return map[string]bool{} })
}

// chosen writes a choice of the page, which may stand for a place or an hour of an
// option as well, the way that control calls do. What is no such stays.
func chosen(s *session.Session, data []byte) []byte {
	var members map[string]any
	if json.Unmarshal(data, &members) != nil {
		return data
	}
	choice, _ := members["choice"].(string)
	if _, plain := s.Offer().Find(choice); plain || choice == "" {
		return data
	}
	for _, way := range ways(s) {
		if way.value != choice {
			continue
		}
		members["choice"] = way.option.ID
		if way.point != "" {
			members["pickupPoint"] = way.point
		}
		if way.slot != "" {
			members["timeslot"] = way.slot
		}
		return sandbox.JSON(0, "", members).Body
	}
	return data
}

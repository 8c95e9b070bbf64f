package checkout

import (
	"bytes"
	"encoding/json"
	"errors"

	"kontrakt/harness/api/defect"
	"kontrakt/harness/api/sessionwire"
	"kontrakt/harness/sandbox"
	"kontrakt/harness/sandbox/logistics"
	"kontrakt/harness/sandbox/session"
)

// A wire words what one merchant is told, and reads what they answer. It
// implements [session.Wire].
type wire struct {
	*service
	box *sandbox.Box
}

// API is this version's ID.
func (w wire) API() string { return ID }

// Completed words the end of a session: as polling does.
func (w wire) Completed(s *session.Session) session.Message {
	return session.Message{Kind: completedID, Body: w.words(completedID, answerOf(w.box, s))}
}

// Question words the question for ways to ship.
func (w wire) Question(_ *session.Session, to logistics.Address) session.Message {
	return session.Message{Kind: questionID, Body: w.words(questionID, sessionwire.QuestionAbout(to))}
}

// words is a body to a merchant, as the seeded defects leave it.
func (w wire) words(kind string, v any) []byte {
	return defect.Change(w.box, alterations(), kind, sessionwire.JSON(v))
}

// Options reads the merchant's answer, which must keep to the contract.
//
// Choice: nobody says what becomes of an answer that is JSON and does not. It is
// none, as a wrong status is.
func (w wire) Options(s *session.Session, body []byte) ([]logistics.Option, error) {
	text := bytes.TrimSpace(body)
	if len(text) == 0 || string(text) == "null" {
		return nil, nil
	}
	if err := w.law.Offered(sessionwire.JSON(sessionwire.QuestionAbout(s.Address())), nil, body); err != nil && !w.box.Fault(faultAnyOffer) && !w.box.Fault(faultAnyOption) {
		return nil, err
	}
	var list []optionJSON
	if err := json.Unmarshal(body, &list); err != nil {
		if w.box.Fault(faultAnyOffer) {
			return []logistics.Option{{ID: "post", Brand: logistics.Posten, Amount: logistics.Amount{Currency: s.Order.Amount.Currency}}}, nil
		}
		return nil, errors.New("the answer is not a list of options")
	}
	return domain(list), nil
}

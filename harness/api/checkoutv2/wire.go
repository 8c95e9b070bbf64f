package checkoutv2

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

// headerVersion is a header of the sandbox's own. The question for ways to ship
// says the same in both versions, and the answers differ: it says which is meant.
const headerVersion = "Kontrakt-Checkout"

// A wire words what one merchant is told, and reads what they answer. It
// implements [session.Wire].
type wire struct {
	*service
	box *sandbox.Box
}

// API is this version's ID.
func (w wire) API() string { return ID }

// Completed words the end of a session.
func (w wire) Completed(s *session.Session) session.Message {
	return session.Message{Kind: completedID, Body: w.words(completedID, told(s, w.box.MSN()))}
}

// Question words the question for ways to ship.
func (w wire) Question(_ *session.Session, to logistics.Address) session.Message {
	return session.Message{Kind: questionID, Header: questionHeader(), Body: w.words(questionID, sessionwire.QuestionAbout(to))}
}

func questionHeader() map[string]string { return map[string]string{headerVersion: "v2"} }

// words is a body to a merchant, as the seeded defects leave it.
func (w wire) words(kind string, v any) []byte {
	return defect.Change(w.box, alterations(), kind, sessionwire.JSON(v))
}

// Options reads the merchant's answer, which must keep to the contract.
func (w wire) Options(s *session.Session, body []byte) ([]logistics.Option, error) {
	if text := bytes.TrimSpace(body); len(text) == 0 || string(text) == "null" {
		return nil, nil
	}
	if err := w.law.Offered(sessionwire.JSON(sessionwire.QuestionAbout(s.Address())), questionHeader(), body); err != nil {
		return nil, err
	}
	var list []optionJSON
	if err := json.Unmarshal(body, &list); err != nil {
		return nil, errors.New("the answer is not a list of options")
	}
	return domain(list), nil
}

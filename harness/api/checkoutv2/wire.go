package checkoutv2

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"

	"kontrakt/harness"
	"kontrakt/harness/api/defect"
	"kontrakt/harness/logistics"
	"kontrakt/harness/sandbox"
	"kontrakt/harness/session"
)

// headerVersion is a header of the sandbox's own. The question for ways to ship
// says the same in both versions, and the answers differ: it says which is meant.
const headerVersion = "Kontrakt-Checkout"

// questionJSON is the question for ways to ship; the city is the region.
type questionJSON struct {
	Street  string `json:"streetAddress"`
	Code    string `json:"postalCode"`
	Region  string `json:"region"`
	Country string `json:"country"`
}

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
	return session.Message{Kind: questionID, Header: map[string]string{headerVersion: "v2"}, Body: w.words(questionID, asQuestion(to))}
}

func asQuestion(to logistics.Address) questionJSON {
	return questionJSON{to.Street, to.PostalCode, to.City, to.Country}
}

// words is a body to a merchant, as the seeded defects leave it.
func (w wire) words(kind string, v any) []byte {
	return defect.Change(w.box, alterations(), kind, sandbox.JSON(http.StatusOK, mediaType, v).Body)
}

// Options reads the merchant's answer, which must keep to the contract.
func (w wire) Options(s *session.Session, body []byte) ([]logistics.Option, error) {
	if text := bytes.TrimSpace(body); len(text) == 0 || string(text) == "null" {
		return nil, nil
	}
	if err := w.holds(s, body); err != nil {
		return nil, err
	}
	var list []optionJSON
	if err := json.Unmarshal(body, &list); err != nil {
		return nil, errors.New("the answer is not a list of options")
	}
	return domain(list), nil
}

// holds judges an answer by the contract.
func (w wire) holds(s *session.Session, body []byte) error {
	question := sandbox.JSON(http.StatusOK, mediaType, asQuestion(s.Address())).Body
	whole := func(b []byte) harness.Body { return harness.Body{Bytes: b, Size: int64(len(b))} }
	asked, answered := http.Header{"Content-Type": {mediaType}, headerVersion: {"v2"}}, http.Header{"Content-Type": {mediaType}}
	_, findings := w.alone.Judge(&harness.Exchange{
		Flow:     harness.FlowCallback,
		Request:  harness.Request{Method: http.MethodPost, Scheme: "https", Host: "merchant", Target: "/", Header: asked, Body: whole(question)},
		Response: harness.Response{Status: http.StatusOK, Header: answered, Body: whole(body)},
	})
	for _, f := range findings {
		if f.Direction == harness.InCallbackResponse && f.Severity == harness.Error {
			return errors.New("the answer does not keep to the contract: " + f.Pointer + ": want " + f.Want)
		}
	}
	return nil
}

package webhooks

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"kontrakt/harness/contract"
	"kontrakt/harness/sandbox"
	"kontrakt/harness/sandbox/webhook"
)

// The operations, as the overlay names them.
const (
	listID     = "listWebhooks"
	registerID = "registerWebhook"
	deleteID   = "deleteWebhook"
)

const collection = "/webhooks/v1/webhooks"

// A service behaves as Webhooks v1. What it knows of registrations is in the
// merchants' boxes.
type service struct{ contract *contract.Contract }

// newSandbox makes the API's behaviour; c is what requests are checked against.
//
// Choice: there are no rate limits, since none are documented.
func newSandbox(c *contract.Contract) sandbox.Service {
	s := &service{c}
	return sandbox.Service{
		ID: ID,
		Routes: []sandbox.Route{
			{Method: http.MethodGet, Path: collection, Handle: s.serve(listID, list)},
			{Method: http.MethodPost, Path: collection, Handle: s.serve(registerID, register)},
			{Method: http.MethodDelete, Path: collection + "/{id}", Handle: s.serve(deleteID, remove)},
		},
		Refuse: sandbox.RefuseAtGateway,
		Items:  items,
		Faults: faults(),
	}
}

// serve checks a call by its contract before it does what the call asks.
func (s *service) serve(operation string, do func(*sandbox.Call) sandbox.Reply) func(*sandbox.Call) sandbox.Reply {
	return func(c *sandbox.Call) sandbox.Reply {
		if wrong := s.check(operation, c); wrong != nil {
			return invalid(c, wrong)
		}
		return do(c)
	}
}

// shown is a registration as the list has it.
type shown struct {
	ID     string   `json:"id"`
	URL    string   `json:"url"`
	Events []string `json:"events"`
	Secret string   `json:"secret,omitempty"`
}

func list(c *sandbox.Call) sandbox.Reply {
	all := []shown{}
	for _, r := range webhook.List(c.Box) {
		all = append(all, shown{r.ID, r.URL, r.Events, r.Secret})
	}
	return sandbox.JSON(http.StatusOK, mediaType, map[string]any{"webhooks": all})
}

func register(c *sandbox.Call) sandbox.Reply {
	var asked struct {
		URL    string   `json:"url"`
		Events []string `json:"events"`
	}
	if err := json.Unmarshal(c.Body, &asked); err != nil {
		return invalid(c, []extraDetail{{"body", "It is not what this operation reads."}})
	}
	made, err := webhook.Register(c.Box, asked.URL, asked.Events)
	var why webhook.Refusals
	switch {
	case errors.As(err, &why):
		wrong := make([]extraDetail, len(why))
		for i, one := range why {
			wrong[i] = extraDetail{one.Field, one.Says}
		}
		return invalid(c, wrong)
	case err != nil:
		return refuse(c, http.StatusInternalServerError, "The webhook could not be registered.", nil)
	}
	return sandbox.JSON(http.StatusCreated, mediaType, struct {
		ID     string `json:"id"`
		Secret string `json:"secret"`
	}{made.ID, made.Secret})
}

// remove deletes a registration.
//
// Choice: an id that is not there, or no longer, is answered 404; the
// documentation does not say.
func remove(c *sandbox.Call) sandbox.Reply {
	if !webhook.Delete(c.Box, c.Params["id"]) && !c.Box.Fault(faultUnknownDeleted) {
		return refuse(c, http.StatusNotFound, "There is no webhook of this id.", nil)
	}
	return sandbox.Reply{Status: http.StatusNoContent, Header: http.Header{}}
}

// items are the registrations on the page for people.
func items(b *sandbox.Box) []sandbox.Item {
	all := []sandbox.Item{}
	for _, r := range webhook.List(b) {
		all = append([]sandbox.Item{{
			API: ID, Kind: "webhooks", Reference: r.ID, State: "registered", Created: r.Created,
			Lines: []sandbox.Line{{Label: "Address", Value: r.URL}, {Label: "Events", Value: strings.Join(r.Events, ", ")}},
		}}, all...)
	}
	return all
}

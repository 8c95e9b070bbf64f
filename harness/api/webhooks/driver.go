package webhooks

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"kontrakt/harness/api"
	"kontrakt/harness/client"
	"kontrakt/harness/config"
)

// What can be refused, as Refusal.Doing names it.
const (
	Registering = "register a webhook"
	Listing     = "list webhooks"
	Deleting    = "delete a webhook"
)

// A Driver registers, lists and deletes as a merchant.
type Driver struct{ c *client.Client }

// NewDriver makes a driver that calls through c.
func NewDriver(c *client.Client) *Driver { return &Driver{c: c} }

// A Registered is a registration as the merchant knows it. Only the answer to
// the registration itself has the secret.
type Registered struct {
	ID, URL string
	Events  []string
	Secret  config.Secret
}

// Register asks for events at an address. An answer that says no is a
// *api.Refusal, here and below.
func (d *Driver) Register(ctx context.Context, address string, events ...string) (Registered, error) {
	if events == nil {
		events = []string{}
	}
	body, err := json.Marshal(map[string]any{"url": address, "events": events})
	if err != nil {
		return Registered{}, fmt.Errorf("write the registration: %w", err)
	}
	var made struct{ ID, Secret string }
	r := client.Request{Method: http.MethodPost, Target: collection, Body: body}
	if err := d.call(ctx, Registering, r, http.StatusCreated, &made); err != nil {
		return Registered{}, err
	}
	if made.ID == "" || made.Secret == "" {
		return Registered{}, errors.New(Registering + ": the answer lacks id or secret")
	}
	return Registered{ID: made.ID, URL: address, Events: events, Secret: config.NewSecret(made.Secret)}, nil
}

// List gives the merchant's registrations.
func (d *Driver) List(ctx context.Context) ([]Registered, error) {
	var all struct {
		Webhooks []struct {
			ID, URL, Secret string
			Events          []string
		}
	}
	r := client.Request{Method: http.MethodGet, Target: collection}
	if err := d.call(ctx, Listing, r, http.StatusOK, &all); err != nil {
		return nil, err
	}
	list := []Registered{}
	for _, w := range all.Webhooks {
		list = append(list, Registered{ID: w.ID, URL: w.URL, Events: w.Events, Secret: config.NewSecret(w.Secret)})
	}
	return list, nil
}

// Delete ends a registration.
func (d *Driver) Delete(ctx context.Context, id string) error {
	r := client.Request{Method: http.MethodDelete, Target: collection + "/" + url.PathEscape(id)}
	return d.call(ctx, Deleting, r, http.StatusNoContent, nil)
}

// call sends the request and reads the answer into v; nil reads nothing.
func (d *Driver) call(ctx context.Context, doing string, r client.Request, want int, v any) error {
	answer, err := d.c.Do(ctx, r)
	switch {
	case err != nil:
		return err
	case answer.Status < 200 || answer.Status > 299:
		return refusalOf(doing, answer)
	case answer.Status != want:
		return fmt.Errorf("%s: want status %d, got %d", doing, want, answer.Status)
	case v != nil && json.Unmarshal(answer.Body, v) != nil:
		return errors.New(doing + ": the answer is not the JSON that was promised")
	}
	return nil
}

// refusalOf reads an answer that says no: a problem of the API, or an error of
// the gateway before it.
func refusalOf(doing string, a client.Answer) *api.Refusal {
	r := &api.Refusal{Doing: doing, Status: a.Status}
	var why struct{ ExtraDetails []extraDetail }
	if json.Unmarshal(a.Body, &why) == nil && len(why.ExtraDetails) > 0 {
		r.Field = why.ExtraDetails[0].Name
	}
	reasons := map[int]api.Reason{
		http.StatusBadRequest: api.Invalid, http.StatusUnauthorized: api.Unauthorized,
		http.StatusForbidden: api.NotAllowed, http.StatusTooManyRequests: api.TooMany,
	}
	if reason, known := reasons[a.Status]; known {
		r.Reasons, r.Documented = []api.Reason{reason}, a.Status
	}
	return r
}

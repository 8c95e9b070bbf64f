package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"

	"kontrakt/harness/client"
)

// Call makes a driver's request and reads the answer's JSON into v; nil reads
// nothing. An answer outside 2xx is what refusal makes of it.
func Call(ctx context.Context, c *client.Client, r client.Request, v any, refusal func(client.Answer) error) error {
	answer, err := c.Do(ctx, r)
	if err != nil {
		return err
	}
	if answer.Status < 200 || answer.Status > 299 {
		return refusal(answer)
	}
	if v == nil {
		return nil
	}
	if err := json.Unmarshal(answer.Body, v); err != nil {
		return fmt.Errorf("read the answer to %s %s: %w", r.Method, r.Target, Plain(err))
	}
	return nil
}

// Plain words an error of encoding/json without Go's types.
func Plain(err error) error {
	var t *json.UnmarshalTypeError
	if errors.As(err, &t) {
		return fmt.Errorf("%s is a %s of another kind than promised", t.Field, t.Value)
	}
	return errors.New("not the JSON that was promised")
}

// LinkToken finds the token in a link for the customer, which app links have as
// well; empty where there is none.
func LinkToken(link string) string {
	u, err := url.Parse(link)
	if err != nil {
		return ""
	}
	return u.Query().Get("token")
}

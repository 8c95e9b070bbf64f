package webhooks

import (
	"context"
	"errors"
	"net/http"

	"kontrakt/harness/api"
	"kontrakt/harness/client"
	"kontrakt/harness/client/journal"
)

// release deletes a registration; where its answer was lost, those that lead to the
// same address. A number that the API does not have is answered with 400.
func release(ctx context.Context, c *client.Client, t journal.Thing) (string, error) {
	d := NewDriver(c)
	ids := []string{t.ID}
	if t.ID == "" {
		all, err := d.List(ctx)
		if err != nil {
			return "", err
		}
		ids = nil
		for _, r := range all {
			if r.URL == t.URL {
				ids = append(ids, r.ID)
			}
		}
	}
	how := "nothing left"
	for _, id := range ids {
		err := d.Delete(ctx, id)
		var refused *api.Refusal
		switch {
		case err == nil:
			how = "deleted"
		case !api.Absent(err) && !(errors.As(err, &refused) && refused.Status == http.StatusBadRequest):
			return "", err
		}
	}
	return how, nil
}

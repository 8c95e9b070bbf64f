package checkout

import (
	"context"
	"errors"
	"net/http"

	"kontrakt/harness/api"
	"kontrakt/harness/client"
	"kontrakt/harness/client/journal"
)

// makings are two ways to start a session: how it is written, and how it was until
// 2025.
func makings() []journal.Making {
	m := journal.Making{Path: "/checkout/v3/session", Kind: journal.Session, Asked: []string{"reference"}, Release: release}
	before := m
	before.Asked = []string{"transaction", "reference"}
	return []journal.Making{m, before}
}

// release ends a session.
func release(ctx context.Context, c *client.Client, t journal.Thing) (string, error) {
	err := NewDriver(c).Expire(ctx, t.ID, "")
	if ended := (*api.Refusal)(nil); errors.As(err, &ended) && ended.Status != http.StatusUnauthorized && ended.Status != http.StatusForbidden && ended.Status < 500 {
		return "nothing left", nil
	}
	return "ended", err
}

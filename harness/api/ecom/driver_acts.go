package ecom

import (
	"context"

	"kontrakt/harness/api"
	"kontrakt/harness/client"
)

// A Driver drives eCom v2 as a merchant: what api.Payments asks, and what only
// eCom has.
type Driver struct{ c *client.Client }

// NewDriver makes a driver that calls through c.
func NewDriver(c *client.Client) *Driver { return &Driver{c: c} }

func (d *Driver) Create(ctx context.Context, o api.Order) (api.Link, error)      { panic("skeleton") }
func (d *Driver) Approve(ctx context.Context, l api.Link, phone string) error    { panic("skeleton") }
func (d *Driver) Capture(ctx context.Context, c api.Change) (api.Outcome, error) { panic("skeleton") }
func (d *Driver) Cancel(ctx context.Context, c api.Change) (api.Outcome, error)  { panic("skeleton") }
func (d *Driver) Refund(ctx context.Context, c api.Change) (api.Outcome, error)  { panic("skeleton") }
func (d *Driver) Payment(ctx context.Context, reference string) (api.Payment, error) {
	panic("skeleton")
}

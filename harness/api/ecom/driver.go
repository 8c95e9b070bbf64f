package ecom

import (
	"kontrakt/harness/api"
	"kontrakt/harness/client"
)

// newDriver makes the driver of shared sentences about payments.
func newDriver(c *client.Client) api.Payments { return NewDriver(c) }

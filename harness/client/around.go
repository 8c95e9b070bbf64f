package client

import "context"

// Send sends a request once and gives its answer.
type Send func(ctx context.Context, r Request) (Answer, error)

// Around stands around every sending of a request, that for a token included: it
// may wait before it calls send, call it again, or not at all. It gets the
// request as it goes out, headers included.
type Around func(ctx context.Context, r Request, send Send) (Answer, error)

// through sends with all that stands around, the first outermost.
func through(all []Around, send Send) Send {
	for i := len(all) - 1; i >= 0; i-- {
		around, inner := all[i], send
		send = func(ctx context.Context, r Request) (Answer, error) { return around(ctx, r, inner) }
	}
	return send
}

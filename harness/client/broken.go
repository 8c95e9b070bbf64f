package client

import (
	"context"
	"errors"
	"net/url"
)

// ErrCredentialsRefused is the cause of a Broken when the target gives no token
// for the merchant's credentials.
var ErrCredentialsRefused = errors.New("credentials refused")

// ErrThrottled is the cause of a Broken when the target still asks to wait, or
// asks to wait for longer than anybody can.
var ErrThrottled = errors.New("the target asks to wait")

// Broken says that there is nothing to judge: no connection, no answer, no
// token, no room.
type Broken struct {
	Doing string
	Cause error
}

func (b *Broken) Error() string { return b.Doing + ": " + b.Cause.Error() }

// Unwrap gives the cause.
func (b *Broken) Unwrap() error { return b.Cause }

// broken words an error of the transport; the URL that net/http puts in front
// would only repeat the target.
func broken(r Request, err error) *Broken {
	var u *url.Error
	if errors.As(err, &u) {
		if u.Timeout() && !errors.Is(err, context.Canceled) {
			err = errors.New("no answer in time")
		} else {
			err = u.Err
		}
	}
	return &Broken{Doing: r.Method + " " + r.Target, Cause: err}
}

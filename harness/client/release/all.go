package release

import (
	"context"
	"errors"
	"fmt"

	"kontrakt/harness/client"
	"kontrakt/harness/client/journal"
)

// A Result is what became of one thing of a journal.
type Result struct {
	journal.Thing
	// How says how it was given up; empty where Err says why not.
	How string
	Err error
}

// All gives up what a journal has left, the last first, and tells of each. It goes
// on after what cannot be given up, which stays in the journal. What is of another
// target or sales unit than the client's is left alone: credentials go to nobody
// whom only a file names.
func All(ctx context.Context, c *client.Client, j *journal.Journal, target string, tell func(Result)) (left int) {
	things := j.Left()
	for i := len(things) - 1; i >= 0; i-- {
		r := Result{Thing: things[i]}
		switch {
		case ctx.Err() != nil:
			r.Err = errors.New("interrupted")
		case r.Target != target:
			r.Err = fmt.Errorf("made at %s", r.Target)
		case r.MSN != c.MSN():
			r.Err = fmt.Errorf("made by sales unit %s", r.MSN)
		default:
			r.How, r.Err = Thing(ctx, c, r.Thing)
		}
		if r.Err == nil {
			r.Err = j.Gone(r.Thing)
		}
		if r.Err != nil {
			r.How = ""
			left++
		}
		tell(r)
	}
	return left
}

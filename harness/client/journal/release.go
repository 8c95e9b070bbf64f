package journal

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"kontrakt/harness/client"
)

// A Released is what became of one thing of a journal.
type Released struct {
	Thing
	// How says how it was given up; empty where Err says why not.
	How string
	Err error
}

// Release gives one thing up and says in a word how.
func (j *Journal) Release(ctx context.Context, c *client.Client, t Thing) (how string, err error) {
	i := slices.IndexFunc(j.Makings, func(m Making) bool { return m.API == t.API && m.Kind == t.Kind })
	if i < 0 {
		return "", errors.New("nobody knows how")
	}
	how, err = j.Makings[i].Release(ctx, c, t)
	if err == nil {
		err = j.Gone(t)
	}
	if err != nil {
		return "", err
	}
	return how, nil
}

// ReleaseAll gives up what is left, the last first, and tells of each. It goes on
// after what cannot be given up, which stays in the journal. What is of another
// target or sales unit than the client's is left alone: credentials go to nobody
// whom only a file names.
func (j *Journal) ReleaseAll(ctx context.Context, c *client.Client, target string, tell func(Released)) (left int) {
	for _, t := range slices.Backward(j.Left()) {
		r := Released{Thing: t}
		switch {
		case ctx.Err() != nil:
			r.Err = errors.New("interrupted")
		case t.Target != target:
			r.Err = fmt.Errorf("made at %s", t.Target)
		case t.MSN != c.MSN():
			r.Err = fmt.Errorf("made by sales unit %s", t.MSN)
		default:
			r.How, r.Err = j.Release(ctx, c, t)
		}
		if r.Err != nil {
			left++
		}
		tell(r)
	}
	return left
}

package sandbox

import (
	"net/http"
	"time"
)

type clockBody struct {
	Now string `json:"now"`
}

func (o *order) readClock() (Reply, error) {
	o.box.lock()
	defer o.box.unlock()
	return JSON(http.StatusOK, "application/json", clockBody{stamp(o.box.Now())}), nil
}

func (o *order) setClock() (Reply, error) {
	var advance, set *string
	if err := fields(o.body, map[string]any{"advance": &advance, "set": &set}); err != nil {
		return Reply{}, err
	}
	target, err := clockTarget(advance, set)
	if err != nil {
		return Reply{}, err
	}
	now, err := o.moveClock(target)
	if err != nil {
		return Reply{}, err
	}
	return JSON(http.StatusOK, "application/json", clockBody{stamp(now)}), nil
}

// moveClock sets the clock forward, one call at a time.
func (o *order) moveClock(target func(time.Time) time.Time) (time.Time, error) {
	o.box.advancing.Lock()
	defer o.box.advancing.Unlock()
	now, err := o.box.advance(o.request.Context(), target)
	if err != nil {
		return now, wrong(http.StatusBadRequest, "%v", err)
	}
	return now, nil
}

func clockTarget(advance, set *string) (func(time.Time) time.Time, error) {
	switch {
	case (advance == nil) == (set == nil):
		return nil, wrong(http.StatusBadRequest, "want either advance or set")
	case advance != nil:
		p, err := parsePeriod(*advance)
		if err != nil {
			return nil, wrong(http.StatusBadRequest, "advance: %v", err)
		}
		return p.after, nil
	}
	t, err := time.Parse(time.RFC3339, *set)
	if err != nil {
		return nil, wrong(http.StatusBadRequest, "set: %q is not a time such as 2026-01-31T12:00:00Z", *set)
	}
	return func(time.Time) time.Time { return t }, nil
}

package sandbox

import (
	"context"
	"net/http"
	"strings"
)

func (o *order) listDeliveries() (Reply, error) {
	query := o.request.URL.Query()
	for name := range query {
		if name != "wait" && name != "reference" {
			return Reply{}, wrong(http.StatusBadRequest, "unknown parameter %q; known are reference, wait", name)
		}
	}
	if query.Has("wait") {
		p, err := parsePeriod(query.Get("wait"))
		if err != nil {
			return Reply{}, wrong(http.StatusBadRequest, "wait: %v", err)
		}
		ctx, cancel := context.WithTimeout(o.request.Context(), p.clock)
		defer cancel()
		_ = o.box.Idle(ctx) // the list says what is still on its way
	}
	o.box.lock()
	defer o.box.unlock()
	list := []sent{}
	for _, row := range o.box.post.list {
		if !query.Has("reference") || row.Reference == query.Get("reference") {
			list = append(list, *row)
		}
	}
	return JSON(http.StatusOK, "application/json", map[string]any{"deliveries": list}), nil
}

func (o *order) listFaults() (Reply, error) {
	o.box.lock()
	defer o.box.unlock()
	return JSON(http.StatusOK, "application/json", map[string]any{"faults": append([]string{}, o.box.switched()...), "known": o.sandbox.faults}), nil
}

func (o *order) putFaults() (Reply, error) {
	var names *[]string
	if err := fields(o.body, map[string]any{"faults": &names}); err != nil {
		return Reply{}, err
	}
	if names == nil {
		return Reply{}, wrong(http.StatusBadRequest, "want faults, a list of names")
	}
	o.box.lock()
	unknown, ok := o.box.switchFaults(*names)
	o.box.unlock()
	if !ok {
		return Reply{}, wrong(http.StatusBadRequest, "unknown fault %q; known are %s", unknown, strings.Join(o.sandbox.faultNames(), ", "))
	}
	return o.listFaults()
}

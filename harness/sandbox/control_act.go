package sandbox

import (
	"net/http"
	"slices"
	"strings"
)

// acting is the control call with which the customer, or time, acts.
func acting(kind string, verbs ...string) func(*order) (Reply, error) {
	return func(o *order) (Reply, error) {
		verb := strings.ToLower(o.params["verb"])
		if !slices.Contains(verbs, verb) {
			return Reply{}, wrong(http.StatusNotFound, "nobody can %s %s; the verbs are %s", verb, kind, strings.Join(verbs, ", "))
		}
		if len(o.body) > 0 {
			if _, err := object(o.body); err != nil {
				return Reply{}, wrong(http.StatusBadRequest, "the body is not a JSON object: %v", err)
			}
		}
		return o.act(Act{Verb: verb, Kind: kind, Reference: o.params["reference"], Data: o.body})
	}
}

func (o *order) act(a Act) (Reply, error) {
	o.box.lock()
	defer o.box.unlock()
	o.box.visited(o.request)
	for _, service := range o.sandbox.options.Services {
		if service.Act == nil {
			continue
		}
		switch ok, err := service.Act(o.box, a); {
		case err != nil:
			return Reply{}, wrong(http.StatusConflict, "%s %s: %v", a.Verb, a.Reference, err)
		case ok:
			return Reply{Status: http.StatusNoContent}, nil
		}
	}
	return Reply{}, wrong(http.StatusNotFound, "merchant %s has no %s with the reference %q",
		o.box.MSN(), strings.TrimSuffix(a.Kind, "s"), a.Reference)
}

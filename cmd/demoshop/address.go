package main

import (
	"encoding/json"
	"net/http"
)

// changeAddress takes where the goods go on a page of the shop's own, as long as
// nobody has paid. The checkout that is open is told what it costs to ship there:
// opening another would need another reference.
func (s *shop) changeAddress(r *http.Request, o *order) error {
	var to struct{ Country, PostalCode string }
	if err := json.NewDecoder(r.Body).Decode(&to); err != nil {
		return errNotNow
	}
	o.mu.Lock()
	open := o.by == byCheckout && o.Status == "waiting"
	o.mu.Unlock()
	switch {
	case !open:
		return errNotNow
	case s.addressUntold:
		return nil
	}
	return s.api.call(r.Context(), http.MethodPatch, sessions+"/"+o.Reference, "", object{"logisticOptions": s.ways(to.Country, to.PostalCode)}, nil)
}

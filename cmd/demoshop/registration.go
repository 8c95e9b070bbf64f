package main

import (
	"context"
	"net/http"
	"slices"
)

// checkWebhooks is what runs every night: a webhook at whose address nobody has
// answered for two weeks is gone, and has to be registered again.
func (s *shop) checkWebhooks(w http.ResponseWriter, r *http.Request) {
	if !s.neverChecks {
		if err := s.check(r.Context()); err != nil {
			refuse(w, err)
			return
		}
	}
	w.WriteHeader(http.StatusNoContent)
}

func (s *shop) check(ctx context.Context) error {
	var there struct{ Webhooks []struct{ URL string } }
	if err := s.api.call(ctx, http.MethodGet, "/webhooks/v1/webhooks", "", nil, &there); err != nil {
		return err
	}
	if slices.ContainsFunc(there.Webhooks, func(h struct{ URL string }) bool { return h.URL == s.public+"/hooks/vipps" }) {
		return nil
	}
	return s.open(ctx)
}

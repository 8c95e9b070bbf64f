package main

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"time"
)

// An event is what a webhook says.
type event struct {
	Reference, Name, AgreementID string
}

// hook takes in a webhook: it checks who sent it, and then asks the API how the
// payment stands, so that an old, repeated or late event does no harm.
func (s *shop) hook(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(io.LimitReader(r.Body, 1<<20))
	if err != nil {
		http.Error(w, "unreadable", http.StatusBadRequest)
		return
	}
	if s.hookDelay > 0 {
		_ = pause(r.Context(), s.hookDelay)
	}
	if s.hookMoves {
		http.Redirect(w, r, s.public+"/elsewhere", http.StatusFound)
		return
	}
	if s.hookStatus != 0 {
		w.WriteHeader(s.hookStatus)
		return
	}
	if !s.genuine(r, body) {
		http.Error(w, "not signed by Vipps MobilePay", http.StatusUnauthorized)
		return
	}
	var e event
	if json.Unmarshal(body, &e) != nil {
		http.Error(w, "no event", http.StatusBadRequest)
		return
	}
	s.heard(context.WithoutCancel(r.Context()), e)
	w.WriteHeader(http.StatusOK)
}

// heard acts on an event.
func (s *shop) heard(ctx context.Context, e event) {
	if a := s.subscription(e.AgreementID); a != nil {
		_ = s.refreshSubscription(ctx, a)
		return
	}
	o := s.order(e.Reference)
	if o == nil {
		return
	}
	s.learned(ctx, o, e.Name == "AUTHORIZED")
}

// learned acts on what somebody says of an order, an approval or something else:
// the shop asks the API.
func (s *shop) learned(ctx context.Context, o *order, approved bool) {
	o.mu.Lock()
	again := approved && o.Status != "waiting"
	o.mu.Unlock()
	_ = s.refresh(ctx, o)
	o.mu.Lock()
	if again && s.goesBack || approved && s.believesHook && o.Status == "waiting" {
		o.Status, o.Reserved = "paid", o.Amount
	}
	o.mu.Unlock()
	if again && s.actsOnEach {
		_ = s.ship(ctx, o, o.Amount/4)
	}
}

// oldest is how old a webhook may be: each attempt is signed anew.
const oldest = 5 * time.Minute

// genuine says whether the body, the date and the address are what the API
// signed.
func (s *shop) genuine(r *http.Request, body []byte) bool {
	if s.trustsAnyone {
		return true
	}
	date := r.Header.Get("x-ms-date")
	at, err := http.ParseTime(date)
	if err != nil || time.Since(at).Abs() > oldest && !s.takesOldDates {
		return false
	}
	sum := sha256.Sum256(body)
	hash := base64.StdEncoding.EncodeToString(sum[:])
	if s.takesOtherBodies {
		hash = r.Header.Get("x-ms-content-sha256")
	}
	if hash != r.Header.Get("x-ms-content-sha256") {
		return false
	}
	host := s.public
	if u, err := url.Parse(s.public); err == nil {
		host = u.Host
	}
	s.mu.Lock()
	mac := hmac.New(sha256.New, []byte(s.secret))
	s.mu.Unlock()
	mac.Write([]byte("POST\n" + r.URL.RequestURI() + "\n" + date + ";" + host + ";" + hash))
	want := "HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature=" + base64.StdEncoding.EncodeToString(mac.Sum(nil))
	return subtle.ConstantTimeCompare([]byte(want), []byte(r.Header.Get("Authorization"))) == 1
}

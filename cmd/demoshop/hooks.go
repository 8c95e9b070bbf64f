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
	"slices"
	"strings"
	"time"
)

// An event is what a webhook says: ePayment names it and its payment, Recurring
// its type and its agreement.
type event struct {
	Reference, Name, AgreementID, EventType string
	Success                                 bool
	Timestamp, Occurred                     time.Time
}

// hook takes in a webhook: it checks who sent it, answers, and then asks the API
// how the payment stands, so that an old, repeated or late event does no harm, and
// a slow API does not keep the answer from being in time.
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
	sent, _ := http.ParseTime(r.Header.Get("x-ms-date")) // it is genuine
	e, ok := s.read(body, sent)
	if !ok {
		http.Error(w, "no event", http.StatusBadRequest)
		return
	}
	ctx := context.WithoutCancel(r.Context())
	if s.worksFirst {
		s.heard(ctx, e, r.Header.Get("Authorization"))
	} else {
		go s.heard(ctx, e, r.Header.Get("Authorization"))
	}
	w.WriteHeader(http.StatusOK)
}

// read reads what the shop needs of an event that was sent at a time, and passes
// over the rest.
func (s *shop) read(body []byte, sent time.Time) (event, bool) {
	var e event
	if json.Unmarshal(body, &e) != nil {
		return e, false
	}
	told := e.Timestamp
	if e.Occurred.After(told) {
		told = e.Occurred
	}
	switch {
	case s.strictMembers && !known(body):
		return e, false
	case s.strictEvents && !slices.ContainsFunc(s.events, func(name string) bool {
		return name == e.EventType || strings.Contains(name, "."+strings.ToLower(e.Name)+".")
	}):
		return e, false
	case s.refusesLate && sent.Sub(told) > 30*time.Second:
		return e, false
	}
	return e, true
}

// known says whether all members of an event are among those that events have
// today.
func known(body []byte) bool {
	members := map[string]any{}
	if json.Unmarshal(body, &members) != nil {
		return false
	}
	for _, name := range []string{
		"msn", "reference", "pspReference", "name", "amount", "timestamp", "idempotencyKey", "success",
		"sub", "profile", "userDetails", "shippingDetails", "captureGuaranteedUntil",
		"agreementId", "agreementUUID", "agreementExternalId", "eventType", "occurred", "actor",
		"chargeId", "chargeExternalId", "transactionId", "chargeType", "currency",
		"amountCaptured", "amountCanceled", "amountRefunded", "failureCode", "failureReason",
	} {
		delete(members, name)
	}
	return len(members) == 0
}

// heard acts on an event; signature is that of the delivery.
func (s *shop) heard(ctx context.Context, e event, signature string) {
	if a := s.subscription(e.AgreementID); a != nil {
		_ = s.refreshSubscription(ctx, a)
		return
	}
	o := s.order(e.Reference)
	if o == nil {
		return
	}
	s.learned(ctx, o, e.Name == "AUTHORIZED" && (e.Success || s.ignoresSuccess), signature)
}

// learned acts on what somebody says of an order, an approval or something else:
// the shop asks the API. Signature is that of the delivery, where it has one.
func (s *shop) learned(ctx context.Context, o *order, approved bool, signature string) {
	o.mu.Lock()
	again := approved && o.Status != "waiting"
	anew := again && o.signature != "" && o.signature != signature
	if approved {
		o.signature = signature
	}
	o.mu.Unlock()
	_ = s.refresh(ctx, o)
	o.mu.Lock()
	if again && s.goesBack || approved && s.believesHook && o.Status == "waiting" {
		o.Status, o.Reserved = "paid", o.Amount
	}
	o.mu.Unlock()
	if again && s.actsOnEach || anew && s.actsOnRetries {
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
	return s.signed(r, "POST\n"+r.URL.RequestURI()+"\n"+date+";"+host+";"+hash)
}

// signed says whether a text is signed with one of the secrets.
func (s *shop) signed(r *http.Request, text string) bool {
	s.mu.Lock()
	secrets := slices.Clone(s.secrets)
	s.mu.Unlock()
	for _, secret := range secrets {
		mac := hmac.New(sha256.New, []byte(secret))
		mac.Write([]byte(text))
		want := "HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature=" + base64.StdEncoding.EncodeToString(mac.Sum(nil))
		if subtle.ConstantTimeCompare([]byte(want), []byte(r.Header.Get("Authorization"))) == 1 {
			return true
		}
	}
	return false
}

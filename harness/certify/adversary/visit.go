package adversary

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
)

// starts are where payments and sessions are started.
var starts = []string{"/epayment/v1/payments", "/ecomm/v2/payments", "/checkout/v3/session"}

// hearPage listens for the page that a payment or a session comes back to. It
// hears of it before the API does, so that it is known as soon as the merchant
// says that there is a payment.
func (a *Adversary) hearPage(r *http.Request) {
	if r.Method != http.MethodPost || !slices.ContainsFunc(starts, func(path string) bool { return samePath(r.URL.Path, path) }) {
		return
	}
	body, err := peek(r)
	if err != nil {
		return // whoever forwards the call meets the same
	}
	var asked struct {
		Reference, ReturnURL string
		MerchantInfo         struct{ FallBack, ReturnURL string }
		Transaction          struct{ OrderID, Reference string }
	}
	if json.Unmarshal(body, &asked) != nil {
		return
	}
	page := cmp.Or(asked.ReturnURL, asked.MerchantInfo.FallBack, asked.MerchantInfo.ReturnURL)
	if page == "" {
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.returns == nil {
		a.returns = map[string]string{}
	}
	a.returns[cmp.Or(asked.Reference, asked.Transaction.OrderID, asked.Transaction.Reference)] = page
}

// longest is how much of a body is looked at, in bytes.
const longest = 1 << 20

// peek reads a call's body and leaves it to be read.
func peek(r *http.Request) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(r.Body, longest))
	r.Body = struct {
		io.Reader
		io.Closer
	}{io.MultiReader(bytes.NewReader(body), r.Body), r.Body}
	return body, err
}

// samePath compares paths as the API does: letters in any case, with or without
// a slash at the end.
func samePath(path, other string) bool {
	return strings.EqualFold(strings.TrimSuffix(path, "/"), other)
}

// ErrNoPage says that no page is known to which a payment comes back.
var ErrNoPage = errors.New("it names no page to come back to")

// Visit opens the page that a payment comes back to, without any cookie, and
// gives its status; ErrNoPage where none was heard of.
func (a *Adversary) Visit(ctx context.Context, reference string) (int, error) {
	a.mu.Lock()
	page, known := a.returns[reference]
	a.mu.Unlock()
	if !known {
		return 0, fmt.Errorf("the payment %s: %w", reference, ErrNoPage)
	}
	return a.send(ctx, http.MethodGet, Letter{URL: page})
}

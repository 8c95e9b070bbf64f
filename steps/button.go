package steps

import (
	"context"
	"errors"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/url"
	"strings"

	"kontrakt/harness/client"
)

// buttonSays opens the agreement's link as the payer's browser does: past the
// proxy, as the page is no part of the contract.
func buttonSays(ctx context.Context, words string) error {
	w := worldFrom(ctx)
	if w.Control == "" {
		return skip("needs the sandbox")
	}
	page, err := w.browse(ctx, w.recurs.drafted.URL)
	if err != nil {
		return err
	}
	if !strings.Contains(page, ">"+html.EscapeString(words)+"</button>") {
		return fmt.Errorf("agreement's page: want a button that says %q, got none", words)
	}
	return nil
}

// browse gives the page of the sandbox that a link opens.
func (w *world) browse(ctx context.Context, link string) (string, error) {
	const doing = "open the customer's link"
	u, err := url.Parse(link)
	if err != nil || u.Path == "" {
		// The cause would quote the link, which holds a token.
		return "", errors.New("read the customer's link: want a URL, got something else")
	}
	q, err := http.NewRequestWithContext(ctx, http.MethodGet, w.Control+u.RequestURI(), http.NoBody)
	if err != nil {
		return "", errors.New(doing + ": it is no URL")
	}
	q.Header.Set("Accept", "text/html")
	resp, err := w.direct.RoundTrip(q)
	if err != nil {
		return "", &client.Broken{Doing: doing, Cause: err}
	}
	defer resp.Body.Close()
	page, err := io.ReadAll(io.LimitReader(resp.Body, 1<<20))
	if err != nil {
		return "", &client.Broken{Doing: doing, Cause: err}
	}
	return string(page), nil
}

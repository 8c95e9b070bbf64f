package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path"
	"path/filepath"
	"strings"
	"time"

	"kontrakt/harness"
	"kontrakt/harness/regress"
	"kontrakt/specs"
)

// verifySpecs says where embedded contracts differ from what is published: the
// one named, at a place or where its newest edition stands, or all of them. What
// could not be read is said, and the rest is compared.
func verifySpecs(ctx context.Context, e env, args []string) error {
	if len(args) == 2 {
		return verifySpec(ctx, e, args[0], args[1])
	}
	ids, err := publishedIDs(args)
	if err != nil {
		return err
	}
	drifted, unread := false, error(nil)
	for _, id := range ids {
		from, err := fromWhere(id)
		if err != nil {
			return err
		}
		err = verifySpec(ctx, e, id, from)
		var end ended
		switch {
		case errors.As(err, &end):
			drifted = true
		case err != nil:
			if unread == nil {
				unread = err
			} else {
				e.complain(err, "")
			}
		}
	}
	if drifted {
		if unread != nil {
			e.complain(unread, "")
		}
		return ended(violates)
	}
	return unread
}

// verifySpec says where the embedded contract differs from a file as
// published.
func verifySpec(ctx context.Context, e env, id, place string) error {
	s, err := published(id)
	if err != nil {
		return err
	}
	edition, err := editions{env: e}.published(ctx, place)
	if err != nil {
		return err
	}
	if edition.Files, err = regress.Under(s.Paths, edition.Files, edition.Document); err != nil {
		return &harness.Stop{Err: err, Hint: "verify wants an OpenAPI document", Usage: true}
	}
	ours, err := specs.Read(s.Document)
	if err != nil {
		return err
	}
	differences, err := regress.Differences(edition.Files, edition.Document, regress.Files{s.Document: ours}, s.Document)
	if err != nil {
		return &harness.Stop{Err: err, Hint: "verify wants an OpenAPI document", Usage: true}
	}
	for _, d := range differences {
		fmt.Fprintln(e.Stdout, d)
	}
	if len(differences) > 0 {
		fmt.Fprintf(e.Stdout, "%s differs from %s in %d places\n", id, place, len(differences))
		return ended(violates)
	}
	fmt.Fprintf(e.Stdout, "%s says what %s says\n", id, place)
	return nil
}

// published is the source of a contract that was published.
func published(id string) (specs.Source, error) {
	s, err := source(id)
	if err != nil {
		return s, err
	}
	if s.Kind != "published" {
		return s, &harness.Stop{Err: fmt.Errorf("%s was never published: we wrote it from the guides", id), Hint: "there is nothing to compare it with", Usage: true}
	}
	return s, nil
}

// publishedIDs are the IDs given, or those of every contract that was published.
func publishedIDs(ids []string) ([]string, error) {
	if len(ids) > 0 {
		return ids, nil
	}
	all, err := specs.Sources()
	for _, s := range all {
		if s.Kind == "published" {
			ids = append(ids, s.ID)
		}
	}
	return ids, err
}

// fromWhere is where the newest edition of a contract stands, or where the
// embedded one came from.
func fromWhere(id string) (string, error) {
	s, err := published(id)
	return cmp.Or(s.Current, s.URL), err
}

// beside names another file in the same folder.
func beside(place, name string) string {
	if u, err := url.Parse(place); err == nil && u.Scheme != "" && u.Host != "" {
		u.Path = path.Join(path.Dir(u.Path), name)
		return u.String()
	}
	return filepath.Join(filepath.Dir(place), name)
}

// fetch reads a file, or what stands at an http address.
func fetch(ctx context.Context, e env, place string) ([]byte, error) {
	if !strings.HasPrefix(place, "http://") && !strings.HasPrefix(place, "https://") {
		data, err := e.ReadFile(place)
		if err != nil {
			return nil, &harness.Stop{Err: err, Hint: "a published file may refer to others, which are looked for beside it", Usage: true}
		}
		return data, nil
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	q, err := http.NewRequestWithContext(ctx, http.MethodGet, place, nil)
	if err != nil {
		return nil, &harness.Stop{Err: fmt.Errorf("%s is no address", shownPlace(place)), Hint: "want a file, or the URL of one", Usage: true}
	}
	answer, err := http.DefaultClient.Do(q)
	if err != nil {
		return nil, &harness.Stop{Err: fmt.Errorf("fetch %s: %w", shownPlace(place), unfetched(err)), Hint: "is the address right, and the network there?"}
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return nil, &harness.Stop{Err: fmt.Errorf("%s answers %s", shownPlace(place), answer.Status)}
	}
	const most = 16 << 20
	data, err := io.ReadAll(io.LimitReader(answer.Body, most+1))
	if err == nil && len(data) > most {
		err = errors.New("longer than 16 MiB")
	}
	if err != nil {
		return nil, &harness.Stop{Err: fmt.Errorf("read %s: %w", shownPlace(place), unfetched(err))}
	}
	return data, nil
}

// patience is how long a document may take to come.
const patience = 30 * time.Second

// unfetched is why nothing came, without the address, which may hold what nobody is
// to see.
func unfetched(err error) error {
	var told *url.Error
	if errors.As(err, &told) {
		err = told.Err
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("it took longer than %s", patience)
	}
	return err
}

// shownPlace is a file or an address as it may be shown: without who asks, and
// without a query, in which there may be tokens.
func shownPlace(place string) string {
	u, err := url.Parse(place)
	if err != nil || u.Host == "" {
		if strings.Contains(place, "://") && strings.Contains(place, "@") {
			return "the address"
		}
		return place
	}
	u.User, u.RawQuery, u.Fragment = nil, "", ""
	return u.String()
}

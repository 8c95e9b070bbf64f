package main

import (
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

// verifySpec says where the embedded contract differs from a file as
// published.
func verifySpec(ctx context.Context, e env, id, place string) error {
	s, err := source(id)
	if err != nil {
		return err
	}
	if s.Kind != "published" {
		return &harness.Stop{Err: fmt.Errorf("%s was never published: we wrote it from the guides", id), Hint: "there is nothing to compare it with", Usage: true}
	}
	published := regress.Files{}
	name := path.Base(filepath.ToSlash(place))
	if published[name], err = fetch(ctx, e, place); err != nil {
		return err
	}
	for _, part := range s.Parts {
		if published[part.Name], err = fetch(ctx, e, beside(place, part.Name)); err != nil {
			return err
		}
	}
	if published, err = regress.Under(s.Paths, published, name); err != nil {
		return &harness.Stop{Err: err, Hint: "verify wants an OpenAPI document", Usage: true}
	}
	ours, err := specs.Read(s.Document)
	if err != nil {
		return err
	}
	differences, err := regress.Differences(published, name, regress.Files{s.Document: ours}, s.Document)
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
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	q, err := http.NewRequestWithContext(ctx, http.MethodGet, place, nil)
	if err != nil {
		return nil, &harness.Stop{Err: err, Usage: true}
	}
	answer, err := http.DefaultClient.Do(q)
	if err != nil {
		return nil, &harness.Stop{Err: err, Hint: "is the address right, and the network there?"}
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return nil, &harness.Stop{Err: fmt.Errorf("%s answers %s", place, answer.Status)}
	}
	const most = 16 << 20
	data, err := io.ReadAll(io.LimitReader(answer.Body, most+1))
	if err == nil && len(data) > most {
		err = errors.New("longer than 16 MiB")
	}
	if err != nil {
		return nil, &harness.Stop{Err: fmt.Errorf("read %s: %w", place, err)}
	}
	return data, nil
}

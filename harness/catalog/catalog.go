// Package catalog lists the API versions that the harness knows, once, and
// brings each together with its documents.
package catalog

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"kontrakt/harness"
	"kontrakt/harness/api"
	"kontrakt/harness/api/accesstoken"
	"kontrakt/harness/api/checkout"
	"kontrakt/harness/api/checkoutv2"
	"kontrakt/harness/api/ecom"
	"kontrakt/harness/api/epayment"
	"kontrakt/harness/api/recurring"
	"kontrakt/harness/api/recurringv2"
	"kontrakt/harness/api/userinfo"
	"kontrakt/harness/api/webhooks"
	"kontrakt/harness/contract"
	"kontrakt/harness/judge/proof"
	"kontrakt/harness/rules"
	"kontrakt/harness/rules/calls"
	"kontrakt/harness/rules/sequence"
	"kontrakt/harness/sandbox"
	"kontrakt/specs"
)

// All lists every API version. A new one is one line here.
func All() []api.Definition {
	return []api.Definition{
		accesstoken.V1(),
		checkoutv2.V2(),
		checkout.V3(),
		ecom.V2(),
		epayment.V1(),
		recurringv2.V2(),
		recurring.V3(),
		userinfo.V1(),
		webhooks.V1(),
	}
}

// An Entry is one API version with its documents.
type Entry struct {
	api.Definition
	Source   specs.Source
	Contract *contract.Contract
}

// A Catalog is every API version, loaded. It never changes.
type Catalog struct {
	Entries []Entry
	// Contracts finds the operation of an exchange over all of them.
	Contracts *contract.Set

	asPublished bool
}

// Load reads, corrects and compiles every contract. asPublished leaves the
// corrections out.
func Load(asPublished bool) (*Catalog, error) {
	sources, err := specs.Sources()
	if err != nil {
		return nil, fmt.Errorf("read the catalogue of sources: %w", err)
	}
	c := &Catalog{asPublished: asPublished}
	if c.Entries, err = compileAll(All(), sources, asPublished); err != nil {
		return nil, err
	}
	var contracts []*contract.Contract
	var retired []contract.Retired
	for _, e := range c.Entries {
		contracts, retired = append(contracts, e.Contract), append(retired, e.Retired...)
	}
	c.Contracts, err = contract.NewSet(contracts, retired, unjudged()...)
	return c, err
}

// compileAll compiles the contracts side by side: each is read by itself.
func compileAll(defs []api.Definition, sources []specs.Source, asPublished bool) ([]Entry, error) {
	entries, errs := make([]Entry, len(defs)), make([]error, len(defs))
	var all sync.WaitGroup
	for i, d := range defs {
		at := slices.IndexFunc(sources, func(s specs.Source) bool { return s.ID == d.ID })
		if at < 0 {
			return nil, fmt.Errorf("load %s: the catalogue of sources has no row for it", d.ID)
		}
		all.Go(func() {
			compiled, err := Compile(sources[at], asPublished)
			entries[i], errs[i] = Entry{d, sources[at], compiled}, err
		})
	}
	all.Wait()
	return entries, errors.Join(errs...)
}

// Compile reads the embedded documents of one source. That they are sound, tests of
// package contract show.
func Compile(s specs.Source, asPublished bool) (*contract.Contract, error) {
	document := contract.Document{ID: s.ID, Title: s.Title, State: s.State, SpecFile: s.Document, OverlayFile: s.Overlay}
	var err error
	if document.Spec, err = specs.Read(s.Document); err != nil {
		return nil, fmt.Errorf("load %s: %w", s.ID, err)
	}
	if s.Overlay != "" {
		if document.Overlay, err = specs.Read(s.Overlay); err != nil {
			return nil, fmt.Errorf("load %s: %w", s.ID, err)
		}
	}
	compiled, err := contract.Load(document, contract.Options{AsPublished: asPublished, Sound: true})
	if err != nil {
		return nil, fmt.Errorf("load %s: %w", s.ID, err)
	}
	return compiled, nil
}

// Select gives the definitions of the named APIs, or of every one that is not
// retired where none is named.
func (c *Catalog) Select(ids []string) ([]api.Definition, error) {
	var chosen []api.Definition
	for _, e := range c.Entries {
		if len(ids) == 0 && e.Source.State != "retired" || slices.Contains(ids, e.ID) {
			chosen = append(chosen, e.Definition)
		}
	}
	for _, id := range ids {
		if !slices.ContainsFunc(c.Entries, func(e Entry) bool { return e.ID == id }) {
			return nil, &harness.Stop{
				Err:   fmt.Errorf("unknown API %q", id),
				Hint:  "one of " + strings.Join(c.IDs(), ", "),
				Usage: true,
			}
		}
	}
	return chosen, nil
}

// IDs names the contracts, in order.
func (c *Catalog) IDs() []string {
	ids := make([]string, len(c.Entries))
	for i, e := range c.Entries {
		ids[i] = e.ID
	}
	return ids
}

// Contract gives the contract of an ID; nil where there is none.
func (c *Catalog) Contract(id string) *contract.Contract {
	for _, e := range c.Entries {
		if e.ID == id {
			return e.Contract
		}
	}
	return nil
}

// Services are the APIs as the sandbox serves them.
func (c *Catalog) Services() []sandbox.Service {
	var services []sandbox.Service
	for _, e := range c.Entries {
		if e.Sandbox != nil {
			services = append(services, e.Sandbox(e.Contract))
		}
	}
	return services
}

// Checks are the prose rules by contract: those of the API, and those of every
// one.
func (c *Catalog) Checks() map[string][]rules.Check {
	checks, every := map[string][]rules.Check{}, calls.Rules()
	for _, e := range c.Entries {
		checks[e.ID] = slices.Concat(e.Rules, every)
	}
	return checks
}

// Facts say, by contract, what an exchange tells that others can be held against.
func (c *Catalog) Facts() map[string]func(*rules.View, *sequence.Fact) {
	facts := map[string]func(*rules.View, *sequence.Fact){}
	for _, e := range c.Entries {
		if e.Fact != nil {
			facts[e.ID] = e.Fact
		}
	}
	return facts
}

// Words are the states and codes that APIs have, by contract.
func (c *Catalog) Words() map[string]proof.Words {
	words := map[string]proof.Words{}
	for _, e := range c.Entries {
		words[e.ID] = e.Words
	}
	return words
}

// Unexercisable gives what no scenario can reach, by contract and operation.
func (c *Catalog) Unexercisable() map[string]map[string]string {
	reasons := map[string]map[string]string{}
	for _, e := range c.Entries {
		reasons[e.ID] = e.Unexercisable
	}
	return reasons
}

// Digest is that of the embedded files that exchanges are held against: what
// sha256sum says of the transcription and the overlay, one after the other.
func Digest(s specs.Source, asPublished bool) string {
	sum := sha256.New()
	for _, name := range []string{s.Document, s.Overlay} {
		if name == "" || asPublished && name == s.Overlay {
			continue
		}
		text, err := specs.Read(name)
		if err != nil {
			return "" // it was read before, or no contract would be loaded
		}
		sum.Write(text)
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// Used says of every contract what the report says of it.
func (c *Catalog) Used() []harness.ContractUsed {
	used := make([]harness.ContractUsed, len(c.Entries))
	for i, e := range c.Entries {
		used[i] = harness.ContractUsed{
			ID: e.ID, Title: e.Source.Title, Version: e.Contract.Version(), State: e.Source.State, Docs: e.Docs,
			Source:      harness.ContractSource{Kind: e.Source.Kind, URL: e.Source.URL, Edition: e.Source.Edition, SHA256: e.Source.SHA256},
			AsPublished: c.asPublished, Digest: Digest(e.Source, c.asPublished),
		}
		for _, a := range e.Contract.Actions() {
			switch a.Kind {
			case "erratum":
				used[i].Errata++
			case "update":
				used[i].Updates++
			}
		}
	}
	return used
}

package main

import (
	"bufio"
	"bytes"
	"cmp"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"kontrakt/harness"
	"kontrakt/harness/certify"
	"kontrakt/harness/certify/attest"
	"kontrakt/reports"
)

// revoke removes the certificate that an earlier run has left, so that nobody
// takes it for this run's.
func (s *session) revoke() error {
	for _, name := range []string{certificateFile, pageFile, envelopeFile} {
		if err := remove(filepath.Join(s.out, name)); err != nil {
			return &harness.Stop{Err: fmt.Errorf("remove the last certificate: %w", err), Usage: true}
		}
	}
	return nil
}

// certificate holds what was filled in against the profiles.
func (s *session) certificate(profiles []certify.Profile, notes map[string]string, reproduce string) (*certify.Certificate, error) {
	record, err := certify.Collect(s.run.Exchanges(), s.judge.Facts(), s.run.Findings)
	if err != nil {
		return nil, fmt.Errorf("read the recording: %w", err)
	}
	c := &certify.Certificate{
		Schema: certify.Schema, Tool: certify.Tool(s.run.Tool), IssuedAt: s.run.Finished, Subject: record.Caller(),
		Target:    certify.Target{Kind: s.run.Target.Kind, URL: s.run.Target.URL, Environment: s.run.Environment},
		Reproduce: reproduce,
	}
	c.Subject.Merchant, c.Subject.Build = s.merchantName, s.build
	for _, used := range s.run.Contracts {
		c.Contracts = append(c.Contracts, certify.Contract{ID: used.ID, Edition: used.Source.Edition, SHA256: used.Source.SHA256, Digest: used.Digest, Errata: used.Errata, Updates: used.Updates})
	}
	trial := cmp.Or(s.run.Trial, new(harness.Trial))
	for _, p := range profiles {
		c.Add(p, record, certify.Options{
			Now: s.run.Finished, Abilities: slices.Concat(s.declared, trial.Abilities), Notes: notes, Trials: trial.Scenarios, Sold: trial.Sold,
		})
	}
	c.Settle(cmp.Or(s.unsound(), trial.Unsound))
	c.Scrub(s.judge.Scrub)
	s.run.Checklist = linesOf(c)
	return c, nil
}

// unsound says why nothing can be certified, whatever was seen.
func (s *session) unsound() string {
	switch {
	case s.run.Interrupted:
		return "interrupted before the end"
	case len(s.run.Incomplete) > 0:
		return "not everything was judged"
	case s.run.Dropped > 0:
		return "exchanges were lost"
	}
	for _, one := range s.run.Scenarios {
		if one.Status == harness.StatusInconclusive || one.Status == harness.StatusUndefined {
			return "a scenario could not be judged: " + one.Name + ": " + one.Reason
		}
	}
	return ""
}

// linesOf are a certificate's requirements as a report has them.
func linesOf(c *certify.Certificate) []harness.Requirement {
	var all []harness.Requirement
	for _, l := range c.Requirements {
		line := harness.Requirement{ID: l.ID, Contract: l.Profile, Text: l.Says, Status: l.Status, Evidence: []string{}}
		if l.Status != certify.Met {
			line.Help = l.Help
		}
		for _, e := range l.Evidence {
			line.Evidence = append(line.Evidence, strings.TrimSpace(e.Exchange+" "+e.Reference))
		}
		for _, name := range l.Scenarios {
			line.Evidence = append(line.Evidence, "scenario: "+name)
		}
		all = append(all, line)
	}
	return all
}

// issue writes the certificate, signed where a key was given, and says on stdout
// how the requirements stand.
func (s *session) issue(c *certify.Certificate) error {
	recording, err := s.ReadFile(filepath.Join(s.out, recordingFile))
	if err != nil {
		return fmt.Errorf("read the recording again: %w", err)
	}
	if c.Exchanges, err = attest.Read(recording); err != nil {
		return err
	}
	files, err := s.rendered(c, recording)
	if err != nil {
		return err
	}
	for _, f := range files {
		if err := s.scan(f.Content); err != nil {
			return fmt.Errorf("write %s: %w", f.Name, err)
		}
	}
	for _, f := range files {
		if err := putInPlace(filepath.Join(s.out, f.Name), f.Content); err != nil {
			return &harness.Stop{Err: err, Hint: "is " + s.out + " a folder that can be written to?", Usage: true}
		}
	}
	if err := s.outline(c); err != nil {
		return err
	}
	switch c.Verdict {
	case certify.Certified:
		return nil
	case certify.NotCertified:
		return ended(violates)
	}
	return ended(unjudged)
}

// The files of a certificate.
const (
	certificateFile = "certificate.json"
	envelopeFile    = "certificate.intoto.json"
	pageFile        = "certificate.html"
	recordingFile   = "exchanges.har"
)

// rendered are the certificate's files; an envelope is among them where there is
// a key to sign with.
func (s *session) rendered(c *certify.Certificate, recording []byte) ([]attest.File, error) {
	var document, page bytes.Buffer
	if err := c.Write(&document); err != nil {
		return nil, fmt.Errorf("write %s: %w", certificateFile, err)
	}
	if err := reports.Certificate(&page, c); err != nil {
		return nil, fmt.Errorf("write %s: %w", pageFile, err)
	}
	files := []attest.File{{Name: certificateFile, Content: document.Bytes()}, {Name: pageFile, Content: page.Bytes()}}
	if s.sign == "" {
		return files, nil
	}
	envelope, err := attest.Sign(s.key, append(files, attest.File{Name: recordingFile, Content: recording}), c.Result())
	if err != nil {
		return nil, err
	}
	return append(files, attest.File{Name: envelopeFile, Content: envelope}), nil
}

// outline says how the requirements stand.
func (s *session) outline(c *certify.Certificate) error {
	w := bufio.NewWriter(s.Stdout)
	fmt.Fprintf(w, "\n%s  %s\n\n", c.Verdict, c.Reason)
	for _, l := range c.Requirements {
		fmt.Fprintf(w, "%-12s  %-10s  %s\n", l.Status, l.ID, l.Says)
		if l.Because != "" {
			fmt.Fprintf(w, "%26s%s\n", "", l.Because)
		}
	}
	fmt.Fprintf(w, "\ncertificate: %s\n", filepath.Join(s.out, pageFile))
	return w.Flush()
}

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"kontrakt/harness"
	"kontrakt/harness/har"
	"kontrakt/harness/regress/migrate"
	"kontrakt/reports"
	"kontrakt/reports/migration"
)

func newMigrate(e env) *cobra.Command {
	o := new(options)
	s := new(sheets)
	var from, to, rewritten string
	c := &cobra.Command{
		Use:   "migrate --from ID --to ID FILE.har",
		Short: "Say what recorded traffic needs in order to hold under another version",
		Long: "Every recorded request of the old version is rewritten for the new one and held\n" +
			"against its contract. What maps by itself, what needs a decision and what has no\n" +
			"equivalent is named field by field, with the old and the new request side by side.\n\n" +
			"Exit status: 0 everything maps and holds, 1 something needs a decision, has no\n" +
			"equivalent or breaks the new contract, 2 the call is wrong, 3 the recording holds\n" +
			"nothing of the old version.",
		Example: "  kontrakt migrate --from recurring.v2 --to recurring.v3 shop.har\n" +
			"  kontrakt migrate --from ecom.v2 --to epayment.v1 shop.har --har new.har --format html > migration.html",
		Args: cobra.ExactArgs(1),
	}
	o.flag(c, "config", "quiet")
	f := c.Flags()
	f.StringVar(&from, "from", "", "the version that was recorded, by `ID`")
	f.StringVar(&to, "to", "", "the version to migrate to, by `ID`")
	s.flags(c)
	f.StringVar(&rewritten, "har", "", "write the rewritten requests, with the answers to expect, to a HAR `file`")
	c.RunE = func(c *cobra.Command, args []string) error {
		if err := o.settle(e, c); err != nil {
			return err
		}
		if err := s.check(); err != nil {
			return err
		}
		pair, err := findPair(from, to)
		if err != nil {
			return err
		}
		entries, err := readRecording(e, args[0], "migrate")
		if err != nil {
			return err
		}
		return (&rewriting{pair: pair, sheets: s, out: rewritten}).run(c.Context(), e, o, entries)
	}
	return c
}

func findPair(from, to string) (migrate.Pair, error) {
	if from == "" || to == "" {
		return migrate.Pair{}, &harness.Stop{Err: errors.New("it is not said from which version to which"), Hint: "--from recurring.v2 --to recurring.v3, for example", Usage: true}
	}
	pair, err := migrate.Find(from, to)
	var unknown *migrate.UnknownPair
	if errors.As(err, &unknown) {
		return pair, &harness.Stop{Err: err, Hint: "--from and --to know " + strings.Join(unknown.Known, ", "), Usage: true}
	}
	return pair, err
}

// readRecording reads one HAR file.
func readRecording(e env, name, command string) ([]har.Entry, error) {
	data, err := e.ReadFile(name)
	if err != nil {
		return nil, &harness.Stop{Err: err, Hint: command + " wants a HAR file", Usage: true}
	}
	entries, err := har.Read(bytes.NewReader(data))
	if err != nil {
		return nil, &harness.Stop{Err: fmt.Errorf("read %s: %w", name, err), Hint: command + " wants HAR 1.2, as browsers and kontrakt write it", Usage: true}
	}
	return entries, nil
}

// A rewriting is of one recording.
type rewriting struct {
	pair   migrate.Pair
	sheets *sheets
	out    string
	steps  []migrated
	// order names the exchanges of the new recording.
	order []string
	// late is what was asked of the sandbox before exchanges that nothing stands for.
	late deeds
}

// migrated is a step with the ids of its rewritten exchanges.
type migrated struct {
	migrate.Step
	ids []string
}

func (m *rewriting) run(ctx context.Context, e env, o *options, entries []har.Entry) error {
	s, err := newSession(e, o, "migrate")
	if err != nil {
		return err
	}
	defer s.close()
	migrator, err := migrate.New(m.pair, s.catalog.Contract(m.pair.From), s.catalog.Contract(m.pair.To), s.catalog.Contracts)
	if err != nil {
		return err
	}
	s.rehearsal = slices.ContainsFunc(entries, func(e har.Entry) bool { return len(e.Acts) > 0 })
	if err := s.startJudge(); err != nil {
		return err
	}
	total := len(entries)
	for i := range entries {
		renumber(&entries[i].Judged, i+1)
	}
	entries = s.leaveOut(entries)
	for i := range entries {
		if ctx.Err() != nil {
			return &harness.Stop{Err: errors.New("interrupted: nothing is written"), Hint: "a recording is rewritten whole or not at all"}
		}
		m.take(s, migrator, &entries[i], total)
	}
	if len(m.steps) == 0 {
		return &harness.Stop{Err: fmt.Errorf("the recording holds no call of %s", m.pair.From), Hint: "kontrakt check names what it holds"}
	}
	return m.conclude(e, s, total)
}

// take rewrites one entry and gives the judge both sides.
func (m *rewriting) take(s *session, migrator *migrate.Migrator, entry *har.Entry, total int) {
	submit := func(j harness.Judged) {
		if entry.Ours {
			s.judge.Replay(j)
		} else {
			s.judge.Submit(&j.Exchange)
		}
	}
	for _, a := range entry.Acts {
		m.late.add(entry.Scenario, a)
	}
	if entry.Flow != harness.FlowCallback {
		m.late.carry(&entry.Exchange)
	}
	submit(entry.Judged)
	step, is := migrator.Step(&entry.Exchange)
	if !is {
		m.order = append(m.order, entry.ID)
		return
	}
	done := migrated{Step: step}
	for _, x := range step.New {
		x.ID = fmt.Sprintf("x%04d", total+len(m.order)+1)
		done.ids, m.order = append(done.ids, x.ID), append(m.order, x.ID)
		submit(harness.Judged{Exchange: x, Redacted: migrate.Redacted(entry.Redacted, step.Fields)})
	}
	if len(done.ids) == 0 {
		for _, a := range entry.Acts {
			m.late.add(entry.Scenario, a)
		}
	}
	m.steps = append(m.steps, done)
}

// conclude writes what came of it: the recording first, as a report that says it
// is there would be wrong otherwise.
func (m *rewriting) conclude(e env, s *session, total int) error {
	s.judge.Fill(&s.run)
	seen := map[string]harness.Judged{}
	for j, err := range reports.Scrubbed(&s.run, s.judge.Scrub).Exchanges() { // help has examples, too
		if err != nil {
			return err
		}
		seen[j.ID] = j
	}
	report := migrate.NewReport(m.pair)
	report.Totals.Exchanges = total
	for _, step := range m.steps {
		var rewritten []harness.Judged
		for _, id := range step.ids {
			rewritten = append(rewritten, seen[id])
		}
		report.Add(step.Step, seen[step.Old.ID], rewritten)
		for i := range rewritten {
			rewritten[i] = migrate.Settled(seen[step.Old.ID], rewritten[i], step.Departs)
			if rewritten[i].Expect != nil {
				report.Totals.Unsaid++
			}
			seen[rewritten[i].ID] = rewritten[i]
		}
	}
	report.Finish()
	if m.out != "" {
		if err := m.write(s, seen); err != nil {
			return err
		}
	}
	m.sheets.scan = s.scan
	if err := m.sheets.write(e, "migration", migration.JSON(report), migration.Sheet(report)); err != nil {
		return err
	}
	if !report.Holds() {
		return ended(violates)
	}
	return nil
}

// write writes the new recording.
func (m *rewriting) write(s *session, seen map[string]harness.Judged) error {
	var b bytes.Buffer
	err := har.Write(&b, s.run.Tool, nil, func(yield func(harness.Judged, error) bool) {
		for _, id := range m.order {
			if !yield(seen[id], nil) {
				return
			}
		}
	})
	if err == nil {
		err = s.scan(b.Bytes())
	}
	if err != nil {
		return fmt.Errorf("--har: %w", err)
	}
	if err := putInPlace(m.out, b.Bytes()); err != nil {
		return &harness.Stop{Err: fmt.Errorf("--har: %w", err), Hint: "name a file that can be written", Usage: true}
	}
	return nil
}

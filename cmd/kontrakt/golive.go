package main

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"kontrakt/harness"
	"kontrakt/harness/certify"
	"kontrakt/harness/certify/attest"
)

func newVerify(e env) *cobra.Command {
	var key string
	var opened []string
	c := &cobra.Command{
		Use:   "verify certificate.json --key FILE",
		Short: "Check offline that a certificate is the one that was signed",
		Long: "Checks the signature that stands beside the certificate, that certificate, page and\n" +
			"recording are what was signed, and that the recording is the one that was judged.\n" +
			"Where only some exchanges are shown, --opened checks that they are among them.\n\n" +
			"Exit status: 0 it holds, 1 it does not, 2 it cannot be read.",
		Example: "  kontrakt verify kontrakt-report/certificate.json --key key.pub",
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if key == "" {
				return &harness.Stop{Err: errors.New("no key is named"), Hint: "--key takes the signer's public key in PEM", Usage: true}
			}
			return verifyCertificate(e, args[0], key, opened)
		},
	}
	c.Flags().StringVar(&key, "key", "", "`file` of the signer's public key, in PEM")
	c.Flags().StringArrayVar(&opened, "opened", nil, "a recording (HAR `FILE`) of some of the exchanges; may be repeated")
	return c
}

// verifyCertificate checks everything and says each thing that does not hold.
func verifyCertificate(e env, name, key string, opened []string) error {
	document, c, err := readCertificate(e, name)
	if err != nil {
		return err
	}
	public, err := e.ReadFile(key)
	if err != nil {
		return &harness.Stop{Err: fmt.Errorf("--key: %w", err), Usage: true}
	}
	beside := filepath.Dir(name)
	envelope, err := e.ReadFile(filepath.Join(beside, envelopeFile))
	if err != nil {
		return &harness.Stop{Err: fmt.Errorf("read the signature: %w", err), Hint: "kontrakt certify --sign FILE makes it, " + envelopeFile + " beside the certificate", Usage: true}
	}
	files := []attest.File{{Name: certificateFile, Content: document}}
	var wrong []error
	for _, other := range []string{pageFile, recordingFile} {
		content, err := e.ReadFile(filepath.Join(beside, other))
		if errors.Is(err, fs.ErrNotExist) {
			fmt.Fprintf(e.Stdout, "not shown  %s\n", other)
			continue
		}
		if err != nil {
			return &harness.Stop{Err: err, Usage: true}
		}
		files = append(files, attest.File{Name: other, Content: content})
		if other == recordingFile {
			wrong = append(wrong, c.Exchanges.Whole(content))
		}
	}
	wrong = append(wrong, attest.Verify(envelope, public, files), c.Exchanges.Check())
	for _, file := range opened {
		content, err := e.ReadFile(file)
		if err != nil {
			return &harness.Stop{Err: err, Usage: true}
		}
		n, err := c.Exchanges.Holds(content)
		if wrong = append(wrong, err); err == nil {
			fmt.Fprintf(e.Stdout, "opened     %s: %d of %d exchanges\n", file, n, len(c.Exchanges.Digests))
		}
	}
	if err := errors.Join(wrong...); errors.Is(err, attest.ErrNoKey) {
		return &harness.Stop{Err: fmt.Errorf("--key %s: %w", key, attest.ErrNoKey), Usage: true}
	} else if err != nil {
		e.complain(err, "")
		return ended(violates)
	}
	fmt.Fprintf(e.Stdout, "holds      %s: %s, %s\n", name, c.Verdict, c.Reason)
	return nil
}

func newCanGoLive(e env) *cobra.Command {
	return &cobra.Command{
		Use:   "can-go-live certificate.json",
		Short: "Answer yes or no, with reasons",
		Long: "Answers by what the certificate says and by the age of its evidence. Whether it is\n" +
			"genuine is for kontrakt verify.\n\nExit status: 0 yes, 1 no, 2 it cannot be read.",
		Example: "  kontrakt can-go-live kontrakt-report/certificate.json",
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			_, c, err := readCertificate(e, args[0])
			if err != nil {
				return err
			}
			return canGoLive(e, c, time.Now())
		},
	}
}

func canGoLive(e env, c *certify.Certificate, now time.Time) error {
	doubts := c.Doubts(now)
	if len(doubts) == 0 {
		fmt.Fprintf(e.Stdout, "yes  %s\n", c.Reason)
	} else {
		fmt.Fprintf(e.Stdout, "no\n")
	}
	for _, doubt := range doubts {
		fmt.Fprintf(e.Stdout, "  %s\n", doubt)
	}
	for _, l := range c.Requirements {
		if l.Status == certify.Manual && l.Note == "" {
			fmt.Fprintf(e.Stdout, "  for a person to see: %s, %s\n", l.ID, l.Says)
		}
	}
	if len(doubts) > 0 {
		return ended(violates)
	}
	return nil
}

func readCertificate(e env, name string) ([]byte, *certify.Certificate, error) {
	text, err := e.ReadFile(name)
	if err != nil {
		return nil, nil, &harness.Stop{Err: err, Hint: "kontrakt certify writes certificate.json", Usage: true}
	}
	c, err := certify.Read(text)
	if err != nil {
		return nil, nil, &harness.Stop{Err: fmt.Errorf("read %s: %w", name, err), Hint: "kontrakt certify writes certificate.json", Usage: true}
	}
	return text, c, nil
}

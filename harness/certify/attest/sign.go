package attest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"

	predicate "github.com/in-toto/attestation/go/predicates/test_result/v0"
	attestation "github.com/in-toto/attestation/go/v1"
	"github.com/secure-systems-lab/go-securesystemslib/dsse"
	"github.com/secure-systems-lab/go-securesystemslib/signerverifier"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/types/known/structpb"

	"kontrakt/harness"
)

const (
	// payloadType is the media type of a statement, predicateType the URI of test
	// results (in-toto attestation framework, test result 0.1).
	payloadType   = "application/vnd.in-toto+json"
	predicateType = "https://in-toto.io/attestation/test-result/v0.1"
)

// A File is one that a statement is about.
type File struct {
	Name    string
	Content []byte
}

// A Result is what a statement says of the files.
type Result struct {
	Passed bool
	// Tests are the requirements by how they stand.
	PassedTests, WarnedTests, FailedTests []string
	// Configuration are what was judged by: a name and its SHA-256.
	Configuration []Named
}

// Named is something with its SHA-256 in hexadecimal.
type Named struct{ Name, SHA256 string }

// Sign states a result on files and signs the statement with a private key in
// PEM: Ed25519, ECDSA or RSA. It gives the envelope.
func Sign(key []byte, files []File, r Result) ([]byte, error) {
	signer, err := load(key)
	if err != nil {
		return nil, err
	}
	statement, err := stated(files, r)
	if err != nil {
		return nil, fmt.Errorf("make the statement: %w", err)
	}
	envelope, err := dsse.NewEnvelopeSigner(signer)
	if err != nil {
		return nil, fmt.Errorf("sign the statement: %w", err)
	}
	signed, err := envelope.SignPayload(context.Background(), payloadType, statement)
	if err != nil {
		return nil, fmt.Errorf("sign the statement: is it a private key? %w", err)
	}
	return written(signed)
}

// written is an envelope as it is kept: there is one way to write it.
func written(signed *dsse.Envelope) ([]byte, error) {
	text, err := json.MarshalIndent(signed, "", "  ")
	return append(text, '\n'), err
}

// untouched says whether an envelope reads as it was written, down to the last bit
// of its base64: what is signed is only what stands in it.
func untouched(envelope []byte, signed *dsse.Envelope) bool {
	strict := base64.StdEncoding.Strict()
	if _, err := strict.DecodeString(signed.Payload); err != nil {
		return false
	}
	for _, s := range signed.Signatures {
		if _, err := strict.DecodeString(s.Sig); err != nil {
			return false
		}
	}
	text, err := written(signed)
	return err == nil && bytes.Equal(text, envelope)
}

func stated(files []File, r Result) ([]byte, error) {
	result := &predicate.TestResult{Result: "FAILED", PassedTests: r.PassedTests, WarnedTests: r.WarnedTests, FailedTests: r.FailedTests}
	if r.Passed {
		result.Result = "PASSED"
	}
	for _, c := range r.Configuration {
		result.Configuration = append(result.Configuration, &attestation.ResourceDescriptor{Name: c.Name, Digest: map[string]string{"sha256": c.SHA256}})
	}
	text, err := protojson.Marshal(result)
	if err != nil {
		return nil, err
	}
	body := new(structpb.Struct)
	if err := protojson.Unmarshal(text, body); err != nil {
		return nil, err
	}
	statement := &attestation.Statement{Type: attestation.StatementTypeUri, PredicateType: predicateType, Predicate: body}
	for _, f := range files {
		statement.Subject = append(statement.Subject, &attestation.ResourceDescriptor{Name: f.Name, Digest: map[string]string{"sha256": digest(f.Content)}})
	}
	if err := statement.Validate(); err != nil {
		return nil, err
	}
	return protojson.Marshal(statement)
}

// Verify checks that an envelope is signed with the private half of a key in PEM,
// and that it speaks of these files as they are.
func Verify(envelope, key []byte, files []File) error {
	verifier, err := load(key)
	if err != nil {
		return err
	}
	var signed dsse.Envelope
	if err := json.Unmarshal(envelope, &signed); err != nil {
		return fmt.Errorf("read the envelope: %w", harness.WrongJSON(envelope, err))
	}
	if !untouched(envelope, &signed) {
		return errors.New("the envelope was changed since it was signed")
	}
	check, err := dsse.NewEnvelopeVerifier(verifier)
	if err != nil {
		return fmt.Errorf("verify the signature: %w", err)
	}
	if _, err := check.Verify(context.Background(), &signed); err != nil {
		return errors.New("the signature does not hold: another key, or the statement was changed")
	}
	payload, err := signed.DecodeB64Payload()
	if err != nil || signed.PayloadType != payloadType {
		return errors.New("the envelope holds no in-toto statement")
	}
	statement := new(attestation.Statement)
	if err := protojson.Unmarshal(payload, statement); err != nil {
		return errors.New("read the statement: it is none of in-toto's")
	}
	if err := statement.Validate(); err != nil || statement.PredicateType != predicateType {
		return errors.New("the statement is no test result")
	}
	stated := map[string]string{}
	for _, s := range statement.Subject {
		stated[s.Name] = s.Digest["sha256"]
	}
	var wrong []error
	for _, f := range files {
		switch stated[f.Name] {
		case digest(f.Content):
		case "":
			wrong = append(wrong, fmt.Errorf("the statement does not speak of %s", f.Name))
		default:
			wrong = append(wrong, fmt.Errorf("%s is not the file that was signed", f.Name))
		}
	}
	return errors.Join(wrong...)
}

func digest(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

// ErrNoKey says that something is no key.
var ErrNoKey = errors.New("no key in PEM: want Ed25519, ECDSA or RSA (openssl genpkey -algorithm ed25519)")

// load reads a key of any kind that the library knows.
func load(pem []byte) (dsse.SignerVerifier, error) {
	key, err := signerverifier.LoadKey(pem)
	if err != nil {
		return nil, ErrNoKey
	}
	var s dsse.SignerVerifier
	switch key.KeyType {
	case signerverifier.ED25519KeyType:
		s, err = signerverifier.NewED25519SignerVerifierFromSSLibKey(key)
	case signerverifier.ECDSAKeyType:
		s, err = signerverifier.NewECDSASignerVerifierFromSSLibKey(key)
	case signerverifier.RSAKeyType:
		s, err = signerverifier.NewRSAPSSSignerVerifierFromSSLibKey(key)
	default:
		return nil, fmt.Errorf("a key of the kind %q cannot sign", key.KeyType)
	}
	if err != nil {
		return nil, fmt.Errorf("read the key: %w", err)
	}
	return s, nil
}

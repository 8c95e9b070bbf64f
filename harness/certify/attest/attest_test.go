package attest_test

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"kontrakt/harness/certify/attest"
)

func pair(t *testing.T, private, public any) (priv, pub []byte) {
	t.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(private)
	require.NoError(t, err)
	priv = pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})
	der, err = x509.MarshalPKIXPublicKey(public)
	require.NoError(t, err)
	return priv, pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})
}

func edwards(t *testing.T) (priv, pub []byte) {
	t.Helper()
	public, private, err := ed25519.GenerateKey(rand.Reader)
	require.NoError(t, err)
	return pair(t, private, public)
}

func TestWhatIsSignedVerifies(t *testing.T) {
	t.Parallel()
	curve, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	curvePriv, curvePub := pair(t, curve, curve.Public())
	edPriv, edPub := edwards(t)
	_, otherPub := edwards(t)
	files := []attest.File{{Name: "a.json", Content: []byte(`{"a":1}`)}, {Name: "b.har", Content: []byte("b")}}
	result := attest.Result{Passed: true, PassedTests: []string{"X-1"}, Configuration: []attest.Named{{Name: "profile p", SHA256: strings.Repeat("ab", 32)}}}
	for name, keys := range map[string][2][]byte{"Ed25519": {edPriv, edPub}, "ECDSA": {curvePriv, curvePub}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			envelope, err := attest.Sign(keys[0], files, result)
			require.NoError(t, err)
			assert.NoError(t, attest.Verify(envelope, keys[1], files))
			assert.NoError(t, attest.Verify(envelope, keys[1], files[:1]), "a part of the files")
			assert.ErrorContains(t, attest.Verify(envelope, otherPub, files), "the signature does not hold")
			assert.ErrorContains(t, attest.Verify(envelope, keys[1], []attest.File{{Name: "a.json", Content: []byte(`{"a":2}`)}}), "a.json is not the file that was signed")
			assert.ErrorContains(t, attest.Verify(envelope, keys[1], []attest.File{{Name: "c", Content: nil}}), "does not speak of c")
			_, err = attest.Sign(keys[1], files, result)
			assert.Error(t, err, "a public key signs nothing")
		})
	}
	_, err = attest.Sign([]byte("no key"), files, result)
	assert.ErrorContains(t, err, "no key in PEM")
}

// The statement is what in-toto calls a test result: read with nothing of ours.
func TestTheStatementIsATestResult(t *testing.T) {
	t.Parallel()
	priv, _ := edwards(t)
	envelope, err := attest.Sign(priv, []attest.File{{Name: "a.json", Content: []byte("x")}}, attest.Result{
		PassedTests: []string{"X-1"}, WarnedTests: []string{"X-2"}, FailedTests: []string{"X-3"},
	})
	require.NoError(t, err)
	var outer struct {
		PayloadType string
		Payload     string
		Signatures  []struct{ Sig, KeyID string }
	}
	require.NoError(t, json.Unmarshal(envelope, &outer))
	assert.Equal(t, "application/vnd.in-toto+json", outer.PayloadType)
	require.Len(t, outer.Signatures, 1)
	payload, err := base64.StdEncoding.DecodeString(outer.Payload)
	require.NoError(t, err)
	assert.JSONEq(t, `{
		"_type": "https://in-toto.io/Statement/v1",
		"subject": [{"name": "a.json", "digest": {"sha256": "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"}}],
		"predicateType": "https://in-toto.io/attestation/test-result/v0.1",
		"predicate": {"result": "FAILED", "passedTests": ["X-1"], "warnedTests": ["X-2"], "failedTests": ["X-3"]}
	}`, string(payload))
}

// Whatever byte of an envelope is flipped, it does not verify, or says the same.
func TestAFlippedByteIsFound(t *testing.T) {
	t.Parallel()
	priv, pub := edwards(t)
	files := []attest.File{{Name: "a.json", Content: []byte(`{"verdict":"certified"}`)}}
	envelope, err := attest.Sign(priv, files, attest.Result{Passed: true})
	require.NoError(t, err)
	statement := func(text []byte) string {
		var e struct{ Payload string }
		if json.Unmarshal(text, &e) != nil {
			return "none"
		}
		return e.Payload
	}
	rapid.Check(t, func(r *rapid.T) {
		at := rapid.IntRange(0, len(envelope)-1).Draw(r, "at")
		bit := rapid.IntRange(0, 7).Draw(r, "bit")
		broken := append([]byte{}, envelope...)
		broken[at] ^= 1 << bit
		if attest.Verify(broken, pub, files) == nil {
			assert.Equal(r, statement(envelope), statement(broken))
		}
	})
	rapid.Check(t, func(r *rapid.T) {
		at := rapid.IntRange(0, len(files[0].Content)-1).Draw(r, "at")
		broken := append([]byte{}, files[0].Content...)
		broken[at] ^= 1
		assert.Error(r, attest.Verify(envelope, pub, []attest.File{{Name: "a.json", Content: broken}}))
	})
}

const recording = `{"log":{"entries":[{"request":{"url":"a"},"n":1},{"request":{"url":"b"},"n":1.50},{"request":{"url":"c"}}]}}`

func TestTheChain(t *testing.T) {
	t.Parallel()
	c, err := attest.Read([]byte(recording))
	require.NoError(t, err)
	require.Len(t, c.Digests, 3)
	assert.NoError(t, c.Check())
	assert.NoError(t, c.Whole([]byte(recording)))
	assert.NoError(t, c.Whole([]byte(strings.ReplaceAll(recording, `,"n":1}`, `, "n": 1 }`))), "space is nothing")
	for name, tt := range map[string]struct{ recording, says string }{
		"one is changed":                {strings.Replace(recording, `"b"`, `"x"`, 1), "entry 2 of the recording is not the exchange"},
		"a number is written otherwise": {strings.Replace(recording, `1.50`, `1.5`, 1), "entry 2"},
		"one is taken out":              {strings.Replace(recording, `{"request":{"url":"b"},"n":1.50},`, ``, 1), "entry 2 of the recording"},
		"the last is missing":           {strings.Replace(recording, `,{"request":{"url":"c"}}`, ``, 1), "ends after 2 of 3"},
		"one is added":                  {strings.Replace(recording, `]}}`, `,{"request":{"url":"d"}}]}}`, 1), "1 exchanges more"},
		"two are swapped":               {`{"log":{"entries":[{"request":{"url":"b"},"n":1.50},{"request":{"url":"a"},"n":1},{"request":{"url":"c"}}]}}`, "entry 1"},
		"it is no recording":            {`[`, "read the recording"},
	} {
		assert.ErrorContains(t, c.Whole([]byte(tt.recording)), tt.says, name)
	}
	n, err := c.Holds([]byte(`{"log":{"entries":[{"n":1.50,"request":{"url":"b"}}]}}`))
	assert.NoError(t, err)
	assert.Equal(t, 1, n)
	_, err = c.Holds([]byte(`{"log":{"entries":[{"request":{"url":"d"}}]}}`))
	assert.ErrorContains(t, err, "none of the exchanges that were judged")
	_, err = c.Holds([]byte(`{"log":{"entries":[]}}`))
	assert.Error(t, err)
	c.Digests[1] = c.Digests[0]
	assert.ErrorContains(t, c.Check(), "the chain of exchanges is broken")
}

// Nothing of the envelope can be changed, not even what is not signed: every byte of
// it is held against how it was written.
func TestEveryByteOfTheEnvelopeCounts(t *testing.T) {
	t.Parallel()
	private, public := edwards(t)
	files := []attest.File{{Name: "a", Content: []byte("a")}}
	envelope, err := attest.Sign(private, files, attest.Result{})
	require.NoError(t, err)
	for at := range envelope {
		for _, bit := range []int{at % 8, 5} { // 5 is upper and lower case
			envelope[at] ^= 1 << bit
			assert.Error(t, attest.Verify(envelope, public, files), "byte %d, bit %d", at, bit)
			envelope[at] ^= 1 << bit
		}
	}
	require.NoError(t, attest.Verify(envelope, public, files))
	assert.ErrorContains(t, attest.Verify(append(envelope, '\n'), public, files), "the envelope was changed")
	assert.ErrorIs(t, attest.Verify(envelope, []byte("no key"), files), attest.ErrNoKey)
}

// How the scenarios ended is a link, too.
func TestTheTrialIsPartOfTheChain(t *testing.T) {
	t.Parallel()
	const tried = `{"log":{"_kontrakt":{"trial":{"scenarios":[{"name":"a","passed":false}]}},"entries":[{"a":1}]}}`
	c, err := attest.Read([]byte(tried))
	require.NoError(t, err)
	require.NoError(t, c.Check())
	require.NoError(t, c.Whole([]byte(strings.ReplaceAll(tried, ":", ": "))))
	for _, other := range []string{strings.Replace(tried, "false", "true", 1), `{"log":{"entries":[{"a":1}]}}`} {
		assert.ErrorContains(t, c.Whole([]byte(other)), "what the recording says of the scenarios is not what was judged")
	}
	n, err := c.Holds([]byte(`{"log":{"entries":[{"a":1}]}}`))
	require.NoError(t, err, "an exchange can still be shown by itself")
	assert.Equal(t, 1, n)
	c.Trial = strings.Repeat("0", 64)
	assert.ErrorContains(t, c.Check(), "the chain of exchanges is broken")
}

func TestAnExchangeThatIsShownTwiceIsOne(t *testing.T) {
	t.Parallel()
	c, err := attest.Read([]byte(`{"log":{"entries":[{"a":1},{"a":2}]}}`))
	require.NoError(t, err)
	n, err := c.Holds([]byte(`{"log":{"entries":[{"a":2},{"a":2}]}}`))
	require.NoError(t, err)
	assert.Equal(t, 1, n)
}

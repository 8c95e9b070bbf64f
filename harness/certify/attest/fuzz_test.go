package attest_test

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/certify/attest"
)

// Whatever a recording holds, its chain is made or refused; a chain holds the
// recording that it was made of.
func FuzzRead(f *testing.F) {
	for _, text := range []string{"", "{}", `{"log":{"entries":[]}}`, `{"log":{"entries":[{"a":1},{"a":1.0,"b":"\u00e5"}]}}`, `{"log":{"entries":[1,null,"a",[]]}}`, `{"log":{"entries":{}}}`, `{"log":{"entries":[{"a":1,"a":2}]}} x`, `{"log":{"entries":[{"a":1e400}]}}`} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, recording []byte) {
		chain, err := attest.Read(recording)
		if err != nil {
			assert.Contains(t, err.Error(), "the recording")
			return
		}
		require.NoError(t, chain.Whole(recording))
	})
}

// Whatever an envelope holds, it is refused, unless what it says is what was signed:
// all that may be another is who else has signed it.
func FuzzVerify(f *testing.F) {
	public, private, err := ed25519.GenerateKey(rand.Reader)
	require.NoError(f, err)
	files := []attest.File{{Name: "certificate.json", Content: []byte("{}")}}
	inPEM := func(kind string, der []byte, err error) []byte {
		require.NoError(f, err)
		return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})
	}
	der, err := x509.MarshalPKCS8PrivateKey(private)
	envelope, err := attest.Sign(inPEM("PRIVATE KEY", der, err), files, attest.Result{Passed: true})
	require.NoError(f, err)
	der, err = x509.MarshalPKIXPublicKey(public)
	key := inPEM("PUBLIC KEY", der, err)
	for _, text := range []string{string(envelope), "", "{}", `{"payload":"","payloadType":"","signatures":[]}`, `{"payload":"e30=","signatures":[{"sig":"AAAA"}]}`, `{"signatures":[null]}`, "[]"} {
		f.Add([]byte(text))
	}
	other := []attest.File{{Name: "certificate.json", Content: []byte("{ }")}}
	f.Fuzz(func(t *testing.T, text []byte) {
		if err := attest.Verify(text, key, files); err != nil {
			assert.NotContains(t, err.Error(), "Go ")
		} else {
			assert.Equal(t, payload(t, envelope), payload(t, text))
		}
		assert.Error(t, attest.Verify(text, key, other), "it was not signed of these")
	})
}

// payload is what an envelope says, as it is written in it.
func payload(t *testing.T, envelope []byte) string {
	t.Helper()
	var said struct{ Payload string }
	require.NoError(t, json.Unmarshal(envelope, &said))
	require.NotEmpty(t, said.Payload)
	return said.Payload
}

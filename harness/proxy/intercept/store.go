package intercept

import (
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"math/big"
	"os"
	"path/filepath"
	"runtime"
	"time"
)

// A Store is a folder of authorities: for each host a .key file, with the key
// and the certificate, that its owner alone can read, and a .crt file with the
// certificate, to be trusted.
type Store struct {
	Dir string
	// Now is the clock; nil is the system's.
	Now func() time.Time
}

// CertificateFile is where the certificate of a host's authority stands.
func (s Store) CertificateFile(host string) string { return filepath.Join(s.Dir, host+".crt") }

// KeyFile is where its key stands.
func (s Store) KeyFile(host string) string { return filepath.Join(s.Dir, host+".key") }

// Authority gives the one for a host. Fresh says that it was made by this call,
// because there was none, or because the one there was has expired; nobody
// trusts it yet.
func (s Store) Authority(host string) (a *Authority, fresh bool, err error) {
	if s.Now == nil {
		s.Now = time.Now
	}
	if err := CheckHost(host); err != nil {
		return nil, false, err
	}
	a, err = s.read(host)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		a, fresh, err = s.make(host, false)
	case err == nil && a.expired():
		a, fresh, err = s.make(host, true)
	}
	if err != nil {
		return nil, false, fmt.Errorf("the authority for %s: %w", host, err)
	}
	// Made anew each time: whoever made the key may have ended right after.
	if err := replace(s.CertificateFile(host), a.PEM(), 0o644); err != nil {
		return nil, false, fmt.Errorf("the authority for %s: %w", host, err)
	}
	return a, fresh, nil
}

func (s Store) read(host string) (*Authority, error) {
	name := s.KeyFile(host)
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		return nil, fmt.Errorf("others may read the key in %s: it counts as known; delete it, and trust the next one", name)
	}
	if !info.Mode().IsRegular() || info.Size() > 1<<16 {
		return nil, fmt.Errorf("%s is no key of ours", name)
	}
	data := make([]byte, info.Size())
	if _, err := file.ReadAt(data, 0); err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	a, err := s.parse(host, data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w; delete it, and a new one is made", name, err)
	}
	return a, nil
}

func (s Store) parse(host string, data []byte) (*Authority, error) {
	private, rest := pem.Decode(data)
	certificate, _ := pem.Decode(rest)
	if private == nil || certificate == nil || certificate.Type != "CERTIFICATE" {
		return nil, errors.New("want a key and a certificate")
	}
	parsed, err := x509.ParsePKCS8PrivateKey(private.Bytes)
	if err != nil {
		return nil, errors.New("the key cannot be read")
	}
	key, ok := parsed.(*ecdsa.PrivateKey)
	if !ok {
		return nil, errors.New("the key is of another kind")
	}
	return authorityOf(host, certificate.Bytes, key, s.Now)
}

// make puts a new authority into the store. Where another process was faster,
// its authority is taken.
func (s Store) make(host string, over bool) (*Authority, bool, error) {
	if err := os.MkdirAll(s.Dir, 0o700); err != nil {
		return nil, false, err
	}
	a, err := newAuthority(host, s.Now)
	if err != nil {
		return nil, false, err
	}
	der, err := x509.MarshalPKCS8PrivateKey(a.key)
	if err != nil {
		return nil, false, err
	}
	data := append(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), a.PEM()...)
	if over {
		return a, true, replace(s.KeyFile(host), data, 0o600)
	}
	err = create(s.KeyFile(host), data)
	if errors.Is(err, fs.ErrExist) {
		a, err = s.read(host)
		return a, false, err
	}
	return a, true, err
}

// create writes a file that its owner alone can read, whole or not at all, and
// fails with fs.ErrExist where there is one.
func create(name string, data []byte) error {
	temporary, err := written(name, data, 0o600)
	if err != nil {
		return err
	}
	defer os.Remove(temporary)
	if err := os.Link(temporary, name); err == nil || errors.Is(err, fs.ErrExist) {
		return err
	}
	return os.Rename(temporary, name) // not every file system knows links
}

// replace writes a file whole or not at all.
func replace(name string, data []byte, mode fs.FileMode) error {
	temporary, err := written(name, data, mode)
	if err != nil {
		return err
	}
	defer os.Remove(temporary) // there is none any more where all went well
	return os.Rename(temporary, name)
}

// written puts data into a temporary file beside the one that it is for. Nobody
// else can read it from the beginning.
func written(name string, data []byte, mode fs.FileMode) (string, error) {
	file, err := os.CreateTemp(filepath.Dir(name), ".kontrakt-*")
	if err != nil {
		return "", err
	}
	_, err = file.Write(data)
	if err = errors.Join(err, file.Chmod(mode), file.Sync(), file.Close()); err != nil {
		return "", errors.Join(err, os.Remove(file.Name()))
	}
	return file.Name(), nil
}

func newSerial() *big.Int {
	serial := make([]byte, 16)
	rand.Read(serial)
	serial[0] &= 0x7f // twenty octets at most, and no sign (RFC 5280 §4.1.2.2)
	serial[15] |= 1   // never 0
	return new(big.Int).SetBytes(serial)
}

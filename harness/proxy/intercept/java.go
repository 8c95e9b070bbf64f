package intercept

import (
	"bytes"
	"crypto/sha1"
	"crypto/x509"
	"encoding/binary"
	"strconv"
	"time"
	"unicode/utf16"
)

// javaPassword is the one that everybody uses for what is no secret.
const javaPassword = "changeit"

// javaStore writes certificates as a Java trust store: a JKS file of version 2,
// which every JDK reads. Its form, big-endian: a magic number, the version, the
// number of entries; for each the number 2 (a certificate, no key), its alias,
// its time in milliseconds, "X.509" and the certificate with its length; in the
// end SHA-1 of the password in UTF-16, a phrase, and all of the above.
//
// Source: OpenJDK, sun.security.provider.JavaKeyStore.
func javaStore(all []*x509.Certificate, at time.Time) []byte {
	var b bytes.Buffer
	number := func(n uint32) { b.Write(binary.BigEndian.AppendUint32(nil, n)) }
	text := func(s string) {
		b.Write(binary.BigEndian.AppendUint16(nil, uint16(len(s))))
		b.WriteString(s)
	}
	number(0xfeedfeed)
	number(2)
	number(uint32(len(all)))
	for i, c := range all {
		number(2)
		text("kontrakt-" + strconv.Itoa(i))
		b.Write(binary.BigEndian.AppendUint64(nil, uint64(at.UnixMilli())))
		text("X.509")
		number(uint32(len(c.Raw)))
		b.Write(c.Raw)
	}
	digest := sha1.New()
	for _, unit := range utf16.Encode([]rune(javaPassword)) {
		digest.Write(binary.BigEndian.AppendUint16(nil, unit))
	}
	digest.Write([]byte("Mighty Aphrodite"))
	digest.Write(b.Bytes())
	return digest.Sum(b.Bytes())
}

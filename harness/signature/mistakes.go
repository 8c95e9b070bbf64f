package signature

import (
	"crypto/hmac"
	"encoding/base64"
	"encoding/hex"
	"slices"
	"strings"
)

// A Mistake is something that signers and verifiers are known to do wrong; its
// text completes "the sender".
type Mistake string

const (
	DecodedSecret   Mistake = "decoded the secret from base64 instead of taking its text as the key"
	TrimmedSecret   Mistake = "signed with a secret that has white space around it"
	CarriageReturns Mistake = "joined the lines with CR LF instead of LF"
	TrailingNewline Mistake = "put a line feed behind the last line"
	QueryLeftOut    Mistake = "left the query out of what is signed"
	SlashAdded      Mistake = "signed a path with a slash too many or too few at its end"
	DecodedPath     Mistake = "signed the path without its percent-encoding"
	WholeURL        Mistake = "signed the whole address instead of path and query"
	PortLeftOut     Mistake = "left the port out of the host"
	DefaultPort     Mistake = "named the default port in the host"
	SeenHost        Mistake = "signed the Host that the delivery carried, not the registered one"
	HostCase        Mistake = "signed the host in another case"
	LowerMethod     Mistake = "signed the method in lower case"
	OtherOrder      Mistake = "signed date, host and hash in another order"
	HexSignature    Mistake = "wrote the signature in hexadecimal"
	URLSafe         Mistake = "wrote base64 in its URL form or without padding"
	HexHash         Mistake = "wrote the hash in hexadecimal"
	Reserialised    Mistake = "hashed the JSON anew written instead of the bytes as sent"
	EmptyHash       Mistake = "hashed an empty body"
	LineEndings     Mistake = "hashed the body with other line ends"
	OtherHash       Mistake = "signed another hash than the one in the header"
	OtherDateForm   Mistake = "wrote the date in another form than RFC 1123 in GMT"
)

// A variant is a signature as it comes out when mistakes are made.
type variant struct {
	text
	key      []byte
	encode   func([]byte) string
	order    bool
	mistakes []Mistake
}

// A change makes one mistake; changes of one kind exclude each other.
type change struct {
	kind    string
	mistake Mistake
	make    func(*variant)
}

func (v variant) String() string {
	if v.order {
		return v.method + v.newline + v.target + v.newline + v.host + ";" + v.date + ";" + v.hash + v.end
	}
	return v.text.String()
}

// signatureMistakes finds the mistakes that lead to the given signature: one,
// or else two together.
func signatureMistakes(secret string, r Request, right text, given string) []Mistake {
	plain := variant{text: right, key: []byte(secret), encode: base64.StdEncoding.EncodeToString}
	changes := changesFor(secret, r)
	for _, one := range changes {
		if m := tried(plain, given, one); m != nil {
			return m
		}
	}
	for i, first := range changes {
		for _, second := range changes[i+1:] {
			if first.kind == second.kind {
				continue
			}
			if m := tried(plain, given, first, second); m != nil {
				return m
			}
		}
	}
	return nil
}

func tried(v variant, given string, changes ...change) []Mistake {
	for _, c := range changes {
		c.make(&v)
		v.mistakes = append(v.mistakes, c.mistake)
	}
	if !hmac.Equal([]byte(v.encode(mac(v.key, v.String()))), []byte(given)) {
		return nil
	}
	return v.mistakes
}

// changesFor are the mistakes that can be made with this delivery.
func changesFor(secret string, r Request) []change {
	all := slices.Concat(keyChanges(secret), formChanges(), targetChanges(r), hostChanges(r))
	for _, hash := range otherHashes(r) {
		all = append(all, change{"hash", hash.mistake, func(v *variant) { v.hash = hash.value }})
	}
	return all
}

func keyChanges(secret string) []change {
	var all []change
	for _, encoding := range []*base64.Encoding{base64.StdEncoding, base64.RawStdEncoding, base64.URLEncoding} {
		if key, err := encoding.DecodeString(secret); err == nil {
			all = append(all, change{"key", DecodedSecret, func(v *variant) { v.key = key }})
			break
		}
	}
	for _, padded := range []string{secret + "\n", secret + "\r\n", secret + " ", " " + secret} {
		all = append(all, change{"key", TrimmedSecret, func(v *variant) { v.key = []byte(padded) }})
	}
	return all
}

func formChanges() []change {
	return []change{
		{"newline", CarriageReturns, func(v *variant) { v.newline = "\r\n" }},
		{"end", TrailingNewline, func(v *variant) { v.end = v.newline }},
		{"method", LowerMethod, func(v *variant) { v.method = strings.ToLower(v.method) }},
		{"order", OtherOrder, func(v *variant) { v.order = true }},
		{"encoding", HexSignature, func(v *variant) { v.encode = hex.EncodeToString }},
		{"encoding", URLSafe, func(v *variant) { v.encode = base64.URLEncoding.EncodeToString }},
		{"encoding", URLSafe, func(v *variant) { v.encode = base64.RawURLEncoding.EncodeToString }},
		{"encoding", URLSafe, func(v *variant) { v.encode = base64.RawStdEncoding.EncodeToString }},
	}
}

package signature

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"slices"
)

// A hashed is a hash that somebody may have meant.
type hashed struct {
	mistake Mistake
	value   string
}

// otherHashes are hashes that may have been signed in place of the header's.
func otherHashes(r Request) []hashed {
	all := []hashed{{OtherHash, ContentHash(r.Body)}}
	all = append(all, bodyHashes(r.Body)...)
	return slices.DeleteFunc(all, func(h hashed) bool { return h.value == r.ContentSHA256 })
}

// hashMistake says which mistake leads to the hash in the header.
func hashMistake(r Request) (Mistake, bool) {
	for _, h := range bodyHashes(r.Body) {
		if h.value == r.ContentSHA256 {
			return h.mistake, true
		}
	}
	return "", false
}

func bodyHashes(body []byte) []hashed {
	sum := sha256.Sum256(body)
	all := []hashed{
		{HexHash, hex.EncodeToString(sum[:])},
		{URLSafe, base64.URLEncoding.EncodeToString(sum[:])},
		{URLSafe, base64.RawURLEncoding.EncodeToString(sum[:])},
		{URLSafe, base64.RawStdEncoding.EncodeToString(sum[:])},
	}
	right := ContentHash(body)
	all = slices.DeleteFunc(all, func(h hashed) bool { return h.value == right })
	for _, other := range reserialised(body) {
		all = append(all, hashed{Reserialised, ContentHash(other)})
	}
	for _, other := range [][]byte{
		bytes.ReplaceAll(body, []byte("\n"), []byte("\r\n")), bytes.ReplaceAll(body, []byte("\r\n"), []byte("\n")),
		bytes.TrimSpace(body), append(bytes.Clone(body), '\n'),
	} {
		all = append(all, hashed{LineEndings, ContentHash(other)})
	}
	return append(all, hashed{EmptyHash, ContentHash(nil)})
}

// reserialised writes a JSON body the other ways that are usual: compact,
// indented, its members sorted.
func reserialised(body []byte) [][]byte {
	var all [][]byte
	add := func(raw []byte) {
		var compact, spaced bytes.Buffer
		if json.Compact(&compact, raw) != nil {
			return
		}
		all = append(all, compact.Bytes(), spread(compact.Bytes()))
		for _, indent := range []string{"  ", "    ", "\t"} {
			spaced = bytes.Buffer{}
			if json.Indent(&spaced, compact.Bytes(), "", indent) == nil {
				all = append(all, spaced.Bytes())
			}
		}
	}
	add(body)
	var v any
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	if decoder.Decode(&v) == nil {
		if sorted, err := json.Marshal(v); err == nil {
			add(sorted)
		}
	}
	return slices.DeleteFunc(all, func(other []byte) bool { return bytes.Equal(other, body) })
}

// spread puts a blank behind every colon and comma, as Python does.
func spread(compact []byte) []byte {
	var b bytes.Buffer
	quoted := false
	for i, c := range compact {
		b.WriteByte(c)
		switch {
		case c == '"' && !escaped(compact, i):
			quoted = !quoted
		case !quoted && (c == ':' || c == ','):
			b.WriteByte(' ')
		}
	}
	return b.Bytes()
}

// escaped says whether an odd number of backslashes stands before i.
func escaped(raw []byte, i int) bool {
	n := 0
	for i > n && raw[i-n-1] == '\\' {
		n++
	}
	return n%2 == 1
}

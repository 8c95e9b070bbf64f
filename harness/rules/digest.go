package rules

import (
	"bytes"
	"hash/maphash"
)

// Digest makes a number of a value that is the same for values that say the
// same: neither the order of an object's members counts, nor the space between
// them, nor how a character is escaped. A number counts as it is written.
func (v Value) Digest(seed maphash.Seed) uint64 {
	switch v.kind() {
	case '{':
		var members uint64
		for i := range v.below {
			members += mix(textDigest(v.text.keyOf(i), seed), Value{v.text, i}.Digest(seed))
		}
		return mix('{', members)
	case '[':
		items := uint64('[')
		for i := range v.below {
			items = mix(items, Value{v.text, i}.Digest(seed))
		}
		return items
	case '"':
		return textDigest(v.literal(), seed)
	}
	return mix('0', maphash.Bytes(seed, v.literal()))
}

// textDigest is that of a string, by what it says.
func textDigest(literal []byte, seed maphash.Seed) uint64 {
	if bytes.IndexByte(literal, '\\') >= 0 {
		return maphash.String(seed, unquote(literal))
	}
	return maphash.Bytes(seed, literal[1:len(literal)-1])
}

// mix joins two numbers; their order counts.
func mix(a, b uint64) uint64 {
	a ^= b * 0x9e3779b97f4a7c15
	a = (a ^ a>>32) * 0xd6e8feb86659fd93
	return a ^ a>>32
}

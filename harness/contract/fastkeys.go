package contract

// canonicalKeys says that every header is under the name that net/http gives
// it, so that looking it up there finds it.
func canonicalKeys(h map[string][]string) bool {
	for key := range h {
		first := uint8(startsWord)
		for i := range len(key) {
			b := key[i]
			if keyBytes[b]&first == 0 {
				return false
			}
			if first = withinWord; b == '-' {
				first = startsWord
			}
		}
	}
	return true
}

// Where a byte may stand in a canonical name: as the first of a word, after it.
const (
	startsWord = 1 << iota
	withinWord
)

// keyBytes says of each byte where it may stand.
var keyBytes = func() (kinds [256]uint8) {
	for i := range kinds {
		switch b := byte(i); {
		case b >= 0x80, b == ' ', b == '\t':
		case b >= 'a' && b <= 'z':
			kinds[i] = withinWord
		case b >= 'A' && b <= 'Z':
			kinds[i] = startsWord
		default:
			kinds[i] = startsWord | withinWord
		}
	}
	return kinds
}()

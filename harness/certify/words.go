package certify

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// words say what a sighting wants: epayment.v1/getPayment, answered with
// /state AUTHORIZED.
func (s Sighting) words() string {
	text := s.Operation
	for _, side := range []struct {
		name string
		says map[string]string
	}{{"sent with ", s.Sent}, {"answered with ", s.Answered}} {
		if len(side.says) > 0 {
			text += ", " + side.name + listed(side.says)
		}
	}
	return text
}

func listed(says map[string]string) string {
	var parts []string
	for _, pointer := range slices.Sorted(maps.Keys(says)) {
		switch literal := says[pointer]; literal {
		case "*":
			parts = append(parts, pointer)
		case ">0":
			parts = append(parts, pointer+" above 0")
		default:
			parts = append(parts, pointer+" "+literal)
		}
	}
	return strings.Join(parts, " and ")
}

func (m Movement) words() string {
	return strings.TrimSpace(m.Extent + " " + m.Of)
}

func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// digest is of everything that a profile asks for.
func (p Profile) digest() string {
	text, err := json.Marshal(p) // strings, lists and maps: maps are written in order
	if err != nil {
		panic(err)
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

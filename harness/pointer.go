package harness

import "strings"

// PointerToken writes a member's name as a reference token of a JSON Pointer
// (RFC 6901 §3).
func PointerToken(name string) string {
	return strings.ReplaceAll(strings.ReplaceAll(name, "~", "~0"), "/", "~1")
}

// PointerName gives the name that a reference token stands for.
func PointerName(token string) string {
	return strings.ReplaceAll(strings.ReplaceAll(token, "~1", "/"), "~0", "~")
}

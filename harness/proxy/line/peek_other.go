//go:build !unix

package line

// peek knows no way to look: no line is used twice.
func (l *line) peek(uintptr) bool { return true }

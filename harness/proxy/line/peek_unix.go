//go:build unix

package line

import "syscall"

// peek looks whether there is something to read, or the end. What it reads is
// lost with the line, of which nothing is expected.
func (l *line) peek(fd uintptr) bool {
	var one [1]byte
	_, err := syscall.Read(int(fd), one[:])
	l.standing = err == syscall.EAGAIN || err == syscall.EWOULDBLOCK
	return true
}

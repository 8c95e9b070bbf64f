package main

import (
	"fmt"
	"strings"

	"rsc.io/qr"
)

// asker shows the person at the terminal what to approve: the link, and the same
// as a code for the phone. It is shown with --quiet, too: she was asked for.
func (s *session) asker(show *progress) func(what, link string) {
	return func(what, link string) {
		show.mu.Lock()
		defer show.mu.Unlock()
		show.done()
		fmt.Fprintf(s.Stderr, "approve in the app within ten minutes: %s\n%s\n%s", what, link, drawn(link, s.colour()))
	}
}

// drawn draws a text as a QR code, two rows of modules a line, with the quiet zone
// that readers want. Without colours it is right on a dark terminal.
func drawn(text string, colour bool) string {
	code, err := qr.Encode(text, qr.L)
	if err != nil {
		return "" // too long for any code; the link is there
	}
	const quiet = 4
	var b strings.Builder
	for y := -quiet; y < code.Size+quiet; y += 2 {
		if colour {
			b.WriteString("\x1b[97;40m")
		}
		for x := -quiet; x < code.Size+quiet; x++ {
			upper, lower := !code.Black(x, y), !code.Black(x, y+1)
			switch {
			case upper && lower:
				b.WriteString("█")
			case upper:
				b.WriteString("▀")
			case lower:
				b.WriteString("▄")
			default:
				b.WriteString(" ")
			}
		}
		if colour {
			b.WriteString("\x1b[0m")
		}
		b.WriteString("\n")
	}
	return b.String()
}

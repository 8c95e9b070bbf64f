package reports

import (
	"cmp"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"kontrakt/harness"
)

// printable makes control characters visible, and the invisible ones that turn
// or hide text, so that outside text can neither break a format nor drive a
// terminal. Those in keep stay as they are; bytes that are no UTF-8 become U+FFFD.
func printable(s, keep string) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return unprintable(r) || r == utf8.RuneError }) {
		return s
	}
	var b strings.Builder
	for _, r := range strings.ToValidUTF8(s, "\uFFFD") {
		switch {
		case !unprintable(r) || strings.ContainsRune(keep, r):
			b.WriteRune(r)
		case r < ' ':
			b.WriteRune('␀' + r)
		case r == 0x7f:
			b.WriteRune('␡')
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.String()
}

func unprintable(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) && r != 0x00ad || r == 0x2028 || r == 0x2029 || r == 0xfffe || r == 0xffff
}

// oneLine is outside text that must not break a line.
func oneLine(s string) string { return printable(s, "") }

// lines is outside text in which line breaks and tabs stay.
func lines(s string) string {
	return printable(strings.ReplaceAll(s, "\r\n", "\n"), "\n\t")
}

// count is "1 finding", "2 findings", "1,204 exchanges".
func count(n int, one string) string {
	if n == 1 {
		return "1 " + one
	}
	if one == "erratum" {
		return thousands(n) + " errata"
	}
	return thousands(n) + " " + one + "s"
}

func thousands(n int) string {
	digits := fmt.Sprint(n)
	for i := len(digits) - 3; i > 0 && digits[i-1] != '-'; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// took is a duration for people, from milliseconds: 0.4 ms, 318 ms, 1.24 s, 2 min 5 s.
func took(ms float64) string {
	d := duration(ms)
	switch {
	case d < 10*time.Millisecond:
		return fmt.Sprintf("%.1f ms", ms)
	case d < time.Second:
		return fmt.Sprintf("%.0f ms", ms)
	case d < time.Minute:
		return fmt.Sprintf("%.2f s", d.Seconds())
	}
	return fmt.Sprintf("%d min %d s", int(d.Minutes()), int(d.Seconds())%60)
}

// phrases joins what is not empty.
func phrases(all ...string) string {
	var kept []string
	for _, p := range all {
		if p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, ", ")
}

// some is count, or nothing for none.
func some(n int, one string) string {
	if n == 0 {
		return ""
	}
	return count(n, one)
}

// suffixed is the number with what it counts, or nothing for none.
func suffixed(n int, what string) string {
	if n == 0 {
		return ""
	}
	return thousands(n) + what
}

// prefixed is a text after what it is, or nothing where there is none.
func prefixed(what, text string) string {
	if text == "" {
		return ""
	}
	return what + text
}

// firsts lists the first of them: "x0001, x0002 and 7 more".
func firsts(all []string, limit, total int) string {
	total = max(total, len(all))
	shown := all[:min(limit, len(all))]
	text := strings.Join(shown, ", ")
	if rest := total - len(shown); rest > 0 {
		text += " and " + thousands(rest) + " more"
	}
	return text
}

// place is where in a contract's files: ecom.v2.yaml:315 #/components/….
func (s Spec) place() string {
	if s.File == "" {
		return ""
	}
	file := s.File
	if s.Line > 0 {
		file = fmt.Sprintf("%s:%d", file, s.Line)
	}
	return strings.TrimSpace(file + " " + s.Pointer)
}

// counts says whether it is an error that nobody has accepted.
func (f Finding) counts() bool { return f.Severity == string(harness.Error) && f.Accepted == "" }

// weight is the severity, or that somebody lives with it.
func (f Finding) weight() string {
	if f.Accepted != "" {
		return "accepted"
	}
	return f.Severity
}

// about names the operation of a finding: epayment.v1 createPayment, or the
// method and path where no contract knows them.
func (f Finding) about() string {
	return strings.TrimSpace(f.Contract + " " + cmp.Or(f.Operation, strings.TrimSpace(f.Method+" "+f.Path)))
}

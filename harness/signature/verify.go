package signature

import (
	"crypto/hmac"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// A Request is a delivery as it arrived, with the address that was registered.
type Request struct {
	Method string
	// PathAndQuery and Host are those of the registered URL ([Address]), whatever
	// stands between the sender and who verifies.
	PathAndQuery, Host string
	// Seen is the Host that the delivery itself carried, if that is known; it
	// only serves to say what went wrong.
	Seen string
	// Date, ContentSHA256 and Authorization are the headers, empty where the
	// delivery has none.
	Date, ContentSHA256, Authorization string
	// Body is the body as it came over the wire.
	Body []byte
}

// Received fills in a Request: where it was registered for, and what arrived.
func Received(registered, method, seen string, header http.Header, body []byte) (Request, error) {
	host, target, err := Address(registered)
	return Request{
		Method: method, PathAndQuery: target, Host: host, Seen: seen, Body: body,
		Date: header.Get(HeaderDate), ContentSHA256: header.Get(HeaderContent), Authorization: header.Get(HeaderAuthorization),
	}, err
}

// A Part is what of a signature does not hold.
type Part string

const (
	// PartContent: the hash of the body.
	PartContent Part = "content hash"
	// PartDate: there is no date, it cannot be read, or it is too far away.
	PartDate Part = "date"
	// PartHeaders: the header Authorization is missing, of another scheme, or
	// names other signed headers.
	PartHeaders Part = "signed headers"
	// PartSignature: the signature itself.
	PartSignature Part = "signature"
)

// Header names the header in which the part stands.
func (p Part) Header() string {
	switch p {
	case PartContent:
		return HeaderContent
	case PartDate:
		return HeaderDate
	}
	return HeaderAuthorization
}

// A Flaw is one part that does not hold.
type Flaw struct {
	Part Part
	// Want and Got are for people: noun phrases without any secret, hash or
	// signature.
	Want, Got string
	// Mistakes explain it, where the usual ones do; they are made by whoever
	// signed.
	Mistakes []Mistake
}

// Cause puts the mistakes into words: "the sender left the query out of what is
// signed"; "" where none is known.
func (f Flaw) Cause() string {
	if len(f.Mistakes) == 0 {
		return ""
	}
	words := make([]string, len(f.Mistakes))
	for i, m := range f.Mistakes {
		words[i] = string(m)
	}
	return "the sender " + strings.Join(words, " and ")
}

// A Verdict says what is wrong with a signature.
type Verdict struct{ Flaws []Flaw }

// Holds says that nothing is wrong.
func (v Verdict) Holds() bool { return len(v.Flaws) == 0 }

// Verify holds a delivery against the secret of its registration, the way a
// merchant must. A date further from now than tolerance does not hold; a
// tolerance of 0 or less leaves out that comparison. Parts are judged apart: a
// body that was changed on the way leaves the signature as it was.
func Verify(secret string, r Request, now time.Time, tolerance time.Duration) Verdict {
	var v Verdict
	for _, flaw := range []*Flaw{
		verifyContent(r), verifyDate(r.Date, now, tolerance), verifyAuthorization(secret, r),
	} {
		if flaw != nil {
			v.Flaws = append(v.Flaws, *flaw)
		}
	}
	return v
}

func verifyContent(r Request) *Flaw {
	switch {
	case r.ContentSHA256 == "":
		return &Flaw{Part: PartContent, Want: "the hash of the body", Got: "nothing"}
	case r.ContentSHA256 == ContentHash(r.Body):
		return nil
	}
	f := &Flaw{Part: PartContent, Want: "the hash of the body", Got: "another hash"}
	if m, ok := hashMistake(r); ok {
		f.Mistakes = []Mistake{m}
	}
	return f
}

func verifyDate(date string, now time.Time, tolerance time.Duration) *Flaw {
	if date == "" {
		return &Flaw{Part: PartDate, Want: "a date", Got: "nothing"}
	}
	at, err := time.Parse(http.TimeFormat, date)
	if err != nil {
		return &Flaw{Part: PartDate, Want: "a date such as " + Date(now), Got: fmt.Sprintf("%.60q", date), Mistakes: dateMistakes(date)}
	}
	away, way := now.Sub(at), "past"
	if away < 0 {
		away, way = -away, "future"
	}
	if tolerance <= 0 || away <= tolerance {
		return nil
	}
	return &Flaw{
		Part: PartDate, Want: fmt.Sprintf("a date within %s of the present", tolerance),
		Got: fmt.Sprintf("one %s in the %s", away.Truncate(time.Second), way),
	}
}

func verifyAuthorization(secret string, r Request) *Flaw {
	names, given, flaw := parseAuthorization(r.Authorization)
	if flaw != nil {
		return flaw
	}
	right := text{method: r.Method, target: r.PathAndQuery, date: r.Date, host: r.Host, hash: r.ContentSHA256, newline: "\n"}
	if hmac.Equal([]byte(given), []byte(Signature([]byte(secret), right.String()))) {
		if names != signedHeaders {
			return &Flaw{Part: PartHeaders, Want: signedHeaders, Got: fmt.Sprintf("%.80q", names)}
		}
		return nil
	}
	return &Flaw{
		Part: PartSignature, Want: "the signature of method, path and query, date, host and hash",
		Got: "another signature", Mistakes: signatureMistakes(secret, r, right, given),
	}
}

// parseAuthorization takes the header apart: the names of what is signed, and
// the signature.
func parseAuthorization(header string) (names, signature string, flaw *Flaw) {
	const want = scheme + " SignedHeaders=…&Signature=…"
	found, rest, _ := strings.Cut(header, " ")
	switch {
	case header == "":
		return "", "", &Flaw{Part: PartHeaders, Want: want, Got: "nothing"}
	case found != scheme:
		return "", "", &Flaw{Part: PartHeaders, Want: want, Got: "another scheme"}
	}
	names, signature, ok := strings.Cut(rest, "&Signature=")
	names, named := strings.CutPrefix(names, "SignedHeaders=")
	if !ok || !named {
		return "", "", &Flaw{Part: PartHeaders, Want: want, Got: "another form"}
	}
	return names, signature, nil
}

// dateMistakes says whether an unreadable date is at least a date.
func dateMistakes(date string) []Mistake {
	for _, layout := range []string{time.RFC1123, time.RFC1123Z, time.RFC3339Nano, time.RFC850, time.ANSIC, time.RFC822, time.DateTime} {
		if _, err := time.Parse(layout, date); err == nil {
			return []Mistake{OtherDateForm}
		}
	}
	if _, err := strconv.ParseInt(date, 10, 64); err == nil {
		return []Mistake{OtherDateForm}
	}
	return nil
}

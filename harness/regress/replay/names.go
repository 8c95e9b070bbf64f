package replay

import (
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
)

// names are what stands for recorded names on the target. What belongs to one
// scenario is no name in another.
type names struct {
	run, phone, msn string
	// shift is how far dates are moved.
	shift time.Duration
	known map[string]map[string]string
	// telling gives how much of a number tells whom it stands for.
	telling func(number string) (front, back int)
	// refused says that the request was: then its numbers stay as they are.
	refused bool
	// still are the scenarios whose merchants have the recorded time: their dates
	// stay.
	still map[string]bool
	// units and phones are the first ones that a scenario named.
	units, phones map[string]string
}

func newNames(o Options, began time.Time) *names {
	n := &names{run: o.Run, phone: o.Phone, telling: o.Telling, known: map[string]map[string]string{}, units: map[string]string{}, phones: map[string]string{}}
	if !began.IsZero() {
		n.shift = o.Now().UTC().Truncate(24 * time.Hour).Sub(began.UTC().Truncate(24 * time.Hour))
	}
	return n
}

// shortest is the least length of a name that is looked for within other texts.
const shortest = 6

func (n *names) of(scope string) map[string]string {
	if n.known[scope] == nil {
		n.known[scope] = map[string]string{}
	}
	return n.known[scope]
}

// learn says what stands for a name.
func (n *names) learn(scope, old, now string) {
	if old != "" && now != "" && old != now {
		n.of(scope)[old] = now
	}
}

// fresh gives a name of the same shape that no other run gives: a digit for a
// digit, a letter for a letter.
func (n *names) fresh(scope, old string) string {
	if now, ok := n.of(scope)[old]; ok {
		return now
	}
	sum := sha256.Sum256([]byte(n.run + "\x00" + scope + "\x00" + old))
	out := []byte(old)
	for i, c := range out {
		draw := sum[i%len(sum)] + byte(i/len(sum))
		switch {
		case '0' <= c && c <= '9':
			out[i] = '0' + draw%10
		case 'a' <= c && c <= 'z':
			out[i] = 'a' + draw%26
		case 'A' <= c && c <= 'Z':
			out[i] = 'A' + draw%26
		}
	}
	if out[0] == '0' {
		out[0] = '1'
	}
	n.of(scope)[old] = string(out)
	return string(out)
}

// translate replaces a name, or the names within a longer text.
func (n *names) translate(scope, text string) string {
	known := n.of(scope)
	if now, ok := known[text]; ok {
		return now
	}
	for _, old := range slices.SortedFunc(maps.Keys(known), func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) }) {
		if len(old) >= shortest && strings.Contains(text, old) {
			return strings.ReplaceAll(text, old, known[old])
		}
	}
	return text
}

// unit gives the target's sales unit for the recorded one; a second one in the
// same scenario is another merchant's, and stays.
func (n *names) unit(scope, msn string) string {
	if n.units[scope] == "" {
		n.units[scope] = msn
	}
	if n.units[scope] == msn && n.msn != "" {
		return n.msn
	}
	return msn
}

// target translates a path and query.
func (n *names) target(scope, target string) string {
	path, query, has := strings.Cut(target, "?")
	segments := strings.Split(path, "/")
	for i, s := range segments {
		plain, err := url.PathUnescape(s)
		if err != nil {
			continue
		}
		if now := n.translate(scope, plain); now != plain {
			segments[i] = url.PathEscape(now)
		}
	}
	path = strings.Join(segments, "/")
	if !has {
		return path
	}
	values, err := url.ParseQuery(query)
	if err != nil {
		return path + "?" + query
	}
	for _, list := range values {
		for i := range list {
			list[i] = n.translate(scope, list[i])
		}
	}
	return path + "?" + values.Encode()
}

// body translates a body; one that is no JSON stays as it is.
func (n *names) body(scope string, body []byte) []byte {
	tree, ok := decode(body)
	if !ok {
		return body
	}
	n.collect(scope, "", tree)
	text, err := json.Marshal(n.tree(scope, "", tree))
	if err != nil {
		return body
	}
	return text
}

// collect renews the references of a body before they are looked for in its
// other texts.
func (n *names) collect(scope, key string, v any) {
	switch v := v.(type) {
	case map[string]any:
		for name, below := range v {
			n.collect(scope, name, below)
		}
	case []any:
		for _, below := range v {
			n.collect(scope, key, below)
		}
	case string:
		if referenceName.MatchString(key) && referenceForm.MatchString(v) {
			n.fresh(scope, v)
		}
	}
}

func (n *names) tree(scope, key string, v any) any {
	switch v := v.(type) {
	case map[string]any:
		for name, below := range v {
			v[name] = n.tree(scope, name, below)
		}
	case []any:
		for i, below := range v {
			v[i] = n.tree(scope, key, below)
		}
	case string:
		return n.value(scope, key, v)
	}
	return v
}

var (
	referenceName = regexp.MustCompile(`^(orderId|reference)$`)
	referenceForm = regexp.MustCompile(`^[A-Za-z0-9-]{4,}$`)
	phoneName     = regexp.MustCompile(`(?i)(phone|mobile)`)
	phoneForm     = regexp.MustCompile(`^(\d{8}|\d{10,12})$`)
	msnForm       = regexp.MustCompile(`^\d{4,10}$`)
	dateForm      = regexp.MustCompile(`^\d{4}-\d\d-\d\d(T.*)?$`)
)

// value is what stands for a string of a request. Whatever is wrong on purpose
// keeps its form, and so stays wrong.
func (n *names) value(scope, key, v string) string {
	switch {
	case referenceName.MatchString(key) && referenceForm.MatchString(v):
		return n.fresh(scope, v)
	case phoneName.MatchString(key) && phoneForm.MatchString(v) && n.phone != "":
		return n.number(scope, v)
	case key == "merchantSerialNumber" && msnForm.MatchString(v):
		return n.unit(scope, v)
	case dateForm.MatchString(v):
		return n.moved(scope, v)
	}
	return n.translate(scope, v)
}

// number gives the test user's number for a customer's. A second one of the same
// length is another customer's, and stays.
func (n *names) number(scope, v string) string {
	if n.telling != nil {
		if front, back := n.telling(v); front+back > 0 {
			return v
		}
	}
	key := fmt.Sprintf("%s\x00%d", scope, len(v))
	if n.phones[key] == "" && !n.refused {
		n.phones[key] = v
	}
	switch {
	case n.refused || n.phones[key] != v:
		return v
	case len(v) == len(n.phone):
		return n.phone
	}
	return "47" + n.phone
}

// moved moves a date as far as the recording is old.
func (n *names) moved(scope, v string) string {
	if n.still[scope] {
		return v
	}
	for _, form := range []string{time.DateOnly, time.RFC3339Nano} {
		if t, err := time.Parse(form, v); err == nil {
			return t.Add(n.shift).Format(form)
		}
	}
	return v
}

var idName = regexp.MustCompile(`(?i)(id|token|reference|^sub)$`)

// answered learns the names that the target gave from where the recording has
// its own.
func (n *names) answered(scope string, old, now any, key string) {
	switch old := old.(type) {
	case map[string]any:
		if now, is := now.(map[string]any); is {
			for name, below := range old {
				n.answered(scope, below, now[name], name)
			}
		}
	case []any:
		if now, is := now.([]any); is {
			for i := range min(len(old), len(now)) {
				n.answered(scope, old[i], now[i], key)
			}
		}
	case string:
		now, is := now.(string)
		switch {
		case !is:
		case strings.Contains(old, "://"):
			n.link(scope, old, now)
		case idName.MatchString(key) && len(old) >= shortest:
			n.learn(scope, old, now)
		}
	}
}

// link learns from an address what follows its last slash, and its token.
func (n *names) link(scope, old, now string) {
	a, err := url.Parse(old)
	b, err2 := url.Parse(now)
	if err != nil || err2 != nil {
		return
	}
	if t := a.Query().Get("token"); t != "" {
		n.learn(scope, t, b.Query().Get("token"))
	}
	last := func(p string) string { return p[strings.LastIndex(p, "/")+1:] }
	if l := last(a.Path); len(l) >= shortest {
		n.learn(scope, l, last(b.Path))
	}
}

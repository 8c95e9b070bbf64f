package migrate

import (
	"slices"
	"strings"
)

// Redacted gives the places of a rewritten exchange where pseudonyms stand, by
// those of the recorded one.
func Redacted(old []string, fields []Field) []string {
	var all []string
	add := func(place string) {
		if !slices.Contains(all, place) {
			all = append(all, place)
		}
	}
	for _, place := range old {
		add(place) // what is not moved stays where it is
		for _, f := range fields {
			side, is := sides[f.Part]
			if !is || f.To == "" {
				continue
			}
			at, is := strings.CutPrefix(place, side)
			if !is {
				continue
			}
			for _, from := range splitPlaces(f.From) {
				if rest, moved := moved(at, from); moved {
					add(side + strings.ReplaceAll(f.To, "/*", indexIn(at, from)) + rest)
				}
			}
		}
	}
	return all
}

// sides are the words for the parts of an exchange.
var sides = map[string]string{
	"body": "request body ", "header": "request header ", "query": "request query ", "path": "request path ", "answer": "response body ",
}

// moved says that a place lies in another, of which * is any index, and gives
// what follows.
func moved(place, from string) (rest string, is bool) {
	p, f := strings.Split(place, "/"), strings.Split(from, "/")
	if len(p) < len(f) {
		return "", false
	}
	for i, token := range f {
		if token != "*" && !strings.EqualFold(token, p[i]) && !(i == 0 && token == "") {
			return "", false
		}
	}
	if len(p) == len(f) {
		return "", true
	}
	return "/" + strings.Join(p[len(f):], "/"), true
}

// indexIn is the index that stands in a place for the * of another, with its
// slash.
func indexIn(place, from string) string {
	p := strings.Split(place, "/")
	for i, token := range strings.Split(from, "/") {
		if token == "*" && i < len(p) {
			return "/" + p[i]
		}
	}
	return ""
}

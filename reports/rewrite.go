package reports

import (
	"encoding/json"
	"iter"
	"reflect"
	"time"
	"unicode/utf8"

	"kontrakt/harness"
)

// Scrubbed is the run with every text in it rewritten, that of its exchanges as
// they are asked for; [Write] does it by itself, before [Summary] the caller does. A
// nil scrub changes nothing. What the contracts are, and where they were published, is
// ours and known to everybody: it stays, or a commit in a URL would be taken for
// something secret.
func Scrubbed(run *harness.Run, scrub func(string) string) *harness.Run {
	if scrub == nil {
		return run
	}
	source := run.Exchanges
	bare := *run
	bare.Exchanges = nil
	clean := rewritten(bare, scrub)
	clean.Contracts = run.Contracts
	if source == nil {
		return &clean
	}
	clean.Exchanges = func() iter.Seq2[harness.Judged, error] {
		return func(yield func(harness.Judged, error) bool) {
			for x, err := range source() {
				if !yield(rewritten(x, scrub), err) {
					return
				}
			}
		}
	}
	return &clean
}

// rewritten is a deep copy of v with every string passed through f, also the
// keys of maps and bodies that are text. It goes by reflection so that no field
// that somebody adds is forgotten.
func rewritten[T any](v T, f func(string) string) T {
	out := reflect.New(reflect.TypeFor[T]()).Elem()
	rewrite(out, reflect.ValueOf(v), f)
	return out.Interface().(T)
}

func rewrite(to, from reflect.Value, f func(string) string) {
	switch from.Interface().(type) {
	case time.Time:
		to.Set(from)
		return
	case harness.Body:
		to.Set(reflect.ValueOf(rewriteBody(from.Interface().(harness.Body), f)))
		return
	case json.RawMessage:
		if text := from.Bytes(); len(text) > 0 {
			to.SetBytes([]byte(f(string(text))))
		}
		return
	}
	switch from.Kind() {
	case reflect.String:
		to.SetString(f(from.String()))
	case reflect.Struct:
		for i := range from.NumField() {
			rewrite(to.Field(i), from.Field(i), f)
		}
	case reflect.Pointer:
		if !from.IsNil() {
			to.Set(reflect.New(from.Type().Elem()))
			rewrite(to.Elem(), from.Elem(), f)
		}
	case reflect.Slice:
		if !from.IsNil() {
			to.Set(reflect.MakeSlice(from.Type(), from.Len(), from.Len()))
			for i := range from.Len() {
				rewrite(to.Index(i), from.Index(i), f)
			}
		}
	case reflect.Map:
		rewriteMap(to, from, f)
	default:
		to.Set(from)
	}
}

func rewriteMap(to, from reflect.Value, f func(string) string) {
	if from.IsNil() {
		return
	}
	to.Set(reflect.MakeMapWithSize(from.Type(), from.Len()))
	for entries := from.MapRange(); entries.Next(); {
		key := reflect.New(from.Type().Key()).Elem()
		value := reflect.New(from.Type().Elem()).Elem()
		rewrite(key, entries.Key(), f)
		rewrite(value, entries.Value(), f)
		to.SetMapIndex(key, value)
	}
}

// rewriteBody leaves bytes that are no text alone, and keeps what is known of
// the part that was not captured.
func rewriteBody(b harness.Body, f func(string) string) harness.Body {
	if len(b.Bytes) == 0 || !utf8.Valid(b.Bytes) {
		return b
	}
	bytes := []byte(f(string(b.Bytes)))
	return harness.Body{Bytes: bytes, Size: b.Size + int64(len(bytes)-len(b.Bytes))}
}

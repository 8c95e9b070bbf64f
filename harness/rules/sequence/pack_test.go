package sequence

import (
	"reflect"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// fill gives every exported field a value of its own, so that one that is not
// packed shows.
func fill(v reflect.Value, n *int64) {
	*n++
	switch v.Kind() {
	case reflect.String:
		v.SetString(string(rune('a'+*n%26)) + v.Type().Name())
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(*n)
	case reflect.Uint64:
		v.SetUint(uint64(*n) << 40)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), n)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fill(v.Index(0), n)
		fill(v.Index(1), n)
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			v.Set(reflect.ValueOf(time.Unix(1_800_000_000+*n, *n).UTC()))
			return
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				fill(v.Field(i), n)
			}
		}
	}
}

func TestWhatIsPackedIsReadAgain(t *testing.T) {
	t.Parallel()
	p := newPacker()
	var facts []*Fact
	var text []byte
	n := int64(0)
	for i := range 3000 { // more words than are remembered
		f := &Fact{}
		if i > 0 {
			fill(reflect.ValueOf(f).Elem(), &n)
			f.Scenario += time.Duration(i).String()
		}
		facts, text = append(facts, f), p.pack(text, f)
	}
	var got []*Fact
	require.NoError(t, p.unpack(text, func(uint64) bool { return true }, func(f *Fact) { got = append(got, f) }))
	require.Len(t, got, len(facts))
	for i := range facts {
		require.Equal(t, facts[i], got[i])
	}
	none := 0
	require.NoError(t, p.unpack(text, func(uint64) bool { return false }, func(*Fact) { none++ }))
	assert.Zero(t, none)
	require.Error(t, p.unpack(text[:len(text)-1], func(uint64) bool { return true }, func(*Fact) {}))
	for at := range text[:600] { // whatever is damaged, reading ends
		damaged := append([]byte(nil), text[:600]...)
		damaged[at] ^= 0xff
		_ = p.unpack(damaged, func(uint64) bool { return true }, func(*Fact) {})
	}
}

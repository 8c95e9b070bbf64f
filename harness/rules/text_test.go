package rules_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"kontrakt/harness/rules"
)

func TestOnlyJSONIsValid(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		body string
		want bool
	}{
		"every kind":                     {` {"a":[1,-0.5e+3,"x",true,false,null,{}],"":[] } `, true},
		"every escape":                   {`"\"\\\/\b\f\n\r\t\u00e6\uD83D"`, true},
		"an escape that is none":         {`"\x"`, false},
		"an escape that breaks off":      {`"\u00`, false},
		"an escape of no hexadecimals":   {`"\u00gg"`, false},
		"a line break in a string":       {"\"a\nb\"", false},
		"a string that breaks off":       {`"a`, false},
		"a backslash at the end":         {`"a\`, false},
		"a zero before digits":           {`01`, false},
		"a point without digits":         {`1.`, false},
		"an exponent without digits":     {`1e+`, false},
		"a sign alone":                   {`-`, false},
		"a plus":                         {`+1`, false},
		"a comma too many in an object":  {`{"a":1,}`, false},
		"a comma too many in an array":   {`[1,]`, false},
		"a comma too few":                {`[1 2]`, false},
		"a key without value":            {`{"a"}`, false},
		"a key that is none":             {`{1:2}`, false},
		"a word that is none":            {`nul`, false},
		"an object that breaks off":      {`{"a":1`, false},
		"something after it":             {`{} {}`, false},
		"space alone":                    {" ", false},
		"nested as deep as can be":       {strings.Repeat("[", 10000) + strings.Repeat("]", 10000), true},
		"nested deeper than anybody has": {strings.Repeat("[", 2_000_000), false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tt.want, json.Valid([]byte(tt.body)))
			assert.Equal(t, tt.want, rules.NewJSON([]byte(tt.body)).Valid())
		})
	}
}

func TestTheSameIsReadAsTheLibraryOfTheLanguageReads(t *testing.T) {
	t.Parallel()
	var value *rapid.Generator[any]
	value = rapid.Custom(func(t *rapid.T) any {
		switch rapid.IntRange(0, 6).Draw(t, "kind") {
		case 0:
			return map[string]any(rapid.MapOfN(rapid.String(), rapid.Deferred(func() *rapid.Generator[any] { return value }), 0, 4).Draw(t, "object"))
		case 1:
			return rapid.SliceOfN(rapid.Deferred(func() *rapid.Generator[any] { return value }), 0, 4).Draw(t, "array")
		case 2:
			return rapid.String().Draw(t, "text")
		case 3:
			return float64(rapid.Int32().Draw(t, "number"))
		case 4:
			return rapid.Bool().Draw(t, "truth")
		}
		return nil
	})
	rapid.Check(t, func(t *rapid.T) {
		want := value.Draw(t, "value")
		raw, err := json.MarshalIndent(want, "", rapid.SampledFrom([]string{"", " ", "\t"}).Draw(t, "indent"))
		require.NoError(t, err)
		got, ok := rules.NewJSON(raw).At("")
		require.True(t, ok)
		require.True(t, reflect.DeepEqual(want, read(got)), "%s", raw)
	})
}

// read makes of a value what encoding/json makes of it.
func read(v rules.Value) any {
	switch {
	case v.Object():
		object := map[string]any{}
		for key, member := range v.Members {
			object[key] = read(member)
		}
		return object
	case v.Array():
		array := []any{}
		for i, item := range v.Items {
			if i != len(array) {
				return "an item is numbered wrongly"
			}
			array = append(array, read(item))
		}
		return array
	case v.Text():
		return v.String()
	case v.Number():
		f, _ := v.Decimal().Float64()
		return f
	case v.Null():
		return nil
	}
	return v.True()
}

func FuzzJSON(f *testing.F) {
	for _, seed := range []string{`{"a":[1,-0.5e+3,"x\u00e6",true,null]}`, `{"a":1,}`, `"\`, `[01]`, ``, "\x00"} {
		f.Add([]byte(seed), "/a/0")
	}
	f.Fuzz(func(t *testing.T, raw []byte, pointer string) {
		j := rules.NewJSON(raw)
		require.Equal(t, json.Valid(raw), j.Valid())
		if v, ok := j.At(pointer); ok {
			require.True(t, json.Valid([]byte(v.Raw())), "%q", v.Raw())
			_ = read(v)
		}
	})
}

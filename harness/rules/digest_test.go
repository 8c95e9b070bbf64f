package rules_test

import (
	"hash/maphash"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/rules"
)

func TestDigestIsThatOfWhatIsSaid(t *testing.T) {
	t.Parallel()
	seed := maphash.MakeSeed()
	digest := func(text string) uint64 {
		v, ok := rules.NewJSON([]byte(text)).At("")
		require.True(t, ok, text)
		return v.Digest(seed)
	}
	const one = `{"a":[1,2,{"b":null}],"c":"A/B","d":{"e":true,"f":1.50}}`
	for _, same := range []string{
		"{ \"c\":\"A\\/B\" ,\n\"a\" : [ 1 , 2,{\"b\":null} ],\"d\":{\"f\":1.50,\"e\":true}}",
		`{"a":[1,2,{"b":null}],"\u0063":"\u0041/B","d":{"e":true,"f":1.50}}`,
	} {
		assert.Equal(t, digest(one), digest(same), same)
	}
	for _, other := range []string{
		`{"a":[2,1,{"b":null}],"c":"A/B","d":{"e":true,"f":1.50}}`,
		`{"a":[1,2,{"b":null}],"c":"A/B","d":{"e":true,"f":1.5}}`,
		`{"a":[1,2,{"b":"null"}],"c":"A/B","d":{"e":true,"f":1.50}}`,
		`{"a":[1,2,{"b":null}],"c":"A/B","e":true,"f":1.50}`,
		`{"c":[1,2,{"b":null}],"a":"A/B","d":{"e":true,"f":1.50}}`,
		`{"a":[1,2,{"b":null}],"c":"A/B","d":{"e":true}}`,
		`[]`, `{}`, `""`, `0`, `"0"`, `[{}]`, `[[]]`,
	} {
		assert.NotEqual(t, digest(one), digest(other), other)
	}
	assert.NotEqual(t, digest(`{"a":"b"}`), digest(`{"b":"a"}`))
	assert.NotEqual(t, digest(`[]`), digest(`{}`))
	assert.NotEqual(t, digest(`"1"`), digest(`1`))
}

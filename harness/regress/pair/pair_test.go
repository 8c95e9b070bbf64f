package pair_test

import (
	"errors"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/regress/pair"
)

type versions struct {
	Old string `yaml:"old"`
}

func parse(name string, text []byte) (versions, error) {
	var v versions
	err := pair.Decode(name, text, &v)
	return v, err
}

func TestPairsAreReadInTheOrderOfTheirNames(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{"pairs/b.yaml": {Data: []byte("old: b")}, "pairs/a.yaml": {Data: []byte("old: a")}, "pairs/c.yaml": {}, "other/d.yaml": {Data: []byte("old: d")}}
	all, err := pair.All(files, parse)
	require.NoError(t, err)
	assert.Equal(t, []versions{{"a"}, {"b"}, {}}, all)
}

func TestAPairThatCannotBeReadIsNamed(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"new: a", "- a", "old: [unclosed"} {
		_, err := pair.All(fstest.MapFS{"pairs/a.yaml": {Data: []byte(text)}}, parse)
		require.ErrorContains(t, err, "read a.yaml: ")
	}
	_, err := pair.All(fstest.MapFS{"pairs/a.yaml": {}}, func(string, []byte) (versions, error) { return versions{}, errors.New("no") })
	require.EqualError(t, err, "no")
}

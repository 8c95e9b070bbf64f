package regress_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/regress"
)

const head = "openapi: 3.0.3\ninfo: {title: T, version: 1.0.0}\npaths: {}\n"

func TestDifferencesFollowReferences(t *testing.T) {
	t.Parallel()
	published := regress.Files{
		"a.yaml": []byte(head + "components: {schemas: {A: {$ref: 'b.yaml#/B'}}}\n"),
		"b.yaml": []byte("B: {type: string, maxLength: 5, description: prose}\n"),
	}
	ours := regress.Files{"o.yaml": []byte(head + "components: {schemas: {A: {$ref: '#/components/schemas/Shared'}, Shared: {maxLength: 6, type: string}}}\n")}
	found, err := regress.Differences(published, "a.yaml", ours, "o.yaml")
	require.NoError(t, err)
	assert.Equal(t, []string{"/components/schemas/A/maxLength: published 5, ours 6"}, found)
}

func TestDifferencesEndWithRecursiveSchemas(t *testing.T) {
	t.Parallel()
	recursive := regress.Files{"a.yaml": []byte(head + "components: {schemas: {A: {properties: {next: {$ref: '#/components/schemas/A'}}}}}\n")}
	found, err := regress.Differences(recursive, "a.yaml", recursive, "a.yaml")
	require.NoError(t, err)
	assert.Empty(t, found)
}

func TestDifferencesRefuseWhatIsNoDocument(t *testing.T) {
	t.Parallel()
	good := regress.Files{"a.yaml": []byte(head)}
	for _, text := range []string{"", "just text", "[1, 2]", "a: [unclosed", "swagger: '2.0'"} {
		_, err := regress.Differences(regress.Files{"b.yaml": []byte(text)}, "b.yaml", good, "a.yaml")
		assert.ErrorContains(t, err, "b.yaml", text)
	}
}

func TestDifferencesLeaveOutWhatNoMachineActsOn(t *testing.T) {
	t.Parallel()
	published := regress.Files{"a.yaml": []byte(head +
		"components: {examples: {E: {value: 1}}, schemas: {A: {type: string, x-enum-varnames: [B], properties: {x-name: {type: string}}}}}\n")}
	ours := regress.Files{"o.yaml": []byte(head + "components: {schemas: {A: {type: string, properties: {x-name: {type: integer}}}}}\n")}
	found, err := regress.Differences(published, "a.yaml", ours, "o.yaml")
	require.NoError(t, err)
	assert.Equal(t, []string{"/components/schemas/A/properties/x-name/type: published string, ours integer"}, found)
}

func TestAFormatThatDescribesIsProse(t *testing.T) {
	t.Parallel()
	with := func(format string) regress.Files {
		return regress.Files{"a.yaml": []byte(head + "components: {schemas: {A: {type: string" + format + "}}}\n")}
	}
	for _, tt := range []struct {
		published, ours string
		same            bool
	}{
		{", format: as it is written by hand", "", true},
		{", format: date", "", false},
		{", format: date", ", format: date-time", false},
	} {
		found, err := regress.Differences(with(tt.published), "a.yaml", with(tt.ours), "a.yaml")
		require.NoError(t, err)
		assert.Equal(t, tt.same, len(found) == 0, "%q and %q: %q", tt.published, tt.ours, found)
	}
}

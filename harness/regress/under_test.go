package regress_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/regress"
)

const twoVersions = `openapi: 3.0.0
info: {title: T, version: 1.0.0}
paths:
  /v1/a: {get: {responses: {'200': {$ref: '#/components/responses/A'}}}}
  /v2/a: {get: {responses: {'200': {$ref: '#/components/responses/B'}}}}
components:
  securitySchemes: {s: {type: http}}
  responses:
    A: {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}
    B: {description: d}
  schemas:
    A: {properties: {inner: {items: [{$ref: '#/components/schemas/Inner'}]}}}
    Inner: {enum: [NO], properties: {again: {$ref: '#/components/schemas/A'}}}
    B: {type: string}
`

func TestUnderKeepsWhatThePathsReferTo(t *testing.T) {
	t.Parallel()
	files := regress.Files{"both.yaml": []byte(twoVersions), "other.yaml": []byte("a: 1")}
	part, err := regress.Under("/v1/", files, "both.yaml")
	require.NoError(t, err)
	assert.Equal(t, "a: 1", string(part["other.yaml"]))
	assert.YAMLEq(t, `
openapi: 3.0.0
info: {title: T, version: 1.0.0}
paths:
  /v1/a: {get: {responses: {'200': {$ref: '#/components/responses/A'}}}}
components:
  securitySchemes: {s: {type: http}}
  responses:
    A: {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}
  schemas:
    A: {properties: {inner: {items: [{$ref: '#/components/schemas/Inner'}]}}}
    Inner: {enum: ['NO'], properties: {again: {$ref: '#/components/schemas/A'}}}
`, string(part["both.yaml"]))
	assert.Equal(t, twoVersions, string(files["both.yaml"]), "the files themselves stay")
}

func TestUnderLeavesOutKindsThatNobodyRefersTo(t *testing.T) {
	t.Parallel()
	part, err := regress.Under("/v2/", regress.Files{"both.yaml": []byte(twoVersions)}, "both.yaml")
	require.NoError(t, err)
	assert.NotContains(t, string(part["both.yaml"]), "schemas")
	assert.Contains(t, string(part["both.yaml"]), "B:")
}

func TestUnderNothingIsEverything(t *testing.T) {
	t.Parallel()
	files := regress.Files{"a.yaml": []byte("[unclosed")}
	part, err := regress.Under("", files, "a.yaml")
	require.NoError(t, err)
	assert.Equal(t, files, part)
}

func TestUnderRefusesWhatHasNoSuchPath(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "just text", "[1, 2]", "a: [unclosed", twoVersions} {
		_, err := regress.Under("/v3/", regress.Files{"a.yaml": []byte(text)}, "a.yaml")
		assert.ErrorContains(t, err, "a.yaml", text)
	}
}

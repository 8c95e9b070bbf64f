package specs_test

import (
	"regexp"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"kontrakt/specs"
)

// A name that stands for a person or a secret is marked wherever it holds text.
func TestWhatNamesAPersonOrASecretIsMarked(t *testing.T) {
	t.Parallel()
	personal := regexp.MustCompile(`(?i)^(sub|.*phone.?number|mobileNumber|e-?mail|(first|last|given|family|passenger)_?name|date_?of_?birth|birthdate|addressLine\d|street_address|formatted|(post|zip|postal)_?code|city|personalQr|.*ssn)$`)
	secret := regexp.MustCompile(`(?i)^(.*token|.*secret|nin|Ocp-Apim-Subscription-Key|authorization)$`)
	all, err := specs.Sources()
	require.NoError(t, err)
	seen := 0
	for _, s := range all {
		var walk func(pointer string, v any)
		check := func(pointer, name string, v any) {
			m, _ := v.(map[string]any)
			if kind := m["type"]; kind != nil && kind != "string" {
				return
			}
			for want, names := range map[string]*regexp.Regexp{"personal": personal, "secret": secret} {
				if names.MatchString(name) {
					seen++
					assert.Equal(t, want, m["x-kontrakt-sensitive"], "%s %s", s.ID, pointer)
				}
			}
		}
		walk = func(pointer string, v any) {
			switch v := v.(type) {
			case map[string]any:
				properties, _ := v["properties"].(map[string]any)
				for name, p := range properties {
					check(pointer+"/"+name, name, p)
				}
				if name, ok := v["name"].(string); ok && v["in"] != nil {
					check(pointer, name, v)
				}
				for k, e := range v {
					walk(pointer+"/"+k, e)
				}
			case []any:
				for _, e := range v {
					walk(pointer+"/-", e)
				}
			}
		}
		walk("#", decodedDocument(t, corrected(t, s)))
	}
	assert.Greater(t, seen, 60)
}

func decodedDocument(t *testing.T, doc *openapi3.T) any {
	t.Helper()
	data, err := doc.MarshalJSON()
	require.NoError(t, err)
	var v any
	require.NoError(t, yaml.Unmarshal(data, &v))
	return v
}

func TestMarksStandWhereTheyMeanSomething(t *testing.T) {
	t.Parallel()
	all, err := specs.Sources()
	require.NoError(t, err)
	for _, s := range all {
		doc := corrected(t, s)
		var walk func(pointer string, v any)
		walk = func(pointer string, v any) {
			switch v := v.(type) {
			case map[string]any:
				if _, ok := v["x-kontrakt-closed"]; ok {
					assert.Contains(t, v, "enum", pointer)
				}
				if class, ok := v["x-kontrakt-sensitive"]; ok {
					assert.Contains(t, []any{"secret", "personal"}, class, pointer)
					assert.NotContains(t, v, "$ref", pointer)
				}
				for k, e := range v {
					walk(pointer+"/"+k, e)
				}
			case []any:
				for _, e := range v {
					walk(pointer+"/-", e)
				}
			}
		}
		walk("#", decodedDocument(t, doc))
	}
}

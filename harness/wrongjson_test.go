package harness_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"kontrakt/harness"
)

func TestWrongJSONSaysWhatIsWrongAndWhere(t *testing.T) {
	t.Parallel()
	type part struct {
		Of   int       `json:"of"`
		Tags []string  `json:"tags"`
		Raw  []byte    `json:"raw"`
		At   time.Time `json:"at"`
		Yes  *bool     `json:"yes"`
		Size uint8     `json:"size"`
		Name string    `json:"name"`
	}
	for name, tt := range map[string]struct{ text, want string }{
		"nothing":          {"", "it is empty: want JSON"},
		"only space":       {" \n\t", "it is empty: want JSON"},
		"no JSON":          {"a secret", "line 1, column 1: it is no JSON from here on"},
		"broken later on":  {"{\n  \"of\": 3,\n  secret\n}", "line 3, column 3: it is no JSON from here on"},
		"cut":              {"{\"of\": 3,\n \"tags\": [\"x\"", "line 2, column 13: it ends in the middle of the JSON; was it written to its end?"},
		"a text":           {"{\n \"of\": \"secret\"}", "line 2, column 15: of: want a whole number, got a text"},
		"a fraction":       {`{"of": 4711.5}`, "line 1, column 13: of: want a whole number, got a number that does not fit"},
		"too many":         {`{"size": 4711}`, "line 1, column 13: size: want a whole number that is not negative, got a number that does not fit"},
		"a text, no list":  {`{"tags": "secret"}`, "line 1, column 17: tags: want a list, got a text"},
		"a list, no bytes": {`{"raw": {}}`, "line 1, column 9: raw: want a text in base64, got an object"},
		"no truth":         {`{"yes": []}`, "line 1, column 9: yes: want true or false, got a list"},
		"truth":            {`{"name": true}`, "line 1, column 13: name: want a text, got true or false"},
		"no object":        {`[]`, "line 1, column 1: want an object, got a list"},
		"no time":          {`{"at": "secret"}`, "a time in it is none: want one such as 2026-01-31T12:00:00Z"},
		"unknown":          {`{"off": 3}`, `it has a member that is not known: "off"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := json.NewDecoder(bytes.NewReader([]byte(tt.text)))
			d.DisallowUnknownFields()
			assert.EqualError(t, harness.WrongJSON([]byte(tt.text), d.Decode(new(part))), tt.want, "by a decoder")
			if name != "unknown" {
				assert.EqualError(t, harness.WrongJSON([]byte(tt.text), json.Unmarshal([]byte(tt.text), new(part))), tt.want)
			}
		})
	}
	assert.NoError(t, harness.WrongJSON(nil, nil))
	assert.EqualError(t, harness.WrongJSON(nil, io.ErrUnexpectedEOF), "it ends in the middle of the JSON; was it written to its end?")
	other := errors.New("disk gone")
	assert.Equal(t, other, harness.WrongJSON([]byte("{"), other))
}

package sandbox

import (
	"bytes"
	"encoding/json"
)

// Canonical is a JSON body without what makes no difference, space and the
// order of members, so that a request that is repeated can be told from another
// one. What is no JSON stays as it is.
func Canonical(body []byte) string {
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	var v any
	if decoder.Decode(&v) != nil {
		return string(body)
	}
	out, err := json.Marshal(v)
	if err != nil {
		return string(body)
	}
	return string(out)
}

package rules

// JSON is a JSON body, read only as far as a rule asks.
type JSON struct{ raw []byte }

// NewJSON wraps a decompressed body.
func NewJSON(raw []byte) *JSON { return &JSON{raw: raw} }

// A Value is one value in a JSON body.
type Value struct{}

// At gives the value at an RFC 6901 pointer; false where the body is no JSON or
// has nothing there.
func (j *JSON) At(pointer string) (Value, bool) { return Value{}, false }

package client

import "encoding/json"

// Member gives what stands at a place in a JSON body, as it is written there; nil
// where nothing does. The place is the names on the way.
func Member(body []byte, path ...string) json.RawMessage {
	at := json.RawMessage(body)
	for _, name := range path {
		var object map[string]json.RawMessage
		if json.Unmarshal(at, &object) != nil {
			return nil
		}
		at = object[name]
	}
	return at
}

package contract

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"

	"github.com/getkin/kin-openapi/openapi3"
)

// Decode reads a document as what JSON makes of it, for who compares documents
// rather than judging by one: keys are text, dates stay the text they are.
func Decode(file string, data []byte) (map[string]any, error) {
	root, err := parseTree(file, data)
	if err != nil {
		return nil, err
	}
	text, err := toJSON(root)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", file, err)
	}
	var doc map[string]any
	if err := json.Unmarshal(text, &doc); err != nil {
		return nil, fmt.Errorf("read %s: %w", file, err)
	}
	return doc, nil
}

// Open gives a decoded document to kin-openapi, as it is: nothing in it is
// corrected, and only what cannot be read at all is an error. It may refer to
// nothing outside of itself.
func Open(file string, doc map[string]any) (*openapi3.T, error) {
	text, err := json.Marshal(doc)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", file, err)
	}
	loader := openapi3.NewLoader()
	loader.IsExternalRefsAllowed = true
	loader.ReadFromURIFunc = func(_ *openapi3.Loader, u *url.URL) ([]byte, error) {
		return nil, fmt.Errorf("there is no copy of %s", u)
	}
	opened, err := loader.LoadFromDataWithPath(text, &url.URL{Path: "document.json"})
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", file, firstOf(err))
	}
	if opened.OpenAPI == "" || opened.Paths == nil {
		return nil, fmt.Errorf("read %s: %w", file, errors.New("no OpenAPI document"))
	}
	return opened, nil
}

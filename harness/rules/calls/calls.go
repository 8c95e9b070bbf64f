// Package calls judges what merchants do alike whatever API they call: how they
// name themselves and their token, what they write in texts that people read, and
// which addresses they hand over.
//
// What belongs to one API stands in harness/api/<name>.
package calls

import (
	"embed"
	"io/fs"
	"slices"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

//go:embed testdata/*/keeps-*.txt testdata/*/breaks-*.txt
var examples embed.FS

// Examples are files that keep each rule and files that break it, as package
// example reads them.
func Examples() fs.FS { return examples }

// Rules are those that hold for every operation of every API.
func Rules() []rules.Check {
	return []rules.Check{bearer, personalText, prefixSlash, publicAddress, systemHeaders, testInProduction}
}

// production is the host on which money is real.
const production = "api.vipps.no"

// sent says whether the exchange is a call of the merchant's.
func sent(v *rules.View) bool { return v.Flow == harness.FlowAPI }

// inHeader is a finding in a header of the request.
func inHeader(name, want, got string) harness.Finding {
	return harness.Finding{Direction: harness.InRequest, In: harness.PartHeader, Pointer: name, Want: want, Got: got}
}

// texts gives the strings that the request has at some pointers, each with its
// own; a list is looked at item by item.
func texts(v *rules.View, pointers ...string) []text {
	var found []text
	for _, pointer := range pointers {
		if s := v.Text(pointer); s != "" {
			found = append(found, text{pointer, s})
		}
	}
	return found
}

type text struct{ pointer, value string }

// changing are the methods whose calls have a body.
func changing(v *rules.View) bool {
	return sent(v) && slices.Contains([]string{"POST", "PUT", "PATCH"}, v.Request.Method)
}

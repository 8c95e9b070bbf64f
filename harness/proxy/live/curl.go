package live

import (
	"bytes"
	"maps"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"kontrakt/harness"
)

// curl words a request as a command for a POSIX shell. In place of credentials,
// and of all that a redacted header held, stand variables; what is redacted
// elsewhere has its pseudonym, which has the same shape. A call to the API goes
// to KONTRAKT_URL, through the proxy.
func curl(j *harness.Judged) string {
	words, redacted := []string{"curl"}, redactedIn(j, harness.RequestOf(j.Flow))
	if strings.ContainsAny(j.Request.Target, "[]{}") {
		words[0] += " --globoff"
	}
	if strings.Contains(j.Request.Target, "/.") {
		words[0] += " --path-as-is"
	}
	body := j.Request.Body
	switch {
	case j.Request.Method == http.MethodHead:
		words = append(words, "--head")
	case j.Request.Method == http.MethodPost && body.Size > 0, j.Request.Method == http.MethodGet && body.Size == 0:
	default:
		words = append(words, "--request "+quote(j.Request.Method))
	}
	if j.Flow == harness.FlowCallback {
		words = append(words, quote(j.Request.Scheme+"://"+j.Request.Host+j.Request.Target))
	} else {
		words = append(words, `"$KONTRAKT_URL"`+quote(j.Request.Target))
	}
	for _, name := range slices.Sorted(maps.Keys(j.Request.Header)) {
		if leftOut(name) {
			continue
		}
		for _, value := range j.Request.Header[name] {
			words = append(words, "--header "+header(name, value, redacted[name]))
		}
	}
	if body.Size > 0 && j.Request.Header.Get("Content-Type") == "" {
		words = append(words, "--header 'Content-Type:'") // or curl says that it is a form
	}
	note := ""
	switch {
	case body.Size == 0:
	case !body.Whole() || !utf8.Valid(body.Bytes) || bytes.IndexByte(body.Bytes, 0) >= 0:
		note = "\n# the body is left out: it is no text, or was not captured whole"
	default:
		words = append(words, "--data-raw "+quote(string(body.Bytes)))
	}
	return strings.Join(words, " \\\n  ") + note
}

// leftOut says of a header that curl makes it itself, or that it is about one
// connection.
func leftOut(name string) bool {
	switch strings.ToLower(name) {
	case "host", "content-length", "connection", "keep-alive", "transfer-encoding", "accept-encoding", "expect", "te", "trailer", "upgrade", "proxy-connection":
		return true
	}
	return false
}

// header words a header, its value a variable where that is a secret.
func header(name, value string, redacted bool) string {
	variable := credentials[strings.ToLower(name)]
	switch {
	case value == "":
		return quote(name + ";") // as curl wants an empty header
	case variable == "" && !redacted:
		return quote(name + ": " + value)
	case variable == "":
		variable = "KONTRAKT_" + strings.Map(func(r rune) rune {
			switch {
			case r >= 'a' && r <= 'z':
				return r - 'a' + 'A'
			case r >= 'A' && r <= 'Z', r >= '0' && r <= '9':
				return r
			}
			return '_'
		}, name)
	}
	if scheme, _, has := strings.Cut(value, " "); has && strings.EqualFold(name, "Authorization") {
		return quote(name+": "+scheme+" ") + `"$` + variable + `"`
	}
	return quote(name+": ") + `"$` + variable + `"`
}

// credentials are the variables of those headers that carry them.
var credentials = map[string]string{
	"authorization":             "KONTRAKT_ACCESS_TOKEN",
	"client_id":                 "KONTRAKT_CLIENT_ID",
	"client_secret":             "KONTRAKT_CLIENT_SECRET",
	"ocp-apim-subscription-key": "KONTRAKT_SUBSCRIPTION_KEY",
}

// quote makes one word of any text.
func quote(text string) string { return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'" }

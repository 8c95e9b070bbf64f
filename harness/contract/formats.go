package contract

import (
	"errors"
	"net/mail"
	"net/url"
	"strings"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
)

var errFormat = errors.New("not of the format")

// visitOptions collect every failure; matchOptions stop at the first. No
// direction is set: no document uses readOnly or writeOnly, and a direction
// makes kin-openapi copy every value that it compares with a oneOf.
var (
	visitOptions = []openapi3.SchemaValidationOption{
		openapi3.MultiErrors(), openapi3.DisableSchemaErrorDetails(), openapi3.WithStringFormatValidators(stringFormats),
	}
	matchOptions = []openapi3.SchemaValidationOption{
		openapi3.FailFast(), openapi3.DisableSchemaErrorDetails(), openapi3.WithStringFormatValidators(stringFormats),
	}
)

// stringFormats are the formats that we assert, handed to each validation: the
// package's own maps are the process's.
var stringFormats = map[string]openapi3.StringFormatValidator{
	"date":      format(isDate),
	"date-time": format(isDateTime),
	"uuid":      format(isUUID),
	"uri":       format(isURI),
	"email":     format(isEmail),
}

func format(ok func(string) bool) openapi3.StringFormatValidator {
	return openapi3.NewCallbackValidator(func(s string) error {
		if ok(s) {
			return nil
		}
		return errFormat
	})
}

func isDate(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}

// isDateTime follows RFC 3339, where T and Z may be lower case and a second may
// be the sixtieth; 31 February is no date.
func isDateTime(s string) bool {
	if len(s) < len("2006-01-02T15:04:05Z") || s[10] != 'T' && s[10] != 't' {
		return false
	}
	s = strings.ToUpper(s)
	if s[17:19] == "60" {
		s = s[:17] + "59" + s[19:]
	}
	// The reader of package time forgives a comma and one digit for the hour.
	if strings.Contains(s, ",") || s[13] != ':' {
		return false
	}
	_, err := time.Parse(time.RFC3339Nano, s)
	return err == nil
}

// isUUID takes the written form of RFC 9562 whatever the version.
func isUUID(s string) bool {
	if len(s) != 36 {
		return false
	}
	for i := range len(s) {
		c := s[i]
		switch i {
		case 8, 13, 18, 23:
			if c != '-' {
				return false
			}
		default:
			if (c < '0' || c > '9') && (c < 'a' || c > 'f') && (c < 'A' || c > 'F') {
				return false
			}
		}
	}
	return true
}

// isURI asks for a scheme and something after it, without white space.
func isURI(s string) bool {
	if strings.ContainsAny(s, " \t\r\n<>\"") {
		return false
	}
	u, err := url.Parse(s)
	return err == nil && u.Scheme != "" && (u.Host != "" || u.Opaque != "" || u.Path != "" || u.RawQuery != "")
}

func isEmail(s string) bool {
	a, err := mail.ParseAddress(s)
	return err == nil && a.Address == s && a.Name == ""
}

// formatWords says what a format asks for.
func formatWords(s *openapi3.Schema) string {
	switch s.Format {
	case "date":
		return "a date, such as 2026-01-31"
	case "date-time":
		return "a date and time with offset, such as 2026-01-31T12:00:00Z"
	case "uuid":
		return "a UUID"
	case "uri":
		return "an absolute URI"
	case "email":
		return "an e-mail address"
	case "int32":
		return "an integer of 32 bits"
	case "int64":
		return "an integer of 64 bits"
	case "byte":
		return "text in base64"
	}
	return "the format " + s.Format
}

package redact

import (
	"net/textproto"
	"strings"
)

// A name says by itself what a value is.
type name int

const (
	plainName name = iota
	// secretName: token, secret, password, key, signature.
	secretName
	// identityName: a national identity number.
	identityName
	// phoneName: a phone number, also one without a country code.
	phoneName
	// personName: anything else that names a person.
	personName
)

// nameOf classes the name of a property, parameter or path parameter.
func nameOf(key string) name {
	key = strings.Map(func(c rune) rune {
		if c == '-' || c == '_' || c == '.' || c == ' ' {
			return -1
		}
		return c
	}, strings.ToLower(key))
	switch {
	case endsInAny(key, "token", "secret", "password", "passwd", "pwd", "apikey", "subscriptionkey", "accesskey", "authorization", "signature", "jwt", "assertion", "session", "sessionid", "credential", "credentials"),
		key == "code", key == "key", key == "sig", key == "auth", key == "cookie", key == "state":
		return secretName
	case key == "nin", key == "ssn", key == "fnr", containsAny(key, "personnummer", "fodselsnummer", "nationalid", "identitynumber", "birthnumber", "socialsecurity"):
		return identityName
	case containsAny(key, "phone", "mobile", "msisdn", "telefon"), key == "tlf", key == "tel":
		return phoneName
	case endsInAny(key, "email", "firstname", "lastname", "givenname", "familyname", "fullname", "userid", "streetaddress"),
		key == "sub", key == "birthdate", key == "dateofbirth":
		return personName
	}
	return plainName
}

func endsInAny(s string, ends ...string) bool {
	for _, end := range ends {
		if strings.HasSuffix(s, end) {
			return true
		}
	}
	return false
}

func containsAny(s string, parts ...string) bool {
	for _, part := range parts {
		if strings.Contains(s, part) {
			return true
		}
	}
	return false
}

// nameOf remembers the class of names that contracts declare, of which there
// are only so many.
func (r *Redactor) nameOf(key string) name {
	if n, ok := r.names.Load(key); ok {
		return n.(name)
	}
	n := nameOf(key)
	r.names.Store(strings.Clone(key), n)
	return n
}

// clearHeader lists the header fields whose values are shown; all others get
// pseudonyms.
func clearHeader(field string) bool {
	field = textproto.CanonicalMIMEHeaderKey(field)
	switch field {
	case "Accept", "Accept-Charset", "Accept-Encoding", "Accept-Language", "Accept-Ranges", "Age", "Allow", "Cache-Control", "Connection",
		"Content-Disposition", "Content-Encoding", "Content-Language", "Content-Length", "Content-Location", "Content-Type", "Date", "Etag",
		"Expect", "Expires", "Host", "Idempotency-Key", "Keep-Alive", "Last-Modified", "Location", "Merchant-Serial-Number", "Pragma",
		"Retry-After", "Server", "Strict-Transport-Security", "Te", "Trailer", "Transfer-Encoding", "Upgrade", "User-Agent", "Vary", "Via",
		"Www-Authenticate", "X-Content-Type-Options", "X-Frame-Options", "X-Request-Id", "X-Powered-By", "X-Accel-Buffering":
		return true
	}
	return strings.HasPrefix(field, "Vipps-System-")
}

// clearParameter lists the parameters of queries and forms whose values are
// shown.
func clearParameter(key string) bool {
	switch strings.ToLower(key) {
	case "page", "pagesize", "pagenumber", "limit", "offset", "count", "size", "sort", "order", "orderby", "status", "type", "v", "version",
		"from", "to", "since", "until", "fromdate", "todate", "createdafter", "createdbefore", "currency", "amount", "orderid", "reference",
		"agreementid", "chargeid", "agreementstatus", "chargestatus", "grant_type", "scope", "token_type", "expires_in", "locale", "lang", "language",
		"response_type", "format", "include":
		return true
	}
	return false
}

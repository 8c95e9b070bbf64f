package redact

import (
	"encoding/json"
	"strings"

	"kontrakt/harness/contract"
)

// expired is what the APIs put in the place of personal data after seven days:
// common to all of them, and nobody's.
const expired = "[Expired]"

// nobodys says that a phone number is one that no network gives out: nothing but
// zeros behind a country's code. Tests call nobody with it.
func nobodys(value string) bool {
	for _, country := range []string{"47", "45", "46", "358"} {
		if rest, found := strings.CutPrefix(strings.TrimPrefix(value, "+"), country); found && len(rest) >= 8 && len(rest) <= 10 {
			return strings.Trim(rest, "0") == ""
		}
	}
	return false
}

// safe is what may be shown of a string in a body.
func (r *Redactor) safe(value string, v view) string {
	if value == "" || value == expired || nobodys(value) {
		return value
	}
	if class := r.classOf(value, v); class != contract.Public {
		r.learn(value, class)
		return r.Pseudonym(value)
	}
	if !v.declared() {
		// What is inside may be worth recognising elsewhere.
		r.text(value)
		return r.Pseudonym(value)
	}
	if nested := strings.TrimSpace(value); len(nested) > 1 && (nested[0] == '{' || nested[0] == '[') && json.Valid([]byte(nested)) {
		return string(r.json([]byte(value), nil, contract.Public, func(string) {}))
	}
	shown, _ := r.text(value)
	return shown
}

// classOf is the class of a string by its place, or by the property's name
// where the place is declared and not marked.
func (r *Redactor) classOf(value string, v view) contract.Class {
	if v.class != contract.Public || v.name == "" {
		return v.class
	}
	switch r.named(v) {
	case secretName:
		if vocabulary(value) || v.declared() && errorCode(value) {
			return contract.Public
		}
		return contract.Secret
	case identityName:
		return contract.Personal
	case phoneName:
		if digitsIn(value) >= 6 {
			return contract.Personal
		}
	case personName:
		if !v.declared() || strings.Contains(value, "@") {
			return contract.Personal
		}
	}
	return contract.Public
}

// vocabulary says that a value is a word of a vocabulary, not a secret: the
// state ACTIVE.
func vocabulary(value string) bool {
	for i := range len(value) {
		if c := value[i]; !letter(c) && c != '_' {
			return false
		}
	}
	return len(value) <= 20
}

// errorCode says that the value of a code is the name of an error, in small
// letters with dots: charges.create.invalid_agreement.
func errorCode(value string) bool {
	for i := range len(value) {
		if c := value[i]; (c < 'a' || c > 'z') && c != '_' && c != '.' {
			return false
		}
	}
	return strings.Count(value, ".") > 0 && len(value) <= 80
}

func (r *Redactor) sensitiveNumber(literal string, v view) bool {
	if v.class != contract.Public || identity(literal) {
		return true
	}
	if digitsIn(literal) < shortest {
		return false
	}
	switch r.named(v) {
	case phoneName, identityName, secretName:
		return true
	}
	return len(r.known.find(nil, literal)) > 0
}

// named classes the name of the property; only declared names, of which there
// are so many, are remembered.
func (r *Redactor) named(v view) name {
	if v.declared() {
		return r.nameOf(v.name)
	}
	return nameOf(v.name)
}

func digitsIn(s string) int {
	n := 0
	for i := range len(s) {
		if digit(s[i]) {
			n++
		}
	}
	return n
}

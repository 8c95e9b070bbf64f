package profile_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"kontrakt/harness/sandbox/profile"
)

var now = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func TestNumbersSayWhoIsBehindThem(t *testing.T) {
	t.Parallel()
	tests := []struct {
		number string
		known  bool
		age    int
		never  bool
	}{
		{"4740000001", true, 37, false},
		{"4740009001", true, 1, false},
		{"4740009017", true, 17, false},
		{"4740009018", true, 18, false},
		{"4740009099", true, 99, false},
		{"4740009100", true, 37, false},
		{"4740009000", false, 37, false},
		{"4700001234", true, 37, true},
		{"4500001234", true, 37, true},
		{"35800001234", true, 37, true},
		{"358401234567", true, 37, false},
		{"47", false, 37, false},
	}
	for _, tt := range tests {
		p, known := profile.ByPhone(tt.number, now)
		assert.Equal(t, tt.known, known, tt.number)
		assert.Equal(t, tt.age, p.Age(now), tt.number)
		assert.Equal(t, tt.never, p.NeverApproved(), tt.number)
		assert.Equal(t, tt.number, p.Phone)
	}
}

func TestAgeCountsBirthdays(t *testing.T) {
	t.Parallel()
	for born, age := range map[string]int{
		"2008-03-01": 18, "2008-03-02": 17, "2008-02-28": 18, "2026-03-01": 0, "": -1, "long ago": -1, "2004-02-29": 22,
	} {
		assert.Equal(t, age, profile.Person{Born: born}.Age(now), born)
	}
}

func TestOneFillsWhatTheOtherDoesNotSay(t *testing.T) {
	t.Parallel()
	home := profile.Address{Line1: "Testgata 1", City: "Bergen"}
	p := profile.Person{FirstName: "Ola", Address: home}.Or(profile.Somebody())
	assert.Equal(t, "Ola", p.FirstName)
	assert.Equal(t, profile.Somebody().LastName, p.LastName)
	assert.Equal(t, home, p.Address, "an address counts as a whole")
}

func TestAConsentIsOpenForAWeek(t *testing.T) {
	t.Parallel()
	c := profile.Consent{Scope: []string{"name"}, At: now}
	assert.True(t, c.Open(now.Add(168*time.Hour-1)))
	assert.False(t, c.Open(now.Add(168*time.Hour)))
	assert.True(t, c.Covers("name"))
	assert.False(t, c.Covers("email"))
}

func TestWordsOfAScope(t *testing.T) {
	t.Parallel()
	for _, word := range profile.Words(" name address  email phoneNumber birthDate nin ") {
		assert.True(t, profile.Word(word), word)
	}
	for _, word := range []string{"", "Name", "openid", "phone"} {
		assert.False(t, profile.Word(word), word)
	}
}

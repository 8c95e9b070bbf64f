package certify

import (
	"time"

	"kontrakt/harness/certify/attest"
)

// Schema is the version of the document.
const Schema = "kontrakt/certificate/v1"

// Verdicts of a certificate.
const (
	Certified    = "certified"
	NotCertified = "not-certified"
	Inconclusive = "inconclusive"
)

// A Certificate says how an integration stands against the profiles, and what
// proves it. It is a self-assessment, and no approval by Vipps MobilePay.
type Certificate struct {
	Schema   string    `json:"schema"`
	Tool     Tool      `json:"tool"`
	IssuedAt time.Time `json:"issuedAt"`
	// FreshUntil is when the oldest evidence that the verdict rests on has become
	// too old, UTC; the zero time where nothing is met.
	FreshUntil time.Time `json:"freshUntil"`
	Verdict    string    `json:"verdict"`
	Reason     string    `json:"reason"`
	Subject    Subject   `json:"subject"`
	Target     Target    `json:"target"`
	Profiles   []Frozen  `json:"profiles"`
	// Contracts are those that the exchanges were held against.
	Contracts    []Contract `json:"contracts"`
	Requirements []Line     `json:"requirements"`
	// NotApplicable are the requirements for abilities that were not declared.
	NotApplicable []Unasked `json:"notApplicable"`
	// Exchanges are the recording that was judged, by its digests.
	Exchanges attest.Chain `json:"exchanges"`
	// Reproduce is the command that makes the certificate again.
	Reproduce string `json:"reproduce"`
}

// Tool is the program that judged.
type Tool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// A Subject is who is certified.
type Subject struct {
	Merchant string `json:"merchant"`
	// MSN is the merchant serial number, shown in part.
	MSN string `json:"msn"`
	// Integration and Version are what the calls say of the software that makes
	// them: the plugin, else the system.
	Integration string `json:"integration"`
	Version     string `json:"version"`
	// Build is a digest or a commit of the software, as declared.
	Build string `json:"build"`
}

// A Target is what answered as the API.
type Target struct {
	Kind        string `json:"kind"`
	URL         string `json:"url"`
	Environment string `json:"environment"`
}

// Frozen names a profile.
type Frozen struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Date  string `json:"date"`
	// SHA256 is of the profile's requirements, with those of what it extends.
	SHA256 string `json:"sha256"`
}

// A Contract is one that was judged by.
type Contract struct {
	ID      string `json:"id"`
	Edition string `json:"edition"`
	// SHA256 is of the document as published, empty where none is; Digest of the
	// transcription and the overlay that were judged by.
	SHA256  string `json:"sha256"`
	Digest  string `json:"digest"`
	Errata  int    `json:"errata"`
	Updates int    `json:"updates"`
}

// A Line is a requirement as it stands.
type Line struct {
	ID       string     `json:"id"`
	Profile  string     `json:"profile"`
	Level    Level      `json:"level"`
	Says     string     `json:"says"`
	Source   string     `json:"source"`
	Status   string     `json:"status"`
	Because  string     `json:"because"`
	Help     string     `json:"help"`
	Note     string     `json:"note"`
	Evidence []Evidence `json:"evidence"`
	// Scenarios are those of features/merchant that it is met by, where no exchange
	// proves it.
	Scenarios []string `json:"scenarios"`
	// ScenariosAt is when the last of them ended, UTC.
	ScenariosAt time.Time `json:"scenariosAt,omitzero"`
}

// Unasked is a requirement that does not apply.
type Unasked struct {
	ID      string `json:"id"`
	Profile string `json:"profile"`
	Ability string `json:"ability"`
}

// Package sandbox is the embedded simulator of the APIs: tenants with their
// credentials, each with a virtual clock, faults, rate limits and deliveries of
// its own; the control calls under /__sandbox/; the pages for people.
//
// It knows no API. What an API does stands in harness/api/<name>, as a Service;
// what several have of it, whatever their words, stands in the packages within:
// payments in ledger, and agreements, sessions, logistics, webhooks and people.
package sandbox

// Package sandbox is the embedded simulator of the APIs: tenants with their
// credentials, each with a virtual clock, faults, rate limits and deliveries of
// its own; the control calls under /__sandbox/; the pages for people.
//
// It knows no API. What an API does stands in harness/api/<name>, as a Service.
package sandbox

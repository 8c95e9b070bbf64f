// Package webhook keeps a merchant's registrations in the sandbox and delivers
// events to them: signed, in order, repeated by the documented schedule on the
// merchant's own clock.
//
// It knows no payments: an API says what happened with [Publish]. How a
// merchant registers over HTTP stands in harness/api/webhooks.
package webhook

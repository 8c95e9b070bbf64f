// Package contract loads the published OpenAPI documents, corrects them by
// their overlays, finds the operation that an exchange belongs to, and judges
// requests, answers and callbacks by their schemas.
//
// It is the only package that knows kin-openapi. What no schema can say is
// judged by package rules.
//
// kin-openapi decides what breaks a schema; we read the message around it
// (routes, parameters, media types, codings, the JSON text itself) and walk the
// value a second time for what it does not look at. An exchange in which a
// compiled reader of raw JSON is certain that nothing would be found goes
// through neither: see fast.go.
//
// Overlays and authored documents carry marks of ours:
//
//	x-kontrakt-sensitive: secret|personal  on a schema, property or parameter: its value is never shown
//	x-kontrakt-closed: true                on an enum: it is complete, a foreign member in an answer is an error
//	x-kontrakt-when: [/a, '!/b']           on a callback's operation: the body for which it is meant
//	x-kontrakt-callback: true              on a path: the merchant serves it, not the API
package contract

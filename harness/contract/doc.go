// Package contract loads the published OpenAPI documents, corrects them by
// their overlays, finds the operation that an exchange belongs to, and judges
// requests, answers and callbacks by their schemas.
//
// It is the only package that knows kin-openapi. What no schema can say is
// judged by package rules.
package contract

package webhooks

import "embed"

// examples stand beside the rules, one that keeps each and one that breaks it.
//
//go:embed testdata/*/keeps-*.txt testdata/*/breaks-*.txt
var examples embed.FS

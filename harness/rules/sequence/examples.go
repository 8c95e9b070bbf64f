package sequence

import (
	"embed"
	"io/fs"
)

//go:embed testdata/*/keeps-*.txt testdata/*/breaks-*.txt
var examples embed.FS

// Examples are files that keep each rule and files that break it, as package
// example reads them.
func Examples() fs.FS { return examples }

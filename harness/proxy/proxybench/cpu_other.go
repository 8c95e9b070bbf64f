//go:build !unix

package proxybench

import "time"

// ProcessorTime is what this process has had of the processors so far, which is
// not known here: 0.
func ProcessorTime() time.Duration { return 0 }

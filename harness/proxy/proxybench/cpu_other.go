//go:build !unix

package proxybench

import "time"

// processorTime is not known here.
func processorTime() time.Duration { return 0 }

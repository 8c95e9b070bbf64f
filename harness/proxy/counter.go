package proxy

import (
	"fmt"
	"sync/atomic"
)

// Counter makes a source of exchange IDs, x0001, x0002, …, to be shared by all
// that record in one run.
func Counter() func() string {
	var n atomic.Int64
	return func() string { return fmt.Sprintf("x%04d", n.Add(1)) }
}

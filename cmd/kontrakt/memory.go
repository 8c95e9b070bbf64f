package main

import "runtime/debug"

// A run is short and its garbage young: collecting less often gives about a
// tenth more throughput to the proxy, and the limit keeps a long recording
// within 256 MiB all the same (measured with make bench).
const (
	gcPercent   = 400
	memoryLimit = 192 << 20
)

// tuneMemory sets the collector up, unless the user has.
func tuneMemory(lookup func(string) (string, bool)) {
	if _, set := lookup("GOGC"); !set {
		debug.SetGCPercent(gcPercent)
	}
	if _, set := lookup("GOMEMLIMIT"); !set {
		debug.SetMemoryLimit(memoryLimit)
	}
}

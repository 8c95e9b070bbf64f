package main

import "runtime/debug"

// A run is short and its garbage young: collecting less often gives about a
// tenth more throughput to the proxy, and the whole suite needs 13 s of CPU where
// it needs 36 s within 192 MiB. A proxy that serves may do so for days, and is to
// be no burden beside what it watches: then the limit keeps it within 64 MiB, of
// which the program itself is about 28, and within 256 MiB while it reports
// (measured with make bench).
const (
	gcPercent   = 400
	memoryLimit = 512 << 20
	serveLimit  = 35 << 20
	reportLimit = 192 << 20
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

// serveInLittle gives back what the start has taken, and keeps the program small
// until done is called, unless the user has set it up.
func serveInLittle(lookup func(string) (string, bool)) func() (done func()) {
	return func() func() {
		if _, set := lookup("GOMEMLIMIT"); set {
			return func() {}
		}
		debug.SetMemoryLimit(serveLimit)
		go debug.FreeOSMemory()
		return func() { debug.SetMemoryLimit(reportLimit) }
	}
}

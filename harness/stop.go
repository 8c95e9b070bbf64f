package harness

// A Stop is an error that ends a command before anything was judged: what
// stands in the way, and what to do about it.
type Stop struct {
	Err  error
	Hint string
	// Usage says that the call or the configuration is at fault (exit status 2),
	// and not the world (exit status 3).
	Usage bool
}

// Error gives the cause without the hint, which is shown on a line of its own.
func (s *Stop) Error() string { return s.Err.Error() }

// Unwrap gives the cause.
func (s *Stop) Unwrap() error { return s.Err }

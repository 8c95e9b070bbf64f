package webhook

import "time"

const (
	// timeout is how long the merchant has for an answer, in real time (2026).
	timeout = 10 * time.Second
	// patience is how long one event is tried, from its first attempt.
	patience = 7 * 24 * time.Hour
	// unresponsive is how long a registration may fail before it is deleted
	// (March 2026).
	unresponsive = 14 * 24 * time.Hour
)

// pause is the time between a failed attempt, counted from 1, and the next. The
// schedule is published with the remark that it may change: four attempts two
// seconds apart, the fifth after a minute, the sixth after two, then hourly up to
// the 29th, then daily.
//
// Choice: the time counts from the end of the failed attempt.
func pause(attempt int) time.Duration {
	switch {
	case attempt < 4:
		return 2 * time.Second
	case attempt == 4:
		return 60 * time.Second
	case attempt == 5:
		return 120 * time.Second
	case attempt < 29:
		return time.Hour
	}
	return 24 * time.Hour
}

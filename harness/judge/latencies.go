package judge

import (
	"math"
	"math/bits"
	"slices"
	"time"
)

// latencies is a histogram of durations: every one counts, none is kept. A
// quantile is exact to one part in 128; the maximum is exact.
type latencies struct {
	buckets map[uint16]uint32
	total   uint64
	max     time.Duration
}

// fine is how many bits of a duration, below the first, tell buckets apart.
const fine = 7

func (l *latencies) add(d time.Duration) {
	if l.buckets == nil {
		l.buckets = map[uint16]uint32{}
	}
	d = max(d, 0)
	l.buckets[bucketOf(uint64(d))]++
	l.total++
	l.max = max(l.max, d)
}

// bucketOf numbers buckets in ascending order of the nanoseconds in them.
func bucketOf(n uint64) uint16 {
	shift := max(bits.Len64(n)-fine-1, 0)
	return uint16(shift)<<(fine+1) + uint16(n>>shift)
}

// top is the longest duration in a bucket.
func top(bucket uint16) time.Duration {
	shift, n := bucket>>(fine+1), uint64(bucket&(1<<(fine+1)-1))
	return time.Duration((n+1)<<shift - 1)
}

// quantile gives the duration that the share q of all does not exceed; 0 where
// there is none.
func (l *latencies) quantile(q float64) time.Duration {
	if l.total == 0 {
		return 0
	}
	rank := max(uint64(math.Ceil(q*float64(l.total))), 1)
	order := make([]uint16, 0, len(l.buckets))
	for b := range l.buckets {
		order = append(order, b)
	}
	slices.Sort(order)
	var seen uint64
	for _, b := range order {
		if seen += uint64(l.buckets[b]); seen >= rank {
			return min(top(b), l.max)
		}
	}
	return l.max
}

package judge

import (
	"maps"
	"math"
	"math/bits"
	"slices"
	"time"

	"kontrakt/harness"
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

// list gives the buckets, the shortest durations first.
func (l *latencies) list() []harness.Bucket {
	all := make([]harness.Bucket, 0, len(l.buckets))
	for _, b := range slices.Sorted(maps.Keys(l.buckets)) {
		all = append(all, harness.Bucket{Number: b, Count: l.buckets[b]})
	}
	return all
}

// take adds buckets that list gave; the maximum is in none of them.
func (l *latencies) take(all []harness.Bucket) {
	if l.buckets == nil {
		l.buckets = map[uint16]uint32{}
	}
	for _, b := range all {
		l.buckets[b.Number] += b.Count
		l.total += uint64(b.Count)
	}
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
	return l.at(math.Ceil(q * float64(l.total)))
}

// sure is how many standard deviations the interval of a median spans to each
// side: 99.9 per cent are in it.
const sure = 3.29

// median gives the interval in which the median lies, by the ranks that a sample
// of this size leaves open.
func (l *latencies) median() (low, high time.Duration) {
	if l.total == 0 {
		return 0, 0
	}
	n := float64(l.total)
	open := sure * math.Sqrt(n) / 2
	return l.at(math.Floor(n/2 - open)), l.at(math.Ceil(n/2+open) + 1)
}

// at gives the duration of a rank, counted from 1.
func (l *latencies) at(rank float64) time.Duration {
	rank = min(max(rank, 1), float64(l.total))
	var seen uint64
	for _, b := range l.list() {
		if seen += uint64(b.Count); float64(seen) >= rank {
			return min(top(b.Number), l.max)
		}
	}
	return l.max
}

package sandbox

import (
	"strings"
	"time"
)

// window is what rate limits are counted over.
const window = time.Minute

// limit counts a call against its route's rate limit, in a window that slides
// on the tenant's clock; ok is false where there is no room, and after says when
// there is again. The box is locked.
//
// Choice: a refused call does not count.
func (b *Box) limit(c *Call, e *endpoint) (after time.Duration, ok bool) {
	if e.route.PerMinute <= 0 || !b.tenant.RateLimits || b.Fault(faultNoLimits) {
		return 0, true
	}
	key := e.service.ID + " " + e.route.Method + " " + strings.ToLower(e.route.Path)
	if e.route.LimitKey != nil {
		key += " " + e.route.LimitKey(c)
	}
	now := b.Now()
	seen := b.limits[key]
	for len(seen) > 0 && now.Sub(seen[0]) >= window {
		seen = seen[1:]
	}
	if len(seen) >= e.route.PerMinute {
		b.limits[key] = seen
		return seen[0].Add(window).Sub(now), false
	}
	b.limits[key] = append(seen, now)
	return 0, true
}

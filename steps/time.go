package steps

import (
	"context"
	"fmt"
	"strings"
)

func sayTime(b *book) {
	b.say(`{number} (minute|hour|day|week)s? (?:pass|passes|has passed|have passed)`, timePasses)
	b.say(`{number} (hour)s have passed while the merchant kept its token`, timePassesWithToken)
}

func timePasses(ctx context.Context, n int, unit string) error {
	return worldFrom(ctx).advance(ctx, period(n, unit))
}

// period writes a span of time as ISO 8601 does.
func period(n int, unit string) string {
	switch unit {
	case "week":
		return fmt.Sprintf("P%dD", 7*n)
	case "day":
		return fmt.Sprintf("P%dD", n)
	}
	return fmt.Sprintf("PT%d%s", n, strings.ToUpper(unit[:1]))
}

package sandbox

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// A period is an ISO 8601 duration; years, months and days go by the calendar.
type period struct {
	years, months, days int
	clock               time.Duration
}

var isoPeriod = regexp.MustCompile(
	`^P(?:(\d{1,5})Y)?(?:(\d{1,5})M)?(?:(\d{1,5})W)?(?:(\d{1,6})D)?(T(?:(\d{1,6})H)?(?:(\d{1,7})M)?(?:(\d{1,9})(?:[.,](\d{1,9}))?S)?)?$`)

// parsePeriod reads an ISO 8601 duration such as PT24H, P180D or PT0.5S.
func parsePeriod(text string) (period, error) {
	m := isoPeriod.FindStringSubmatch(text)
	if m == nil || strings.HasSuffix(text, "T") || text == "P" {
		return period{}, fmt.Errorf("%q is not an ISO 8601 duration such as PT10M or P180D", text)
	}
	number := func(group int) int {
		n, _ := strconv.Atoi(m[group]) // the pattern allows digits only, or nothing
		return n
	}
	fraction, _ := strconv.Atoi((m[9] + "000000000")[:9])
	return period{
		years:  number(1),
		months: number(2),
		days:   number(3)*7 + number(4),
		clock: time.Duration(number(6))*time.Hour + time.Duration(number(7))*time.Minute +
			time.Duration(number(8))*time.Second + time.Duration(fraction),
	}, nil
}

// after is the time one period later.
func (p period) after(t time.Time) time.Time {
	return t.AddDate(p.years, p.months, p.days).Add(p.clock)
}

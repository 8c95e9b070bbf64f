package agreement

import "time"

// hours are the times of day, in the market's own time, at which charges are
// processed: first the main one, then those at which it is tried again
// (developer pages of 2026-08-21; the guide of 2023 has 07:00 and 15:00 UTC).
//
// Choice: those of Denmark and Finland are in the market's own time as well.
func hours(market string) []int {
	if market == "NO" {
		return []int{9, 17}
	}
	return []int{3, 13, 18, 20, 22, 23}
}

// attempt is the first time after t at which a charge is processed that is due
// on a day and may be tried for some days more; ok is false where there is none.
func attempt(market string, mode Mode, due time.Time, retryDays int, t time.Time) (next time.Time, ok bool) {
	times := hours(market)
	if mode == SingleAttempt {
		times = times[:1]
	}
	for i := range retryDays + 1 {
		for _, hour := range times {
			if at := local(market, due.AddDate(0, 0, i), hour); at.After(t) {
				return at, true
			}
		}
	}
	return time.Time{}, false
}

// local is an hour of a day in the market's own time. All of them have summer
// time between the last Sundays of March and October, 01:00 UTC.
func local(market string, day time.Time, hour int) time.Time {
	ahead := time.Hour
	if market == "FI" {
		ahead = 2 * time.Hour
	}
	winter := time.Date(day.Year(), day.Month(), day.Day(), hour, 0, 0, 0, time.UTC).Add(-ahead)
	summer := winter.Add(-time.Hour)
	if summer.Before(lastSunday(day.Year(), time.March)) || !summer.Before(lastSunday(day.Year(), time.October)) {
		return winter
	}
	return summer
}

// lastSunday is 01:00 UTC of a month's last Sunday.
func lastSunday(year int, month time.Month) time.Time {
	last := time.Date(year, month+1, 0, 1, 0, 0, 0, time.UTC)
	return last.AddDate(0, 0, -int(last.Weekday()))
}

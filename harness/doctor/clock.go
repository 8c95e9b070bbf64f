package doctor

import (
	"fmt"
	"net/http"
	"time"
)

// How far clocks may be apart. The header Date counts whole seconds; a webhook whose
// date is five minutes off is refused by careful merchants, and a token seems to end
// too early or too late.
const (
	skewSeen = 5 * time.Second
	skewBad  = 5 * time.Minute
)

// Clock holds our clock against the header Date of an answer, which was asked for at
// began and had at ended.
func Clock(h http.Header, began, ended time.Time) Check {
	const name = "clock"
	theirs, err := http.ParseTime(h.Get("Date"))
	if err != nil {
		return Check{Name: name, Status: Warn, Says: "the target's answers bear no date", Do: "make sure that this machine's clock is set by NTP"}
	}
	ours := began.Add(ended.Sub(began) / 2)
	apart := ours.Sub(theirs).Round(time.Second)
	how := "ahead of"
	if apart < 0 {
		apart, how = -apart, "behind"
	}
	c := Check{Name: name, Says: fmt.Sprintf("%s %s the target", apart, how), Do: "set this machine's clock by NTP"}
	switch {
	case apart <= skewSeen:
		return Good(name, "within %s of the target's", skewSeen)
	case apart < skewBad:
		c.Status = Warn
	default:
		c.Status = Fail
	}
	return c
}

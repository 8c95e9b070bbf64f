package recurring

import (
	"fmt"
	"strings"
	"time"

	"kontrakt/harness/sandbox/agreement"
)

// money is an amount for people.
func money(minor int64, currency string) string {
	return fmt.Sprintf("%d.%02d %s", minor/100, minor%100, currency)
}

// span is a period for people: 10 weeks, 1 month.
func span(p agreement.Period) string {
	unit := strings.ToLower(string(p.Unit))
	if p.Count == 1 {
		return "1 " + unit
	}
	return fmt.Sprintf("%d %ss", p.Count, unit)
}

// every is an interval for people: every month, every 2 weeks.
func every(p agreement.Period) string {
	return "every " + strings.TrimPrefix(span(p), "1 ")
}

// price is what the agreement costs without its campaign, for people.
func price(a *agreement.Agreement) string {
	t := a.Terms
	often := "whenever you use it"
	if t.Interval != nil {
		often = every(*t.Interval)
	}
	switch p := t.Pricing; {
	case p.Type == agreement.Variable && a.PayerMax > 0:
		return fmt.Sprintf("up to %s at a time, %s", money(a.PayerMax, p.Currency), often)
	case p.Type == agreement.Variable:
		return "varies up to a maximum that you choose, " + often
	case p.Type == agreement.Flexible:
		return "varies, " + often
	}
	return money(t.Pricing.Amount, t.Pricing.Currency) + " " + often
}

// ordinarily explains a campaign: what is paid afterwards, and from when on.
func ordinarily(a *agreement.Agreement) string {
	end, ok := a.CampaignEnd()
	if !ok {
		return ""
	}
	return fmt.Sprintf("The ordinary price, %s, starts on %s", price(a), end.UTC().Format(time.DateOnly))
}

// offered is a campaign for people: what is paid as long as it lasts.
func offered(a *agreement.Agreement) string {
	c := a.Terms.Campaign
	lower := money(c.Price, a.Terms.Pricing.Currency)
	end, _ := a.CampaignEnd()
	until := "until " + end.UTC().Format(time.DateOnly)
	switch {
	case c.Type == agreement.PeriodCampaign && c.Period != nil:
		return lower + " for " + span(*c.Period)
	case c.Type == agreement.EventCampaign:
		return lower + " " + c.EventText
	case c.Type == agreement.FullFlexCampaign && c.Interval != nil:
		return fmt.Sprintf("%s %s %s", lower, every(*c.Interval), until)
	case a.Terms.Interval != nil:
		return fmt.Sprintf("%s %s %s", lower, every(*a.Terms.Interval), until)
	}
	return lower + " " + until
}

package sandbox

import (
	"cmp"
	"errors"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// people is what the page for people shows: one merchant.
type people struct {
	Title, Name, MSN, Now, Action string
	// Public is the default tenant, whose credentials are no secret.
	Public     *Tenant
	Tenants    []neighbourTenant
	Faults     []string
	Jumps      []jump
	Items      []item
	Deliveries []sent
}

type neighbourTenant struct {
	Name, MSN string
	Chosen    bool
}

// A jump is a button that moves the clock.
type jump struct{ Label, Period string }

// item is an [Item] as the page shows it.
type item struct{ Item }

// At is when it was made.
func (i item) At() string { return i.Created.UTC().Format(time.DateTime) }

// Opens says whether its link is for a browser.
func (i item) Opens() bool { return opens(i.Link) }

// Script runs on the page for people.
func (people) Script() template.JS { return template.JS(peopleScript) }

// shownDeliveries and shownTenants are how many the page lists.
const (
	shownDeliveries = 20
	shownTenants    = 50
)

// people shows the merchant that the query names, the header's or the default one.
func (o *order) people() (Reply, error) {
	if msn := o.request.URL.Query().Get("tenant"); msn != "" {
		if o.box = o.sandbox.find(o.sandbox.boxes, msn); o.box == nil {
			return notice(http.StatusNotFound, "There is no such merchant", ""), nil
		}
	}
	tenants := o.neighbours()
	o.box.lock()
	defer o.box.unlock()
	o.box.visited(o.request)
	p := people{
		Title: "kontrakt sandbox", Name: o.box.tenant.Name, MSN: o.box.tenant.MSN, Now: o.box.Now().Format(time.DateTime) + " UTC",
		Action: "/" + controlPrefix + "/page", Tenants: tenants, Faults: o.box.switched(), Items: o.box.items(),
		Jumps: []jump{{"5 minutes", "PT5M"}, {"1 hour", "PT1H"}, {"1 day", "P1D"}, {"30 days", "P30D"}},
	}
	if usual := Default(); usual.SubscriptionKey == o.box.tenant.SubscriptionKey {
		p.Public = &usual
	}
	for _, row := range slices.Backward(o.box.post.list) {
		if len(p.Deliveries) == shownDeliveries {
			break
		}
		shown := *row
		shown.At = strings.NewReplacer("T", " ", "Z", "").Replace(row.At)
		p.Deliveries = append(p.Deliveries, shown)
	}
	return render(http.StatusOK, "people", p), nil
}

func (o *order) neighbours() []neighbourTenant {
	boxes := o.sandbox.all()
	var list []neighbourTenant
	for _, b := range boxes[:min(len(boxes), shownTenants)] {
		list = append(list, neighbourTenant{b.tenant.Name, b.tenant.MSN, b == o.box})
	}
	return list
}

// items gathers what every service has to show, newest first.
func (b *Box) items() []item {
	var all []item
	for _, s := range b.sandbox.options.Services {
		if s.Items == nil {
			continue
		}
		for _, i := range s.Items(b) {
			all = append(all, item{i})
		}
	}
	slices.SortStableFunc(all, func(x, y item) int { return cmp.Or(y.Created.Compare(x.Created), cmp.Compare(x.API, y.API)) })
	return all
}

// pressOnFront is what a button of the page for people does; then it shows the
// page again.
func (o *order) pressOnFront() (Reply, error) {
	form, err := url.ParseQuery(string(o.body))
	if err != nil {
		return notice(http.StatusBadRequest, "This form does not parse", ""), nil
	}
	if o.box = o.sandbox.find(o.sandbox.boxes, form.Get("tenant")); o.box == nil {
		return notice(http.StatusNotFound, "There is no such merchant", ""), nil
	}
	if form.Has("advance") {
		err = o.advanceBy(form.Get("advance"))
	} else {
		_, err = o.act(Act{Verb: form.Get("act"), Kind: form.Get("kind"), Reference: form.Get("reference")})
	}
	if err != nil {
		return pageOf(err), nil
	}
	front := "/" + controlPrefix + "/?" + url.Values{"tenant": {o.box.tenant.MSN}}.Encode()
	return Reply{Status: http.StatusSeeOther, Header: http.Header{"Location": {front}, "Cache-Control": {"no-store"}}}, nil
}

func (o *order) advanceBy(text string) error {
	p, err := parsePeriod(text)
	if err != nil {
		return wrong(http.StatusBadRequest, "%v", err)
	}
	_, err = o.moveClock(p.after)
	return err
}

// pageOf is a problem for people.
func pageOf(err error) Reply {
	var p *problem
	if !errors.As(err, &p) {
		p = wrong(http.StatusInternalServerError, "%v", err)
	}
	return notice(p.Status, "That was not possible", p.Detail)
}

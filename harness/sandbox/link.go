package sandbox

import (
	"net/http"
	"net/url"
	"strings"
)

// GatewayPath is where a person opens the link of a payment, with the query v=2
// and the token. It is the path of the real gateway.
const GatewayPath = "/dwo-api-application/v1/deeplink/vippsgateway"

// NewLink makes the token of a link that a person opens without credentials;
// kind goes into it and says what for (ecom). It looks like a JWT.
func (b *Box) NewLink(kind string) string {
	token := b.jwt(map[string]any{"kind": kind, "jti": b.UUID()}, 64)
	b.sandbox.own(b.sandbox.links, token, b)
	return token
}

// Link is the address of the landing page for a token, unless the API has a
// path of its own for it ([Service.Links], after [Box.Base]). The token stands
// behind the second equals sign, where official collections look for it.
func (b *Box) Link(token string) string {
	return b.base + GatewayPath + "?v=2&token=" + url.QueryEscape(token)
}

// LandingPage renders a page for a person, with buttons that act through token.
func (b *Box) LandingPage(token string, p Page) Reply {
	return render(http.StatusOK, "landing", landing{
		Page: p, Action: pageAction(token), Back: b.back(p.Return), Left: max(p.Expires.Sub(b.Now()), 0),
	})
}

// pageAction is where the buttons of a landing page post to.
func pageAction(token string) string { return "/" + controlPrefix + "/pages/" + url.PathEscape(token) }

// isLink says whether a person's link leads to this path.
func (s *Sandbox) isLink(path string) bool {
	is := func(link string) bool { return strings.EqualFold(strings.TrimSuffix(path, "/"), link) }
	if is(GatewayPath) {
		return true
	}
	for _, service := range s.options.Services {
		for _, link := range service.Links {
			if is(link) {
				return true
			}
		}
	}
	return false
}

// serveLink shows the landing page.
func (s *Sandbox) serveLink(r *http.Request) Reply {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		return notice(http.StatusMethodNotAllowed, "This link is for opening in a browser", "")
	}
	// A script that opens pages may put the token to an address that has it.
	token, _, _ := strings.Cut(r.URL.Query().Get("token"), "?")
	b := s.find(s.links, token)
	if b == nil {
		return unknownLink()
	}
	b.lock()
	defer b.unlock()
	b.visited(r)
	_, p, ok := b.page(token)
	if !ok {
		return unknownLink()
	}
	return b.LandingPage(token, p)
}

// page asks every service for what a token leads to.
func (b *Box) page(token string) (*Service, Page, bool) {
	for i := range b.sandbox.options.Services {
		service := &b.sandbox.options.Services[i]
		if service.Page == nil {
			continue
		}
		if p, ok := service.Page(b, token); ok {
			return service, p, true
		}
	}
	return nil, Page{}, false
}

// press is what a button of a landing page does; afterwards the person is sent
// to where the merchant wants them.
func (s *Sandbox) press(r *http.Request, token string, body []byte) Reply {
	b := s.find(s.links, token)
	if b == nil {
		return unknownLink()
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return notice(http.StatusBadRequest, "This form does not parse", "")
	}
	b.lock()
	defer b.unlock()
	b.visited(r)
	service, p, ok := b.page(token)
	switch {
	case !ok:
		return unknownLink()
	case !p.Open:
		return b.LandingPage(token, p)
	}
	button, ok := p.button(form.Get("act"))
	if !ok || service.Act == nil {
		return notice(http.StatusBadRequest, "This page has no such button", "")
	}
	act := Act{Verb: button.Verb, Kind: p.Kind, Reference: p.Reference, Data: p.filledIn(form)}
	if _, err := service.Act(b, act); err != nil {
		return notice(http.StatusConflict, "That was not possible", err.Error())
	}
	return b.afterPress(token, p, button)
}

// afterPress is where a person goes who pressed a button.
func (b *Box) afterPress(token string, p Page, button Button) Reply {
	if _, after, ok := b.page(token); ok {
		p = after
	}
	back := b.back(p.Return)
	if button.Stays {
		back = GatewayPath + "?v=2&token=" + url.QueryEscape(token)
	}
	if back == "" {
		return b.LandingPage(token, p)
	}
	return Reply{Status: http.StatusSeeOther, Header: http.Header{"Location": {back}, "Cache-Control": {"no-store"}}}
}

// back is where a person goes after the landing page, "" where there is nowhere
// to go: a literal that is no URL, or a scheme that would run something.
//
// Choice: an origin that a route leads elsewhere is led there for the browser
// too, as no network knows the merchant's name.
func (b *Box) back(to string) string {
	u, err := url.Parse(to)
	if err != nil || u.Scheme == "" {
		return ""
	}
	switch strings.ToLower(u.Scheme) {
	case "javascript", "data", "vbscript", "file", "blob":
		return ""
	}
	for _, routes := range []map[string]string{b.tenant.Routes, b.sandbox.routes} {
		if led, ok := reroute(u, routes); ok {
			return led.String()
		}
	}
	return to
}

func unknownLink() Reply {
	return notice(http.StatusNotFound, "This link leads nowhere",
		"Nobody gave it out, or the sandbox that did was stopped since.")
}

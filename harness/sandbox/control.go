package sandbox

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"
)

// controlPrefix is the first segment of every control call's path.
const controlPrefix = "__sandbox"

// HeaderTenant names the merchant that a control call is about, by its serial
// number; without it, that is the default tenant.
const HeaderTenant = "Kontrakt-Tenant"

// A control is one control call.
type control struct {
	method, path string
	do           func(*order) (Reply, error)
}

// An order is a control call being done. The box is not locked.
type order struct {
	sandbox *Sandbox
	request *http.Request
	params  map[string]string
	body    []byte
	box     *Box
}

func (s *Sandbox) controlCalls() []*control {
	const root = "/" + controlPrefix
	return []*control{
		{http.MethodGet, root, (*order).front},
		{http.MethodPost, root + "/tenants", (*order).addTenant},
		{http.MethodPost, root + "/payments/{reference}/{verb}", acting("payments", "approve", "reject", "expire", "fail")},
		{http.MethodPost, root + "/agreements/{reference}/{verb}", acting("agreements", "approve", "reject", "expire", "stop")},
		{http.MethodPost, root + "/charges/{reference}/{verb}", acting("charges", "settle", "fail")},
		{http.MethodGet, root + "/clock", (*order).readClock},
		{http.MethodPost, root + "/clock", (*order).setClock},
		{http.MethodGet, root + "/deliveries", (*order).listDeliveries},
		{http.MethodGet, root + "/faults", (*order).listFaults},
		{http.MethodPut, root + "/faults", (*order).putFaults},
		{http.MethodPost, root + "/pages/{token}", (*order).pressButton},
		{http.MethodPost, root + "/page", (*order).pressOnFront},
	}
}

// serveControl does a control call. Browsers may make them only from the
// sandbox's own pages.
func (s *Sandbox) serveControl(r *http.Request, path string, body []byte) Reply {
	if err := http.NewCrossOriginProtection().Check(r); err != nil {
		return wrong(http.StatusForbidden, "another site's page may not control the sandbox").reply()
	}
	at := s.controls.find(r.Method, path)
	switch {
	case len(at.methods) > 0:
		reply := wrong(http.StatusMethodNotAllowed, "%s is not for this path; %s is", r.Method, strings.Join(at.methods, " or ")).reply()
		reply.Header.Set("Allow", strings.Join(at.methods, ", "))
		return reply
	case !at.found:
		return wrong(http.StatusNotFound, "there is no such control call; specs/sandbox.v1.yaml lists them").reply()
	}
	o := &order{sandbox: s, request: r, params: at.params, body: body}
	if err := o.choose(); err != nil {
		return asReply(err)
	}
	reply, err := at.value.do(o)
	if err != nil {
		return asReply(err)
	}
	return reply
}

// choose finds the tenant that the call is about.
func (o *order) choose() error {
	msn := o.request.Header.Get(HeaderTenant)
	if msn == "" {
		o.box = o.sandbox.first()
		return nil
	}
	if o.box = o.sandbox.find(o.sandbox.boxes, msn); o.box == nil {
		return wrong(http.StatusNotFound, "%s: there is no merchant with serial number %q", HeaderTenant, msn)
	}
	return nil
}

func asReply(err error) Reply {
	var p *problem
	if !errors.As(err, &p) {
		p = wrong(http.StatusInternalServerError, "%v", err)
	}
	return p.reply()
}

// front is the page for people, or for programs what this is.
func (o *order) front() (Reply, error) {
	if strings.Contains(o.request.Header.Get("Accept"), "text/html") {
		return o.people()
	}
	return JSON(http.StatusOK, "application/json", struct {
		Name    string `json:"name"`
		Version string `json:"version"`
	}{"kontrakt-sandbox", cmp.Or(o.sandbox.options.Version, "dev")}), nil
}

func (o *order) addTenant() (Reply, error) {
	t := Tenant{RateLimits: true}
	err := fields(o.body, map[string]any{
		"name": &t.Name, "msn": &t.MSN, "routes": &t.Routes, "rateLimits": &t.RateLimits,
		"abilities": map[string]any{
			"directCapture": &t.Abilities.DirectCapture, "skipLandingPage": &t.Abilities.SkipLandingPage,
			"loginOnly": &t.Abilities.LoginOnly, "nationalIdentityNumber": &t.Abilities.NationalIdentityNumber,
			"limits": &t.Abilities.Limits,
		},
	})
	if err != nil {
		return Reply{}, err
	}
	t, err = o.sandbox.Add(t)
	switch {
	case errors.Is(err, errTaken):
		return Reply{}, wrong(http.StatusConflict, "%v", err)
	case err != nil:
		return Reply{}, wrong(http.StatusBadRequest, "%v", err)
	}
	return JSON(http.StatusCreated, "application/json", t), nil
}

// acting is the control call with which the customer, or time, acts.
func acting(kind string, verbs ...string) func(*order) (Reply, error) {
	return func(o *order) (Reply, error) {
		verb := strings.ToLower(o.params["verb"])
		if !slices.Contains(verbs, verb) {
			return Reply{}, wrong(http.StatusNotFound, "nobody can %s %s; the verbs are %s", verb, kind, strings.Join(verbs, ", "))
		}
		if len(o.body) > 0 {
			if _, err := object(o.body); err != nil {
				return Reply{}, wrong(http.StatusBadRequest, "the body is not a JSON object: %v", err)
			}
		}
		return o.act(Act{Verb: verb, Kind: kind, Reference: o.params["reference"], Data: o.body})
	}
}

func (o *order) act(a Act) (Reply, error) {
	o.box.lock()
	defer o.box.unlock()
	o.box.visited(o.request)
	for _, service := range o.sandbox.options.Services {
		if service.Act == nil {
			continue
		}
		switch ok, err := service.Act(o.box, a); {
		case err != nil:
			return Reply{}, wrong(http.StatusConflict, "%s %s: %v", a.Verb, a.Reference, err)
		case ok:
			return Reply{Status: http.StatusNoContent}, nil
		}
	}
	return Reply{}, wrong(http.StatusNotFound, "merchant %s has no %s with the reference %q",
		o.box.MSN(), strings.TrimSuffix(a.Kind, "s"), a.Reference)
}

type clockBody struct {
	Now string `json:"now"`
}

func (o *order) readClock() (Reply, error) {
	o.box.lock()
	defer o.box.unlock()
	return JSON(http.StatusOK, "application/json", clockBody{stamp(o.box.Now())}), nil
}

func (o *order) setClock() (Reply, error) {
	var advance, set *string
	if err := fields(o.body, map[string]any{"advance": &advance, "set": &set}); err != nil {
		return Reply{}, err
	}
	target, err := clockTarget(advance, set)
	if err != nil {
		return Reply{}, err
	}
	now, err := o.moveClock(target)
	if err != nil {
		return Reply{}, err
	}
	return JSON(http.StatusOK, "application/json", clockBody{stamp(now)}), nil
}

// moveClock sets the clock forward, one call at a time.
func (o *order) moveClock(target func(time.Time) time.Time) (time.Time, error) {
	o.box.advancing.Lock()
	defer o.box.advancing.Unlock()
	now, err := o.box.advance(o.request.Context(), target)
	if err != nil {
		return now, wrong(http.StatusBadRequest, "%v", err)
	}
	return now, nil
}

func clockTarget(advance, set *string) (func(time.Time) time.Time, error) {
	switch {
	case (advance == nil) == (set == nil):
		return nil, wrong(http.StatusBadRequest, "want either advance or set")
	case advance != nil:
		p, err := parsePeriod(*advance)
		if err != nil {
			return nil, wrong(http.StatusBadRequest, "advance: %v", err)
		}
		return p.after, nil
	}
	t, err := time.Parse(time.RFC3339, *set)
	if err != nil {
		return nil, wrong(http.StatusBadRequest, "set: %q is not a time such as 2026-01-31T12:00:00Z", *set)
	}
	return func(time.Time) time.Time { return t }, nil
}

func (o *order) listDeliveries() (Reply, error) {
	query := o.request.URL.Query()
	for name := range query {
		if name != "wait" && name != "reference" {
			return Reply{}, wrong(http.StatusBadRequest, "unknown parameter %q; known are reference, wait", name)
		}
	}
	if query.Has("wait") {
		p, err := parsePeriod(query.Get("wait"))
		if err != nil {
			return Reply{}, wrong(http.StatusBadRequest, "wait: %v", err)
		}
		ctx, cancel := context.WithTimeout(o.request.Context(), p.clock)
		defer cancel()
		_ = o.box.Idle(ctx) // the list says what is still on its way
	}
	o.box.lock()
	defer o.box.unlock()
	list := []sent{}
	for _, row := range o.box.post.list {
		if !query.Has("reference") || row.Reference == query.Get("reference") {
			list = append(list, *row)
		}
	}
	return JSON(http.StatusOK, "application/json", map[string]any{"deliveries": list}), nil
}

func (o *order) listFaults() (Reply, error) {
	o.box.lock()
	defer o.box.unlock()
	return JSON(http.StatusOK, "application/json", map[string]any{"faults": append([]string{}, o.box.switched()...), "known": o.sandbox.faults}), nil
}

func (o *order) putFaults() (Reply, error) {
	var names *[]string
	if err := fields(o.body, map[string]any{"faults": &names}); err != nil {
		return Reply{}, err
	}
	if names == nil {
		return Reply{}, wrong(http.StatusBadRequest, "want faults, a list of names")
	}
	o.box.lock()
	unknown, ok := o.box.switchFaults(*names)
	o.box.unlock()
	if !ok {
		return Reply{}, wrong(http.StatusBadRequest, "unknown fault %q; known are %s", unknown, strings.Join(o.sandbox.faultNames(), ", "))
	}
	return o.listFaults()
}

func (o *order) pressButton() (Reply, error) {
	return o.sandbox.press(o.request, o.params["token"], o.body), nil
}

package sandbox

import (
	"cmp"
	"errors"
	"net/http"
	"strings"
)

// Name is what a sandbox calls itself, at GET /__sandbox/ and where it calls
// merchants.
const Name = "kontrakt-sandbox"

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
		{http.MethodPost, root + "/payments/{reference}/{verb}", acting("payments", "approve", "reject", "expire", "fail", "withdraw-consent", "capture", "cancel", "refund")},
		{http.MethodPost, root + "/sessions/{reference}/{verb}", acting("sessions", "submit", "choose", "pay", "approve", "reject", "expire", "fail", "forget")},
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
	}{Name, cmp.Or(o.sandbox.options.Version, "dev")}), nil
}

func (o *order) addTenant() (Reply, error) {
	t := Tenant{RateLimits: true}
	err := fields(o.body, map[string]any{
		"name": &t.Name, "msn": &t.MSN, "routes": &t.Routes, "rateLimits": &t.RateLimits, "patienceMs": &t.PatienceMs, "clockStands": &t.ClockStands,
		"clock": &t.Clock,
		"abilities": map[string]any{
			"directCapture": &t.Abilities.DirectCapture, "skipLandingPage": &t.Abilities.SkipLandingPage,
			"loginOnly": &t.Abilities.LoginOnly, "nationalIdentityNumber": &t.Abilities.NationalIdentityNumber,
			"express": &t.Abilities.Express, "longLiving": &t.Abilities.LongLiving, "market": &t.Abilities.Market,
			"partialCapture": &t.Abilities.PartialCapture, "lateCapture": &t.Abilities.LateCapture,
			"unscheduled": &t.Abilities.Unscheduled, "fullFlex": &t.Abilities.FullFlex,
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

func (o *order) pressButton() (Reply, error) {
	return o.sandbox.press(o.request, o.params["token"], o.body), nil
}

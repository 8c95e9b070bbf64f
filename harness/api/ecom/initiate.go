package ecom

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"kontrakt/harness/sandbox"
	"kontrakt/harness/sandbox/ledger"
)

const (
	// linkLife is how long a link can be opened, patience how long the customer
	// has altogether (guide, section on timeouts).
	linkLife = 5 * time.Minute
	patience = 10 * time.Minute

	currency = "NOK"
)

// initiated is the answer to initiate.
type initiated struct {
	OrderID string `json:"orderId"`
	URL     string `json:"url,omitempty"`
}

// initiate starts a payment. It knows no idempotency: the same orderId again is
// a duplicate.
func initiate(c *sandbox.Call) sandbox.Reply {
	f, err := readForm(c)
	if err == nil {
		err = admit(c.Box, f)
	}
	if err != nil {
		return answer(c.Box, nil, err)
	}
	o, err := open(c.Box, f)
	if err != nil {
		return answer(c.Box, nil, err)
	}
	reply := initiated{OrderID: o.id, URL: o.link(c.Box)}
	if c.Box.Fault(faultNoLink) {
		reply.URL = ""
	}
	return answer(c.Box, reply, nil)
}

// admit says whether the sales unit may start this payment.
func admit(b *sandbox.Box, f form) error {
	if err := f.complete(); err != nil {
		return err
	}
	scope := strings.Fields(f.Transaction.Scope)
	switch {
	case b.Abilities().LoginOnly && !b.Fault(faultLoginPays):
		return refused(groupShop, "97")
	case f.MerchantInfo.MSN != b.MSN():
		// Choice: to these keys another sales unit's number is one that is not
		// available.
		return refused(groupShop, "37")
	case f.Transaction.SkipLandingPage && !b.Abilities().SkipLandingPage && !b.Fault(faultSkipForAll):
		return refused(groupShop, "38")
	case slices.Contains(scope, "nin") && !mayAskNIN(b):
		return refused(groupShop, "51")
	case f.MerchantInfo.express() && len(scope) > 0 && !b.Fault(faultScopeInExpress):
		return invalid("scope", "An express payment cannot ask for a scope.")
	}
	if err := checkURLs(b, *f.MerchantInfo); err != nil {
		return err
	}
	if f.MerchantInfo.express() {
		if err := checkExpress(b, *f.MerchantInfo); err != nil {
			return err
		}
	}
	if f.Transaction.SkipLandingPage {
		return checkPhone(b, f.CustomerInfo.MobileNumber)
	}
	return nil
}

func mayAskNIN(b *sandbox.Box) bool {
	return b.Abilities().NationalIdentityNumber && !b.Fault(faultNINForNobody) || b.Fault(faultNINForAll)
}

// checkPhone holds the number to which the push message goes. Without one there
// is nowhere to send it; one that cannot be repaired belongs to nobody.
func checkPhone(b *sandbox.Box, sent string) error {
	if sent == "" {
		return invalid("mobileNumber", "It is needed where the landing page is skipped.")
	}
	if _, ok := repairPhone(sent); !ok && !b.Fault(faultPhoneUnchecked) {
		return refused(groupUser, "81")
	}
	return nil
}

// repairPhone makes eight digits of the other forms of a Norwegian number, as
// eCom tries to.
func repairPhone(sent string) (string, bool) {
	number := strings.NewReplacer(" ", "", "-", "", "+", "00").Replace(sent)
	number = strings.TrimPrefix(number, "00")
	if len(number) == 10 {
		number = strings.TrimPrefix(number, "47")
	}
	return number, eightDigits(number)
}

// open enters the payment and lets it time out.
func open(b *sandbox.Box, f form) (*order, error) {
	id := f.Transaction.OrderID
	o := &order{
		id: id, number: b.Digits(10), created: b.Now(), shop: *f.MerchantInfo, text: f.Transaction.Text,
		express: f.MerchantInfo.express(), skipLandingPage: f.Transaction.SkipLandingPage,
		scope: strings.Fields(f.Transaction.Scope), replies: map[string]replay{},
	}
	money, err := ledger.NewPayment(id, currency, ID, f.Transaction.Amount, o.first(b))
	if err != nil {
		return nil, invalid("amount", "It must be more than nothing.")
	}
	if err := o.shipping.fix(f.MerchantInfo.Static); err != nil {
		return nil, err
	}
	if o.money = money; !bookOf(b).Enter(money) && !b.Fault(faultDuplicateAccepted) && !freed(b, id) {
		return nil, refused(groupShop, "34")
	}
	if sent := f.CustomerInfo.MobileNumber; eightDigits(sent) {
		o.phone = sent // other forms are taken, but not filled in
	} else if o.skipLandingPage {
		o.phone, _ = repairPhone(sent)
	}
	o.token = b.NewLink("ecom")
	deskOf(b).add(o)
	life := patience
	if b.Fault(faultExpiresEarly) {
		life = linkLife
	}
	b.At(o.created.Add(life), "ecom payment times out", func() { expire(b, o) })
	return o, nil
}

// freed says whether a seeded defect gives an orderId away again.
func freed(b *sandbox.Box, id string) bool {
	before := deskOf(b).byID[id]
	return before != nil && before.end != "" && b.Fault(faultIDFreed)
}

// link is what the customer opens: the landing page, or the app at once.
func (o *order) link(b *sandbox.Box) string {
	if o.shop.IsApp && !b.Fault(faultAppPage) {
		return "vippsMT://?token=" + url.QueryEscape(o.token)
	}
	return o.page(b)
}

// page is the address of the landing page. There are clients that take the
// token for what follows the second equals sign, so v comes first.
func (o *order) page(b *sandbox.Box) string {
	return b.Base() + sandbox.GatewayPath + "?v=2&token=" + url.QueryEscape(o.token)
}

// checkURLs holds the four addresses to https, as since October 2022.
func checkURLs(b *sandbox.Box, i shopInfo) error {
	for _, a := range []struct{ field, address string }{
		{"callbackPrefix", i.CallbackPrefix},
		{"consentRemovalPrefix", i.ConsentRemovalPrefix},
		{"shippingDetailsPrefix", i.ShippingDetailsPrefix},
	} {
		given := a.address != "" || a.field == "callbackPrefix" && !b.Fault(faultToldOptional)
		if given && !webAddress(b, a.address) {
			return invalid(a.field, "It must be an https address that can be reached.")
		}
	}
	// In an app nobody checks the way back; INTENT is Android's word for it.
	own := i.IsApp || i.FallBack == "INTENT" || customScheme(i.FallBack)
	if own && !b.Fault(faultOwnSchemes) || i.FallBack == "" && b.Fault(faultWayOptional) || webAddress(b, i.FallBack) {
		return nil
	}
	return invalid("fallBack", "It must be an https address or an app's own scheme.")
}

// webAddress says whether eCom takes an address. It validates as Apache Commons'
// UrlValidator does, to which a host without a dot is none.
func webAddress(b *sandbox.Box, address string) bool {
	u, err := url.Parse(address)
	if err != nil || strings.ContainsAny(address, " \t\r\n") {
		return false
	}
	secure := u.Scheme == "https" || u.Scheme == "http" && b.Fault(faultPlainHTTP)
	host := u.Hostname()
	return secure && strings.Trim(host, ".") == host && strings.ContainsAny(host, ".:")
}

// customScheme says whether an address is an app's own: merchantapp://done.
func customScheme(address string) bool {
	scheme, _, found := strings.Cut(address, "://")
	u, err := url.Parse(scheme + ":")
	return found && err == nil && u.Scheme != "" && !strings.HasPrefix(u.Scheme, "http")
}

// withheld is what the rest of the package answers to an order that is not
// there.
func withheld(b *sandbox.Box) error {
	why := refused(groupShop, "35")
	if b.Fault(faultUnknownAs400) {
		why[0].status = http.StatusBadRequest
	}
	return why
}

package epayment

import (
	"net/http"
	"time"

	"kontrakt/harness/sandbox"
	"kontrakt/harness/sandbox/ledger"
)

const (
	// linkLife is how long a link can be opened, patience how long the customer
	// has altogether (knowledge base on timeouts).
	linkLife = 5 * time.Minute
	patience = 10 * time.Minute
)

// createdJSON is the answer to create.
type createdJSON struct {
	RedirectURL string `json:"redirectUrl,omitempty"`
	Reference   string `json:"reference"`
}

// create starts a payment.
func create(c *sandbox.Call) sandbox.Reply {
	f, err := readForm(c)
	if err == nil {
		err = admit(c.Box, f)
	}
	if err != nil {
		return answer(c, 0, nil, err)
	}
	p, err := open(c.Box, f, c.Request.Header.Get(headerKey))
	if err != nil {
		return answer(c, 0, nil, err)
	}
	reply := createdJSON{RedirectURL: p.redirect(c.Box), Reference: f.Reference}
	if c.Box.Fault(faultNoRedirect) {
		reply.RedirectURL = ""
	}
	return answer(c, http.StatusCreated, reply, nil)
}

// open enters the payment and lets it expire.
func open(b *sandbox.Box, f form, key string) (*payment, error) {
	p := &payment{form: f, key: key, created: b.Now(), deadline: b.Now().Add(patience)}
	if at, ok, err := f.expiry(); err == nil && ok {
		p.deadline = at
	}
	money, err := ledger.NewPayment(f.Reference, f.Amount.Currency, ID, f.Amount.Value,
		ledger.Note{At: b.Now(), Key: key, ID: b.UUID(), Text: f.Description})
	if err != nil {
		return nil, refused("6010")
	}
	if err := p.shipping.fix(f); err != nil {
		return nil, err
	}
	if p.money = money; !bookOf(b).Enter(money) && !b.Fault(faultReferenceTwice) && !freed(b, f.Reference) {
		return nil, refused("4150")
	}
	p.token = b.NewLink("epayment")
	deskOf(b).add(p)
	b.At(p.deadline, "epayment payment expires", func() { expire(b, p) })
	p.tell(b)
	return p, nil
}

// freed says whether a seeded defect gives the reference of a payment away again
// that ended without money.
func freed(b *sandbox.Box, reference string) bool {
	before := deskOf(b).byRef[reference]
	return before != nil && before.money.Stage() == ledger.Ended && b.Fault(faultReferenceFreed)
}

// redirect is what create answers to send the customer to: the landing page, the
// app, or the QR code. A push message goes to the customer by itself.
func (p *payment) redirect(b *sandbox.Box) string {
	switch p.form.UserFlow {
	case pushMessage:
		if !b.Fault(faultPushRedirects) {
			return ""
		}
	case native:
		if !b.Fault(faultNativePage) {
			return appLink(p.token)
		}
	case qrCode:
		return p.qr(b)
	}
	return p.page(b)
}

package ecom

import (
	"strings"

	"kontrakt/harness/sandbox"
)

// approvalJSON is the request to approve without the app.
type approvalJSON struct {
	Phone string `json:"customerPhoneNumber"`
	Token string `json:"token"`
}

// forceApprove approves in the customer's place, in the test environment only.
// Amounts at which the customer's own approval fails do not matter here.
func forceApprove(c *sandbox.Call) sandbox.Reply {
	r, err := locate(c)
	if err != nil {
		return answer(c.Box, nil, err)
	}
	return r.once("approve", func() sandbox.Reply {
		return answer(c.Box, nil, r.approve())
	})
}

func (r *change) approve() error {
	var a approvalJSON
	if len(r.body) > 0 {
		if err := read(r.body, &a); err != nil {
			return err
		}
	}
	switch o := r.order; {
	case a.Phone == "" && a.Token == "":
		return invalid("customerPhoneNumber", "It is needed where there is no token.")
	case a.Token != "" && a.Token != o.token:
		return invalid("token", "It is not the one of the payment's link.")
	case (o.express || o.skipLandingPage) && !r.box.Fault(faultAnyoneApproves), strings.HasPrefix(a.Phone, "0"):
		// Choice: nobody says which code. A number that begins with 0 stands for
		// a test user who has approved nothing in the app yet.
		return refused(groupPayment, "1082")
	case o.end != "":
		return refused(groupVipps, "91")
	case !o.pending():
		return refused(groupVipps, "92")
	}
	return r.forced()
}

func (r *change) forced() error {
	if len(r.order.scope) > 0 {
		r.order.introduce(r.box, nil)
	}
	return reserve(r.box, r.order)
}

package steps

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"kontrakt/harness/api"
	"kontrakt/harness/client"
)

// Approval is how a customer approves on a target that is no sandbox.
type Approval string

const (
	// ByForce asks the test environment to approve in the customer's place; it is
	// also "".
	ByForce Approval = "force"
	// ByHand shows a person the link and waits for her.
	ByHand Approval = "manual"
	// Never leaves out the scenarios that need an approval.
	Never Approval = "skip"
)

// A person has so long to react: five minutes to open the link, and five more
// (source: vippsas/vipps-developers, on timeouts). Nobody asks how it went in the
// first seconds (its polling guidelines).
const (
	personHas   = 10 * time.Minute
	personNeeds = 5 * time.Second
)

// noApproval is why a scenario is left out.
const noApproval = "needs an approval, which --approval skip leaves out"

// byHand says whether a person approves.
func (s *stage) byHand() bool { return s.Control == "" && s.Approval == ByHand }

// approve has what stands behind a link approved: by a person, or by the call that
// every test environment has.
func (w *world) approve(ctx context.Context, what, link string, force func() error, pending func() (bool, error)) error {
	if !w.byHand() {
		return w.forced(ctx, what, link, force, pending)
	}
	if link == "" {
		return errors.New("wait for a person to approve: there is no link to show")
	}
	w.Ask(what+" "+w.subject(), link)
	for asked := personNeeds; asked < personHas; asked += w.Pace {
		d := w.Pace
		if asked == personNeeds {
			d = personNeeds
		}
		if w.Wait(ctx, d) != nil {
			return interrupted{}
		}
		if waits, err := pending(); err != nil || !waits {
			return err
		}
	}
	return &client.Broken{Doing: "wait for a person to approve", Cause: fmt.Errorf("nobody has within %s", personHas)}
}

// subject names what is approved, for people.
func (w *world) subject() string {
	if id := w.recurs.drafted.Agreement; id != "" {
		return id
	}
	return fmt.Sprintf("%s of %s", w.payment.order.Reference, w.payment.order.Amount)
}

// awaitReaction asks until an approval shows, at the pace that the guides give. In
// the sandbox it shows at once.
func (w *world) awaitReaction(ctx context.Context, what string, pending func() (bool, error)) error {
	if w.Control != "" {
		return nil
	}
	const questions = 10
	for range questions {
		if waits, err := pending(); err != nil || !waits {
			return err
		}
		if w.Wait(ctx, w.Pace) != nil {
			return interrupted{}
		}
	}
	return fmt.Errorf("wait for the approval to show: the %s is pending after %d questions", what, questions)
}

// paying says whether the scenario's payment waits for its customer. A person who
// says no has not failed the target.
func (w *world) paying(ctx context.Context) func() (bool, error) {
	return func() (bool, error) {
		p, err := w.read(ctx)
		if err == nil && w.byHand() && (p.State == api.Cancelled || p.State == api.Expired || p.State == api.Failed) {
			err = &client.Broken{Doing: "wait for a person to approve", Cause: fmt.Errorf("the payment is %s", p.State)}
		}
		return p.State == api.Pending, err
	}
}

// agreeing says whether an agreement waits for its payer.
func (w *world) agreeing(ctx context.Context, d api.Agreements, id string) func() (bool, error) {
	return func() (bool, error) {
		a, err := d.Agreement(ctx, id)
		if err == nil && w.byHand() && (a.State == api.AgreementStopped || a.State == api.AgreementExpired) {
			err = &client.Broken{Doing: "wait for a person to approve", Cause: fmt.Errorf("the agreement is %s", a.State)}
		}
		return a.State == api.AgreementPending, err
	}
}

// approved are the states of samples that nobody reaches without an approval.
var approved = []api.Need{
	api.ApprovedPayment, api.CapturedPayment, api.SharedProfile, api.ActiveAgreement, api.DueCharge, api.ReservedCharge, api.PaidCharge,
}

// needsApproval says whether somebody has to approve something in a scenario.
func (o Options) needsApproval(p planned) bool {
	for _, step := range p.Steps {
		for _, s := range sentences() {
			if s.approves && s.expression.MatchString(step.Text) {
				return true
			}
		}
		if !slices.Contains(p.Tags, "@generated") {
			continue
		}
		for _, d := range o.Definitions {
			for _, s := range d.Samples {
				if slices.Contains(p.Tags, "@"+d.ID) && strings.Contains(step.Text, `"`+s.Operation+`"`) && slices.Contains(approved, s.Needs) {
					return true
				}
			}
		}
	}
	return false
}

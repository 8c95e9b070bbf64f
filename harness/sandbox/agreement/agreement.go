package agreement

import (
	"slices"
	"time"

	"kontrakt/harness/sandbox/profile"
)

// Status is how an agreement stands.
type Status string

const (
	// Pending: the payer has not acted.
	Pending Status = "PENDING"
	// Active: the payer approved.
	Active Status = "ACTIVE"
	// Ended: somebody ended it, for good. The payer does with a refusal.
	Ended Status = "STOPPED"
	// Lapsed: nothing came of it.
	Lapsed Status = "EXPIRED"
)

// Life is how long a payer has to approve.
const Life = 10 * time.Minute

// An Agreement is a payer's standing consent. What the merchant wrote stands in
// Terms, as changed since.
type Agreement struct {
	ID, UUID string
	Terms    Terms
	Status   Status
	// Created, Start and Stop are when it was drafted, approved and ended; the
	// latter two are zero before.
	Created, Start, Stop time.Time
	// Deadline is when it expires unless the payer acts.
	Deadline time.Time
	// Actor is who ended it.
	Actor Actor
	// PayerMax is the most that a charge may be, as the payer chose with the
	// approval; 0 before, and where the pricing is not Variable.
	PayerMax int64
	// Initial is the charge that is paid with the approval; nil where there is
	// none.
	Initial *Charge
	// Token is that of the link for the payer. See [sandbox.Box.NewLink].
	Token string
	// Opened is when a person opened the link first; whoever shows the page sets
	// it.
	Opened time.Time
	// Sub names the payer, where they share something.
	Sub string

	payer   profile.Person
	book    *Book
	charges []*Charge
}

// Charges are all of an agreement, oldest first, the initial one among them.
func (a *Agreement) Charges() []*Charge {
	all := slices.Clone(a.charges)
	if a.Initial != nil && a.fault(faultInitialHidden) {
		return slices.DeleteFunc(all, func(c *Charge) bool { return c == a.Initial })
	}
	return all
}

// Charge finds a charge of this agreement by its ID.
func (a *Agreement) Charge(id string) (*Charge, error) {
	c, err := a.book.Charge(id)
	if err != nil || c.Agreement != a && !a.fault(faultForeignCharge) {
		return nil, refuse(UnknownCharge, "")
	}
	return c, nil
}

// CampaignEnd is when the campaign is over: of one for a period it is counted
// from the approval, before that from the draft. ok is false where there is no
// campaign.
func (a *Agreement) CampaignEnd() (end time.Time, ok bool) {
	c := a.Terms.Campaign
	if c == nil {
		return time.Time{}, false
	}
	start := a.Start
	if start.IsZero() || a.fault(faultCampaignFromDraft) {
		start = a.Created
	}
	end = c.ends(start)
	if a.fault(faultCampaignShort) {
		end = end.AddDate(0, 0, -1)
	}
	return end, true
}

func (a *Agreement) fault(name string) bool { return a.book.box.Fault(name) }

// standing is a refusal because of how the agreement stands.
func (a *Agreement) standing(why Reason) error {
	return &Refusal{Reason: why, Status: string(a.Status)}
}

package api

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// Agreements is what sentences that mean the same for every version of Recurring
// ask of one: the merchant's side of an agreement and of its charges. A driver
// keeps no state between calls; what it answers, it has asked the API.
//
// Every method returns a *Refusal when the API refuses, a *client.Broken when
// there was nothing to judge, and any other error when the answer is not what
// the API promises or the version cannot say what it was asked to.
type Agreements interface {
	// Draft offers an agreement. The payer has not acted yet.
	Draft(ctx context.Context, d AgreementDraft) (Drafted, error)
	// Accept lets the test environment accept in the payer's place.
	Accept(ctx context.Context, agreement, phone string) error
	Agreement(ctx context.Context, agreement string) (Agreement, error)
	// Agreements lists all in a state, however many pages they fill; an empty
	// state leaves the choice to the API.
	Agreements(ctx context.Context, in AgreementState) ([]Agreement, error)
	Update(ctx context.Context, agreement string, u AgreementUpdate) error
	// CreateCharge asks for a charge and gives its ID.
	CreateCharge(ctx context.Context, agreement string, o ChargeOrder) (string, error)
	Charge(ctx context.Context, agreement, charge string) (Charge, error)
	// Charges lists all in a state, or all there are where the state is empty.
	Charges(ctx context.Context, agreement string, in ChargeState) ([]Charge, error)
	CaptureCharge(ctx context.Context, c ChargeChange) error
	CancelCharge(ctx context.Context, c ChargeChange) error
	RefundCharge(ctx context.Context, c ChargeChange) error
}

// What can be refused of agreements and charges, beside Approve, Capture, Cancel,
// Refund and Read.
const (
	DraftIt  = "draft"
	UpdateIt = "update"
	ChargeIt = "charge"
)

// AgreementState is the state of an agreement.
type AgreementState string

const (
	AgreementPending AgreementState = "pending"
	AgreementActive  AgreementState = "active"
	AgreementStopped AgreementState = "stopped"
	AgreementExpired AgreementState = "expired"
)

// ChargeState is the state of a charge.
type ChargeState string

const (
	ChargePending           ChargeState = "pending"
	ChargeDue               ChargeState = "due"
	ChargeProcessing        ChargeState = "processing"
	ChargeReserved          ChargeState = "reserved"
	ChargeCharged           ChargeState = "charged"
	ChargePartiallyCaptured ChargeState = "partially captured"
	ChargeFailed            ChargeState = "failed"
	ChargeCancelled         ChargeState = "cancelled"
	ChargePartiallyRefunded ChargeState = "partially refunded"
	ChargeRefunded          ChargeState = "refunded"
)

// PricingKind is how an agreement says what it costs.
type PricingKind string

const (
	// Fixed is a price, which both versions have; v3 calls it LEGACY.
	Fixed PricingKind = "fixed"
	// Variable is a maximum that the merchant suggests and the payer chooses.
	Variable PricingKind = "variable"
	// Flexible says nothing of the price; v2 has none of it.
	Flexible PricingKind = "flexible"
)

// Pricing is what an agreement says of its price.
type Pricing struct {
	Kind PricingKind
	// Amount is the price, or the suggested maximum; of a flexible price only its
	// currency counts.
	Amount Money
	// Max is the payer's own maximum, without a currency where there is none.
	Max Money
}

// Interval is how often an agreement is paid: 2 WEEK; zero is a flexible one.
type Interval struct {
	Unit  string
	Count int
}

// CampaignKind is what a campaign promises.
type CampaignKind string

const (
	PriceCampaign  CampaignKind = "price"
	PeriodCampaign CampaignKind = "period"
	EventCampaign  CampaignKind = "event"
	// LegacyCampaign is one that was made through v2, as both versions read it.
	LegacyCampaign CampaignKind = "legacy"
	// IntervalCampaign has an interval of its own, which is its Period; nobody can
	// offer one any more.
	IntervalCampaign CampaignKind = "interval"
)

// Campaign is a reduced price at the start of an agreement.
type Campaign struct {
	Kind  CampaignKind
	Price Money
	// End is when it ends, or when its event happens; a period's end is known
	// only from the answer.
	End    time.Time
	Period Interval
	// Text names the event; Explanation is what the payer reads in the app.
	Text, Explanation string
}

// InitialCharge is what the payer pays on accepting.
type InitialCharge struct {
	Amount      Money
	Description string
	// Reserve leaves it to be captured later.
	Reserve             bool
	OrderID, ExternalID string
}

// AgreementDraft is an agreement that the merchant wants to offer. A driver
// fails where it is asked for what its version has no word for.
type AgreementDraft struct {
	Product, Description string
	Pricing              Pricing
	Interval             Interval
	Campaign             *Campaign
	Initial              *InitialCharge
	// Phone prefills the payer's number.
	Phone                     string
	RedirectURL, AgreementURL string
	// Scope asks for profile data, separated by spaces.
	Scope                string
	App, SkipLandingPage bool
	ExternalID           string
	// Key is the idempotency key; empty lets the driver make a fresh one where
	// the version has one.
	Key string
	// Edits are made to the body at last, for requests that are wrong on purpose.
	Edits []Edit
}

// Drafted is the answer to a draft. Charge is the ID of the initial charge,
// empty where there is none; UUID is empty in v2.
type Drafted struct{ Agreement, UUID, URL, Charge string }

// Agreement is how an agreement stands, as the API reports it.
type Agreement struct {
	ID, UUID             string
	State                AgreementState
	Product, Description string
	Pricing              Pricing
	Interval             Interval
	Campaign             *Campaign
	// Times that did not come yet are zero. v2 does not say when an agreement was
	// made.
	Created, Start, Stop      time.Time
	RedirectURL, AgreementURL string
	URL                       string
	Sub, UserinfoURL          string
	ExternalID, Country       string
}

// AgreementUpdate changes what is not zero.
type AgreementUpdate struct {
	Product, Description, AgreementURL, ExternalID string
	Price, SuggestedMax                            *Money
	// Interval replaces the interval; a zero one makes it flexible.
	Interval *Interval
	Stop     bool
	Key      string
	Edits    []Edit
}

// ChargeOrder is a charge that the merchant wants to make.
type ChargeOrder struct {
	Amount      Money
	Description string
	// Due is a date, as YYYY-MM-DD; empty for none.
	Due string
	// RetryDays is nil for none said.
	RetryDays *int
	// Reserve leaves it to be captured later; v2 knows that of initial charges
	// only.
	Reserve             bool
	OrderID, ExternalID string
	// Unscheduled asks for it at once, SingleAttempt not to try again; v3 only.
	Unscheduled, SingleAttempt bool
	Key                        string
	Edits                      []Edit
}

// Charge is how a charge stands, as the API reports it, or as follows from its
// state where it does not.
type Charge struct {
	ID, Agreement string
	State         ChargeState
	// Kind is the API's own word: INITIAL, RECURRING, UNSCHEDULED.
	Kind        string
	Amount      Money
	Captured    Money
	Refunded    Money
	Cancelled   Money
	Description string
	Due         time.Time
	// Transaction is the API's number of the payment, empty before there is one.
	Transaction string
	// Failure is the API's own word for why it failed.
	Failure string

	// What follows is v3's alone.
	Reserve                       bool
	RetryDays                     int
	ExternalID, ExternalAgreement string
	History                       []Entry
}

// ChargeChange takes, releases or gives back money of a charge.
type ChargeChange struct {
	Agreement, Charge string
	// Amount is nil for all that is left.
	Amount *Money
	Text   string
	Key    string
}

// AgreementStateOf reads the word that both versions have for a state.
func AgreementStateOf(word string) (AgreementState, error) {
	switch s := AgreementState(strings.ToLower(word)); s {
	case AgreementPending, AgreementActive, AgreementStopped, AgreementExpired:
		return s, nil
	}
	return "", fmt.Errorf("agreement: want a state, got %q", word)
}

// Word writes a state as both versions do.
func (s AgreementState) Word() string { return strings.ToUpper(string(s)) }

// ChargeStateOf reads the word that both versions have for a state.
func ChargeStateOf(word string) (ChargeState, error) {
	switch s := ChargeState(strings.ToLower(strings.ReplaceAll(word, "_", " "))); s {
	case ChargePending, ChargeDue, ChargeProcessing, ChargeReserved, ChargeCharged, ChargePartiallyCaptured, ChargeFailed,
		ChargeCancelled, ChargePartiallyRefunded, ChargeRefunded:
		return s, nil
	}
	return "", fmt.Errorf("charge: want a state, got %q", word)
}

// Word writes a state as both versions do.
func (s ChargeState) Word() string { return strings.ToUpper(strings.ReplaceAll(string(s), " ", "_")) }

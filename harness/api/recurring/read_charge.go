package recurring

import (
	"fmt"

	"kontrakt/harness/sandbox/agreement"
)

// chargeJSON is a charge as it stands.
type chargeJSON struct {
	ID                string        `json:"id"`
	AgreementID       string        `json:"agreementId"`
	ExternalAgreement *string       `json:"externalAgreementId"`
	ExternalID        *string       `json:"externalId"`
	Status            string        `json:"status"`
	Type              string        `json:"type"`
	TransactionType   string        `json:"transactionType"`
	Amount            int64         `json:"amount"`
	Currency          string        `json:"currency"`
	Description       string        `json:"description"`
	Due               string        `json:"due"`
	RetryDays         int           `json:"retryDays"`
	Mode              string        `json:"processingMode,omitempty"`
	TransactionID     *string       `json:"transactionId"`
	FailureReason     *string       `json:"failureReason"`
	FailureText       *string       `json:"failureDescription"`
	Summary           summaryJSON   `json:"summary"`
	History           []historyJSON `json:"history"`
}

type summaryJSON struct {
	Captured  int64 `json:"captured"`
	Refunded  int64 `json:"refunded"`
	Cancelled int64 `json:"cancelled"`
}

type historyJSON struct {
	Occurred      string `json:"occurred"`
	Event         string `json:"event"`
	Amount        int64  `json:"amount"`
	Key           string `json:"idempotencyKey"`
	Success       bool   `json:"success"`
	TransactionID string `json:"transactionId,omitempty"`
	ExternalID    string `json:"externalId,omitempty"`
}

func asCharge(c *agreement.Charge) chargeJSON {
	sums, failure := c.Summary(), c.Failure()
	body := chargeJSON{
		ID: c.ID, AgreementID: c.Agreement.ID, ExternalAgreement: textOrNull(c.Agreement.Terms.ExternalID),
		ExternalID: textOrNull(c.ExternalID), Status: string(c.Status()), Type: string(c.Kind), TransactionType: string(c.Transaction),
		Amount: c.Amount, Currency: c.Agreement.Terms.Pricing.Currency, Description: c.Description,
		Due: stamp(c.Due), RetryDays: c.RetryDays, TransactionID: textOrNull(c.TransactionID()),
		FailureReason: textOrNull(string(failure.Reason)), FailureText: textOrNull(failure.Description),
		Summary: summaryJSON{sums.Captured, sums.Refunded, sums.Cancelled},
	}
	if c.Kind == agreement.Recurring {
		body.Mode = string(c.Mode)
	}
	for i, e := range c.History() {
		body.History = append(body.History, asHistory(c, i, e))
	}
	return body
}

// asHistory is a line of the history. What time or the payer did has a key of the
// platform's own, in the form that was seen in August 2026.
func asHistory(c *agreement.Charge, i int, e agreement.HistoryEvent) historyJSON {
	line := historyJSON{
		Occurred: stamp(e.At), Event: string(e.Kind), Amount: e.Amount, Key: e.Key, Success: e.Success, TransactionID: e.TransactionID,
	}
	if line.Key == "" {
		line.Key = fmt.Sprintf("%s-%s-%s-%d", c.ID, c.Agreement.ID, "ProcessPayment", i)
	}
	return line
}

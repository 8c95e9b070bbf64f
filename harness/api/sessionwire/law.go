package sessionwire

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"kontrakt/harness"
	"kontrakt/harness/contract"
	"kontrakt/harness/sandbox"
)

// A Law is a version's contract, as the sandbox holds merchants to it.
type Law struct {
	contract   *contract.Contract
	operations map[string]harness.Operation
	// alone judges what merchants answer.
	alone *contract.Set
}

// NewLaw makes one of a contract that was loaded with others.
func NewLaw(c *contract.Contract) *Law {
	alone, err := contract.NewSet([]*contract.Contract{c}, nil)
	if err != nil {
		panic("sessionwire: a contract that does not stand alone: " + err.Error())
	}
	l := &Law{contract: c, operations: map[string]harness.Operation{}, alone: alone}
	for _, op := range c.Operations() {
		l.operations[op.ID] = op
	}
	return l
}

// Of says what does not hold of a call with a body, which need not be the one
// that came.
func (l *Law) Of(operation string, c *sandbox.Call, body []byte) []harness.Finding {
	op := l.operations[operation]
	target := op.Path
	for name, value := range c.Params {
		target = strings.ReplaceAll(target, "{"+name+"}", url.PathEscape(value))
	}
	return l.contract.Request(op, target, c.Request.Header, body)
}

// Offered says what does not hold of a merchant's answer to the question for ways
// to ship; header is what went with the question.
func (l *Law) Offered(question []byte, header map[string]string, answer []byte) error {
	whole := func(b []byte) harness.Body { return harness.Body{Bytes: b, Size: int64(len(b))} }
	asked, answered := http.Header{"Content-Type": {MediaType}}, http.Header{"Content-Type": {MediaType}}
	for name, value := range header {
		asked.Set(name, value)
	}
	_, findings := l.alone.Judge(&harness.Exchange{
		Flow:     harness.FlowCallback,
		Request:  harness.Request{Method: http.MethodPost, Scheme: "https", Host: "merchant", Target: "/", Header: asked, Body: whole(question)},
		Response: harness.Response{Status: http.StatusOK, Header: answered, Body: whole(answer)},
	})
	for _, f := range findings {
		if f.Direction == harness.InCallbackResponse && f.Severity == harness.Error {
			return errors.New("the answer does not keep to the contract: " + f.Pointer + ": want " + f.Want)
		}
	}
	return nil
}

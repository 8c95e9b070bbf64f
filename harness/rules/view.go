package rules

import (
	"kontrakt/harness"
)

// NewView makes a rule's view of an exchange. Params are the path parameters,
// percent-decoded.
func NewView(x *harness.Exchange, op harness.Operation, params map[string]string) *View {
	all := struct {
		view            View
		request, answer JSON
	}{
		view:    View{Exchange: x, Operation: op, Params: params},
		request: JSON{header: x.Request.Header, body: x.Request.Body},
		answer:  JSON{header: x.Response.Header, body: x.Response.Body},
	}
	all.view.RequestBody, all.view.ResponseBody = &all.request, &all.answer
	return &all.view
}

// Done gives back the memory of what was read of the bodies. No value of them
// may be used afterwards; the strings that were taken from them may.
func (v *View) Done() {
	v.RequestBody.done()
	v.ResponseBody.done()
}

func (j *JSON) done() {
	j.text.release()
	j.text, j.read, j.valid = text{}, false, false
}

package rules

import (
	"net/http"

	"kontrakt/harness"
)

// NewView makes a rule's view of an exchange. Params are the path parameters,
// percent-decoded.
func NewView(x *harness.Exchange, op harness.Operation, params map[string]string) *View {
	return &View{
		Exchange: x, Operation: op, Params: params,
		RequestBody:  lazily(x.Request.Header, x.Request.Body),
		ResponseBody: lazily(x.Response.Header, x.Response.Body),
	}
}

func lazily(h http.Header, b harness.Body) *JSON {
	return &JSON{read: func() []byte {
		plain, err := Plain(h, b)
		if err != nil || !b.Whole() {
			return nil
		}
		return plain
	}}
}

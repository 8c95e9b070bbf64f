package contract_test

import (
	"fmt"
	"kontrakt/harness"
	"kontrakt/harness/contract"
	"testing"
)

func TestProbe(t *testing.T) {
	s := set(t, shop(t, contract.Options{}))
	show := func(name string, x *harness.Exchange) {
		m, fs := s.Judge(x)
		fmt.Println("==", name, m.Operation, m.Params)
		for _, f := range fs {
			fmt.Println("  ", line(f), "|", f.Spec, "|", f.Help)
		}
	}
	req := func(b string) *harness.Exchange { x := create(); setBody(&x.Request.Body, b); return x }
	res := func(b string) *harness.Exchange { x := read(); setBody(&x.Response.Body, b); return x }
	show("create", create())
	show("read", read())
	for _, b := range []string{
		`{"amount":50,"reference":"abc","customer":{}}`,
		`{"amount":0,"reference":"a_","customer":{}}`,
		`{"amount":1e3,"reference":"abc","customer":{}}`,
		`{"amount":100.5,"reference":"abc","customer":{}}`,
		`{"amount":100,"big":9223372036854775808,"reference":"abc","customer":{}}`,
		`{"amount":"100","reference":"abc","custmer":{"mobileNumber":"+4712345678","authToken":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","note":"kari.nordmann@example.com","nickname":"Kari Nordmann"}}`,
		`{"amount":100,"reference":"abc","customer":{"mobileNumber":"+4712345678","authToken":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","note":"kari.nordmann@example.com","nickname":"Kari Nordmann"}}`,
		`{"amount":100,"reference":"abc","customer":{},"delivery":{"kind":"PARCEL","street":"x","zip":"12"},"currency":"SEK"}`,
		`{"amount":100,"reference":"abc","customer":{},"delivery":"x","currency":5}`,
		`{"amount":100,"reference":"abc","customer":{},"lines":[{"count":1.0},{"nam":"x"}],"strict":{"b":1},"both":{"y":"z","w":1},"free":{"q":1}}`,
		`{"amount":100,"amount":101,"reference":"abc","customer":{}} {}`,
		`{"amount":100,`, "\xef\xbb\xbf" + newOrder, `{"amount":100,"reference":"\xff"}`, ``,
		`{"amount":100,"reference":"abc","customer":null,"when":"2026-02-31T00:00:00Z","day":"2026-02-30","id":"x","mail":"y","callbackPrefix":"nope"}`,
	} {
		show(b, req(b))
	}
	show("res", res(`{"reference":"abc","state":"CLOSED","colour":"GREEN","new":"x"}`))
	show("res", res(`{"reference":"abc","state":"OPEN","colour":null}`))
	show("res", res(`{"reference":"abc","state":"OPEN","colour":"GREY","secretWord":"hush"}`))
	x := create()
	x.Response.Status = 200
	show("200", x)
	x = create()
	x.Request.Header.Del("X-Shop")
	x.Response.Header.Del("X-Rate")
	x.Response.Header.Set("X-Trace", "n")
	show("headers", x)
	x = create()
	x.Request.Header.Del("Authorization")
	x.Request.Target = "/Shop/v1//orders/"
	show("auth", x)
	x = create()
	x.Request.Header.Del("Content-Type")
	x.Response.Header.Set("Content-Type", "text/html")
	show("type", x)
	x = read()
	x.Request.Target = "/shop/v1/order/abc"
	show("unknown", x)
	x = read()
	x.Request.Method = "PATCH"
	show("method", x)
	x = read()
	x.Request.Target = "/shop/v0/orders"
	show("retired", x)
	x = read()
	x.Request.Target = "/shop/v1/orders/a%2Fb?page=0&state=OPEN&state=X&page=2"
	show("params", x)
	show("told", callback(`{"reference":"a","status":"X"}`))
	show("express", callback(`{"reference":"a","status":"RESERVE","shipping":{}}`))
}

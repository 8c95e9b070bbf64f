package contract_test

import (
	"net/http"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/harness/contract"
)

func odd(t testing.TB) *contract.Set {
	t.Helper()
	spec, err := os.ReadFile("testdata/odd.yaml")
	require.NoError(t, err)
	c, err := contract.Load(contract.Document{ID: "odd.v1", Spec: spec}, contract.Options{})
	require.NoError(t, err)
	return set(t, c)
}

func thing(body string) func() *harness.Exchange {
	return func() *harness.Exchange {
		x := &harness.Exchange{Flow: harness.FlowAPI}
		x.Request = harness.Request{Method: "POST", Target: "/elsewhere/things/", Header: http.Header{"Content-Type": {"application/merge-patch+json"}}}
		setBody(&x.Request.Body, body)
		x.Response.Status = 200
		return x
	}
}

func token(body string) func() *harness.Exchange {
	return func() *harness.Exchange {
		x := &harness.Exchange{Flow: harness.FlowAPI}
		x.Request = harness.Request{Method: "POST", Target: "/odd/v2/token", Header: http.Header{
			"Content-Type": {"application/x-www-form-urlencoded"}, "Authorization": {"Basic YTpi"}}}
		setBody(&x.Request.Body, body)
		x.Response = harness.Response{Status: 200, Header: http.Header{"Content-Type": {"text/plain"}}}
		setBody(&x.Response.Body, "abc")
		return x
	}
}

func TestWhatOtherDocumentsHave(t *testing.T) {
	t.Parallel()
	s := odd(t)
	for _, tt := range []trap{
		{name: "a wildcard of media types, a path that ends in a slash, servers of the path", from: thing(`{}`)},
		{name: "without the slash", from: thing(`{}`), with: func(x *harness.Exchange) { x.Request.Target = "/elsewhere/things" },
			want: []string{`warning route.spelling method and path: want the path /elsewhere/things/, got "/elsewhere/things"`}},
		{name: "text/json is JSON", from: thing(`{"either":[]}`), with: func(x *harness.Exchange) { x.Request.Header.Set("Content-Type", "text/json") },
			want: []string{"error schema.anyOf request body /either: want a string or an integer, got an array of 0 items"}},
		{name: "a media type without a schema", from: thing(`]`), with: func(x *harness.Exchange) { x.Request.Header.Set("Content-Type", "text/plain") }},
		{name: "a discriminator chooses", from: thing(`{"pet":{"kind":"cat","lives":"9"}}`),
			want: []string{`error schema.type request body /pet/lives: want an integer, got "9"`}},
		{name: "a discriminator that names no variant", from: thing(`{"pet":{"kind":"cow"}}`),
			want: []string{`error schema.discriminator request body /pet/kind: want one of "cat", "dog", got "cow"`}},
		{name: "no discriminator", from: thing(`{"pet":{"lives":9}}`),
			want: []string{`error schema.required request body /pet/kind: want one of "cat", "dog", got nothing`}},
		{name: "the nearest of anyOf", from: thing(`{"either":"abc"}`),
			want: []string{`error schema.maxLength request body /either: want at most 2 characters, got "abc" (3 characters)`}},
		{name: "members without names of their own", from: thing(`{"labels":{"a":"b","c":"long"}}`),
			want: []string{`error schema.maxLength request body /labels/c: want at most 3 characters, got "long" (4 characters)`}},
		{name: "a schema within itself", from: thing(`{"parent":{"parent":{"labels":1,"x":1}}}`), want: []string{
			`error schema.type request body /parent/parent/labels: want an object, got 1`,
			`warning body.undocumented-property request body /parent/parent/x: want a documented member, got a number`}},
		{name: "null beside allOf", from: thing(`{"absent":null}`)},
		{name: "not", from: thing(`{"not":"no"}`), want: []string{`error schema.not request body /not: want a value outside what the document excludes, got "no"`}},
		{name: "unique items", from: thing(`{"unique":[1,1]}`), want: []string{`error schema.uniqueItems request body /unique: want no item twice, got 2 items`}},
		{name: "steps and open bounds", from: thing(`{"step":0}`), want: []string{`error schema.exclusiveMinimum request body /step: want more than 0, got 0`}},
		{name: "a step", from: thing(`{"step":7}`), want: []string{`error schema.multipleOf request body /step: want a multiple of 5, got 7`}},
		{name: "a form", from: token("grant_type=client_credentials&lifetime=5")},
		{name: "a form that fails", from: token("grant_type=x&lifetime=0&other=1&lifetime=3"), want: []string{
			`error body.duplicate-key request body /lifetime: want one value, got 2 values`,
			`error schema.enum request body /grant_type: want "client_credentials", got "x"`,
			`error schema.minimum request body /lifetime: want at least 1, got 0`,
			`warning body.undocumented-property request body /other: want a documented member, got a string of 1 character`}},
		{name: "another alternative of the security schemes", from: token("grant_type=client_credentials"),
			with: func(x *harness.Exchange) { x.Request.Header.Set("X-Key", "k") }},
		{name: "no security scheme", from: token("grant_type=client_credentials"), with: func(x *harness.Exchange) { x.Request.Header.Del("Authorization") },
			want: []string{"error auth.missing request header Authorization: want basic credentials, got nothing"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.run(t, s)
		})
	}
}

func TestOperationsOfSeveralServers(t *testing.T) {
	t.Parallel()
	var names []string
	for _, op := range odd(t).Contracts()[0].Operations() {
		names = append(names, op.String()+" "+op.ID)
	}
	assert.Equal(t, []string{
		"POST:/elsewhere/things/ post /elsewhere/things/", "POST:/odd/token token", "POST:/odd/v2/token token",
		"POST:{url}/told rich", "POST:{url}/told told",
	}, names)
}

func TestCallbacksThatShareAURLAreToldApartByTheirMembers(t *testing.T) {
	t.Parallel()
	s := odd(t)
	for body, want := range map[string]string{
		`{"id":"1"}`:                  "told",
		`{"id":"1","who":"x"}`:        "rich",
		`{"who":"x"}`:                 "rich",
		`{"id":"1","what":1}`:         "told",
		`{"id":"1","id":"2","who":3}`: "rich",
		`nonsense`:                    "told",
	} {
		m := s.Match(callbackTo("/cb/told", body))
		require.NotNil(t, m.Operation, body)
		assert.Equal(t, want, m.Operation.ID, body)
	}
	x := callbackTo("/cb/told", "{}")
	x.Request.Method = "PUT"
	_, findings := s.Judge(x)
	assert.Equal(t, []string{"error route.method method and path: want method POST, got PUT"}, lines(findings))
}

func callbackTo(target, body string) *harness.Exchange {
	x := callback(body)
	x.Request.Target = target
	return x
}

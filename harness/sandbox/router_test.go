package sandbox_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/sandbox"
)

func TestPaths(t *testing.T) {
	t.Parallel()
	m := open(t)
	tests := []struct {
		name, method, target string
		status               int
		says                 string
	}{
		{"as documented", "GET", "/shop/v1/orders/latest", 200, "the latest"},
		{"a trailing slash is forgiven", "GET", "/shop/v1/orders/latest/", 200, "the latest"},
		{"doubled slashes are", "GET", "//shop/v1//orders/latest", 200, "the latest"},
		{"case is", "GET", "/Shop/V1/ORDERS/Latest", 200, "the latest"},
		{"a static segment goes before a parameter", "GET", "/shop/v1/orders/latest?x=1", 200, "the latest"},
		{"parameters keep their case", "PUT", "/shop/v1/orders/AbC/lines/D", 200, `{"id":"AbC","line":"D"}`},
		{"parameters are percent-decoded", "PUT", "/shop/v1/orders/a%2Fb%20c/lines/%C3%B8", 200, `{"id":"a/b c","line":"ø"}`},
		{"a static segment of one route may be another's parameter", "PUT", "/shop/v1/orders/latest/lines/1", 200, `{"id":"latest","line":"1"}`},
		{"an unknown path is 404", "GET", "/elsewhere", 404, "not found"},
		{"so is the root", "GET", "/", 404, "not found"},
		{"and half a path", "GET", "/shop/v1", 404, "not found"},
		{"another method is 405", "DELETE", "/shop/v1/orders/1", 405, "not allowed"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			answer := m.api(tt.method, tt.target, "")
			assert.Equal(t, tt.status, answer.Code)
			assert.Contains(t, answer.Body.String(), tt.says)
		})
	}
	assert.Equal(t, "GET", m.api("DELETE", "/shop/v1/orders/1", "").Header().Get("Allow"))
}

func TestServicesWordTheirRefusals(t *testing.T) {
	t.Parallel()
	worded := func(id, path string) sandbox.Service {
		return sandbox.Service{
			ID:     id,
			Routes: []sandbox.Route{{Method: "GET", Path: path, Handle: text(id), PerMinute: 1}},
			Refuse: func(r sandbox.Refusal) sandbox.Reply {
				return sandbox.JSON(418, "application/problem+json", id+": "+string(r.Reason))
			},
		}
	}
	m := open(t, func(o *sandbox.Options) {
		o.Services = append(o.Services, worded("tea", "/drinks/tea/{cup}"), worded("coffee", "/drinks/coffee"))
	})
	ask := func(method, target string) (said string) {
		require.NoError(t, json.Unmarshal(m.api(method, target, "").Body.Bytes(), &said))
		return said
	}
	assert.Equal(t, "tea: unknown-route", ask("GET", "/drinks/TEA/1/2"))
	assert.Equal(t, "coffee: unknown-method", ask("PUT", "/drinks/coffee"))
	assert.Equal(t, "tea", ask("GET", "/drinks/tea/1"))
	assert.Equal(t, "tea: too-many-requests", ask("GET", "/drinks/tea/2"))
	assert.Equal(t, 404, m.api("GET", "/drinks/milk", "").Code, "two services begin this way: the gateway answers")
}

func TestTwoServicesOnOnePathAreAMistake(t *testing.T) {
	t.Parallel()
	_, err := sandbox.New(sandbox.Options{Services: []sandbox.Service{shopService(), shopService()}})
	assert.ErrorContains(t, err, "shop.v1 and shop.v1 both serve POST /shop/v1/orders")
	_, err = sandbox.New(sandbox.Options{Services: []sandbox.Service{{ID: "x", Routes: []sandbox.Route{{Method: "GET", Path: "/x"}}}}})
	assert.ErrorContains(t, err, "nothing handles GET /x")
}

func TestBodiesBeyondTheLimitAreRefused(t *testing.T) {
	t.Parallel()
	m := open(t)
	answer := m.api("PUT", "/shop/v1/orders/1/lines/1", string(make([]byte, 10<<20+1)))
	assert.Equal(t, 413, answer.Code)
	assert.Equal(t, 200, m.api("PUT", "/shop/v1/orders/1/lines/1", string(make([]byte, 10<<20))).Code)
}

package contract_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness"
)

func TestUserinfoByHand(t *testing.T) {
	t.Parallel()
	s := everything(t)
	ask := func(status int, answer string) *harness.Exchange {
		x := epayment("GET", "/vipps-userinfo-api/userinfo/c06c4afe", "", status, answer)
		x.Request.Header = http.Header{"Authorization": {"Bearer a"}}
		x.Response.Header.Set("Content-Type", "application/json;charset=UTF-8")
		return x
	}
	for _, tt := range []struct {
		name string
		x    *harness.Exchange
		want []string
	}{
		{"only sub", ask(200, `{"sub":"c06c4afe"}`), nil},
		{"all claims", ask(200, `{"sub":"c06c4afe","sid":"1","birthdate":"1988-12-03","email":"a@b.example","email_verified":true,"nin":"09057517287","name":"A B",
			"given_name":"A","family_name":"B","phone_number":"4791234567","address":{"street_address":"","postal_code":"","region":"","country":"","formatted":"","address_type":"home"},
			"other_addresses":[],"accounts":[{"account_name":"a","account_number":"1","bank_name":"b"}]}`), nil},
		{"an error with the status as text", ask(404, `{"type":"t","title":"t","status":"404"}`), nil},
		{"an error of the gateway", ask(401, `{"statusCode":401,"message":"m"}`), nil},
		{"claims without sub", ask(200, `{"name":"A B"}`), []string{"error schema.required response body /sub: want a string, got nothing"}},
	} {
		m, findings := s.Judge(tt.x)
		require.NotNil(t, m.Operation, tt.name)
		assert.Equal(t, "getUserinfo", m.Operation.ID)
		assert.Equal(t, append([]string{}, tt.want...), lines(findings), tt.name)
	}
	x := ask(401, `{"statusCode":401,"message":"m"}`)
	x.Request.Header = http.Header{}
	_, findings := s.Judge(x)
	assert.Equal(t, []string{"error auth.missing request header Authorization: want a bearer token, got nothing"}, lines(findings))
}

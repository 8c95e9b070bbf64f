package sandbox_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestCredentials(t *testing.T) {
	t.Parallel()
	m := open(t)
	other := m.another("{}")
	const key, auth, msn = "Ocp-Apim-Subscription-Key", "Authorization", "Merchant-Serial-Number"
	tests := []struct {
		name   string
		target string
		header map[string]string
		status int
		says   string
	}{
		{"key and token let in", "/shop/v1/orders/latest", map[string]string{key: m.SubscriptionKey, auth: "Bearer " + m.token}, 200, "latest"},
		{"so does the own serial number", "/shop/v1/orders/latest", map[string]string{key: m.SubscriptionKey, auth: "Bearer " + m.token, msn: m.MSN}, 200, "latest"},
		{"nothing at all is refused for the key", "/shop/v1/orders/latest", nil, 401, "subscription key is missing"},
		{"an unknown key is refused", "/shop/v1/orders/latest", map[string]string{key: "0", auth: "Bearer " + m.token}, 401, "invalid subscription key"},
		{"a key alone is refused", "/shop/v1/orders/latest", map[string]string{key: m.SubscriptionKey}, 401, "Authorization is missing"},
		{"an unknown token is refused", "/shop/v1/orders/latest", map[string]string{key: m.SubscriptionKey, auth: "Bearer eyJ"}, 401, "token is invalid"},
		{"a token without a scheme is refused", "/shop/v1/orders/latest", map[string]string{key: m.SubscriptionKey, auth: m.token}, 401, "token is invalid"},
		{"bearer in lower case is refused", "/shop/v1/orders/latest", map[string]string{key: m.SubscriptionKey, auth: "bearer " + m.token}, 401, "token is invalid"},
		{"the token of another key is refused", "/shop/v1/orders/latest", map[string]string{key: m.SubscriptionKey, auth: "Bearer " + other.token}, 401, "another subscription key"},
		{"the serial number of another is refused", "/shop/v1/orders/latest", map[string]string{key: m.SubscriptionKey, auth: "Bearer " + m.token, msn: other.MSN}, 403, "Invalid MSN"},
		{"a token alone does where no key is asked for", "/who/1", map[string]string{auth: "Bearer " + other.token}, 200, "somebody"},
		{"nothing does not", "/who/1", map[string]string{key: m.SubscriptionKey}, 401, "Authorization is missing"},
		{"nor does the token after bearer in lower case", "/who/1", map[string]string{auth: "bearer " + m.token}, 401, "token is invalid"},
		{"a key and the client's own credentials do where no token is asked for", "/keys", map[string]string{key: m.SubscriptionKey, "client_id": m.ClientID, "client_secret": m.ClientSecret}, 200, "true"},
		{"which the service looks at itself", "/keys", map[string]string{key: m.SubscriptionKey, "client_id": m.ClientID, "client_secret": other.ClientSecret}, 200, "false"},
		{"credentials without a key do not", "/keys", map[string]string{"client_id": m.ClientID, "client_secret": m.ClientSecret}, 401, "subscription key is missing"},
		{"nor does the serial number of another", "/keys", map[string]string{key: m.SubscriptionKey, msn: other.MSN}, 403, "Invalid MSN"},
		{"a public path belongs to the default tenant", "/open", nil, 200, m.MSN},
		{"or to the one whose key is there", "/open", map[string]string{key: other.SubscriptionKey}, 200, other.MSN},
		{"or to the one whose token is there", "/open", map[string]string{auth: "Bearer " + other.token}, 200, other.MSN},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			answer := m.do("GET", tt.target, "", tt.header)
			assert.Equal(t, tt.status, answer.Code)
			assert.Contains(t, answer.Body.String(), tt.says)
			assert.Equal(t, "application/json", answer.Header().Get("Content-Type"))
		})
	}
}

func TestTokensLiveAnHourOnTheTenantsClock(t *testing.T) {
	t.Parallel()
	m := open(t)
	other := m.another("{}")
	old := m.token
	assert.Greater(t, len(old), 500)
	assert.Equal(t, 2, strings.Count(old, "."))

	m.control("POST", "/clock", `{"advance":"PT59M"}`)
	assert.NotEqual(t, old, m.login().token, "a second token is another one")
	assert.Equal(t, 200, (&merchant{t: t, sandbox: m.sandbox, Tenant: m.Tenant, token: old}).api("GET", "/shop/v1/orders/latest", "").Code)
	m.control("POST", "/clock", `{"advance":"PT1M"}`)
	expired := (&merchant{t: t, sandbox: m.sandbox, Tenant: m.Tenant, token: old}).api("GET", "/shop/v1/orders/latest", "")
	assert.Equal(t, 401, expired.Code)
	assert.Contains(t, expired.Body.String(), "expired")
	assert.Equal(t, 200, m.api("GET", "/shop/v1/orders/latest", "").Code, "the second token still holds")
	assert.Equal(t, 200, other.api("GET", "/shop/v1/orders/latest", "").Code, "the other's clock stood still")

	m.control("POST", "/clock", `{"advance":"P3D"}`)
	m.login()
	forgotten := (&merchant{t: t, sandbox: m.sandbox, Tenant: m.Tenant, token: old}).api("GET", "/shop/v1/orders/latest", "")
	assert.Contains(t, forgotten.Body.String(), "invalid", "long expired tokens are forgotten")
}

func TestRateLimitsSlideOnTheTenantsClock(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := open(t)
		other := m.another("{}")
		free := m.another(`{"rateLimits":false}`)
		read := func(id string, times int) (codes []int) {
			for range times {
				codes = append(codes, m.api("GET", "/shop/v1/orders/"+id, "").Code)
			}
			return codes
		}
		assert.Equal(t, []int{404, 404}, read("a", 2))
		time.Sleep(40 * time.Second)
		assert.Equal(t, []int{404, 429, 429}, read("a", 3))
		assert.Equal(t, []int{404, 404, 404, 429}, read("b", 4), "the limit counts per key")
		assert.Equal(t, 404, other.api("GET", "/shop/v1/orders/a", "").Code, "and per tenant")
		for range 10 {
			assert.Equal(t, 404, free.api("GET", "/shop/v1/orders/a", "").Code, "and not where it is switched off")
		}
		refused := m.api("GET", "/shop//V1/orders/a/", "")
		assert.Equal(t, 429, refused.Code)
		assert.Equal(t, "20", refused.Header().Get("Retry-After"))
		assert.JSONEq(t, `{"statusCode":429,"message":"Rate limit is exceeded. Try again in 20 seconds."}`, refused.Body.String())
		time.Sleep(20 * time.Second)
		assert.Equal(t, []int{404, 404, 429}, read("a", 3), "two calls have left the window")
		m.control("POST", "/clock", `{"advance":"PT1M"}`)
		assert.Equal(t, []int{404, 404, 404, 429}, read("a", 4), "virtual time counts")
	})
}

package sandbox

import (
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"time"
)

// A Token is an access token as it was issued: good for an hour on the tenant's
// clock.
type Token struct {
	Value           string
	Issued, Expires time.Time
}

// tokenLife is that of the test environment.
const tokenLife = time.Hour

// remembered is how long an expired token is told apart from an unknown one.
const remembered = 24 * time.Hour

// Login issues a token; ok is false where the credentials are not the tenant's.
func (b *Box) Login(clientID, clientSecret string) (token Token, ok bool) {
	if !b.Owns(clientID, clientSecret) {
		return Token{}, false
	}
	return b.Issue(), true
}

// Owns says whether these are the tenant's credentials.
func (b *Box) Owns(clientID, clientSecret string) bool {
	id, secret := same(clientID, b.tenant.ClientID), same(clientSecret, b.tenant.ClientSecret)
	return id && secret
}

// Issue issues a token without asking for credentials. Several are good at
// once. The value looks like a JWT and says nothing.
func (b *Box) Issue() Token {
	b.forgetTokens()
	now := b.Now()
	token := Token{Issued: now, Expires: now.Add(tokenLife)}
	token.Value = b.jwt(map[string]any{
		"aud": "00000002-0000-0000-c000-000000000000", "iss": "https://sandbox.invalid/" + b.UUID() + "/",
		"iat": now.Unix(), "nbf": now.Unix(), "exp": token.Expires.Unix(),
		"jti": b.UUID(), "oid": b.UUID(), "sub": b.UUID(), "tid": b.UUID(), "ver": "1.0",
	}, 256)
	b.tokens[token.Value] = token
	b.sandbox.own(b.sandbox.tokens, token.Value, b)
	return token
}

// forgetTokens drops those that expired long ago.
func (b *Box) forgetTokens() {
	for value, t := range b.tokens {
		if b.Now().Sub(t.Expires) > remembered {
			delete(b.tokens, value)
			b.sandbox.disown(b.sandbox.tokens, value)
		}
	}
}

// jwt writes something in the form of a JWT, with a signature of random bytes.
func (b *Box) jwt(claims map[string]any, signature int) string {
	part := base64.RawURLEncoding.EncodeToString
	payload, err := json.Marshal(claims)
	if err != nil {
		panic("sandbox: claims that are not JSON: " + err.Error())
	}
	return part([]byte(`{"typ":"JWT","alg":"RS256","kid":"sandbox"}`)) + "." + part(payload) + "." + part(randomBytes(b.rand, signature))
}

func same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }

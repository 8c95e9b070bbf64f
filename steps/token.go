package steps

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"kontrakt/harness/client"
	"kontrakt/harness/config"
)

func sayToken(b *book) {
	b.say(`the merchant (?:fetches|has fetched) a token`, merchantFetchesToken)
	b.say(`the merchant fetches a token at {text}`, merchantFetchesTokenAt)
	b.say(`the merchant fetches a token with the wrong (client secret|client id|subscription key)`, merchantFetchesTokenWrong)
	b.say(`the merchant fetches a token without its (client secret|client id|subscription key)`, merchantFetchesTokenWithout)
	b.say(`the answer holds no token`, answerHoldsNoToken)
	b.say(`the token is good for about an hour or a day`, tokenIsGoodFor)
}

func (w *world) fetchToken(ctx context.Context, path string, change func(*config.Credentials)) error {
	m, err := w.shop(ctx)
	if err != nil {
		return err
	}
	c := m.credentials
	change(&c)
	w.answer, err = m.client.Token(ctx, path, c)
	return err
}

func merchantFetchesToken(ctx context.Context) error {
	return merchantFetchesTokenAt(ctx, client.TokenPath)
}

func merchantFetchesTokenAt(ctx context.Context, path string) error {
	return worldFrom(ctx).fetchToken(ctx, path, func(*config.Credentials) {})
}

// set changes one of the credentials.
func set(c *config.Credentials, what string, to config.Secret) {
	switch what {
	case "client secret":
		c.ClientSecret = to
	case "client id":
		c.ClientID = to
	case "subscription key":
		c.SubscriptionKey = to
	}
}

func merchantFetchesTokenWrong(ctx context.Context, what string) error {
	wrong := config.NewSecret("00000000-0000-4000-8000-000000000000")
	return worldFrom(ctx).fetchToken(ctx, client.TokenPath, func(c *config.Credentials) { set(c, what, wrong) })
}

func merchantFetchesTokenWithout(ctx context.Context, what string) error {
	return worldFrom(ctx).fetchToken(ctx, client.TokenPath, func(c *config.Credentials) { set(c, what, config.Secret{}) })
}

func answerHoldsNoToken(ctx context.Context) error {
	if token, err := worldFrom(ctx).field("access_token"); err == nil && token != "" {
		return errors.New("answer: want no access_token, got one")
	}
	return nil
}

// tokenIsGoodFor allows for the seconds on the way: an hour in the test
// environment, a day in production.
func tokenIsGoodFor(ctx context.Context) error {
	text, err := worldFrom(ctx).field("expires_in")
	if err != nil {
		return err
	}
	seconds, err := strconv.Atoi(text)
	if err != nil {
		return fmt.Errorf("expires_in: want whole seconds, got %q", text)
	}
	hour, day := 3600, 86400
	if seconds > day || seconds < hour-60 || seconds > hour && seconds < day-60 {
		return fmt.Errorf("expires_in: want about 3600 or 86400, got %d", seconds)
	}
	return nil
}

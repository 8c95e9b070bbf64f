package trial_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"

	"kontrakt/harness"
	"kontrakt/harness/config"
)

// What the API removes is registered again by a shop that looks; from one that has
// no means to look nothing is taken.
func TestAWebhookThatIsGone(t *testing.T) {
	t.Parallel()
	const text = "Given the API has removed the shop's webhooks; When the shop checks its webhooks; Then a webhook is registered again"
	for _, tt := range []struct {
		name                   string
		registered             []string
		declared, again, fails bool
		left                   []string
		status                 harness.Status
		reason                 string
	}{
		{"is registered again", []string{"w-1", "w-2"}, true, true, false, []string{"w-3"}, harness.StatusPassed, ""},
		{"stays away", []string{"w-1"}, true, false, false, nil, harness.StatusFailed, "of which none is registered any more, and has registered none"},
		{"was never there", nil, true, true, false, nil, harness.StatusFailed, "the shop has registered none"},
		{"is not looked for", []string{"w-1"}, false, true, false, []string{"w-1"}, harness.StatusSkipped, "the action check-webhooks is not declared"},
		{"cannot be asked for", []string{"w-1"}, true, true, true, []string{"w-1"}, harness.StatusInconclusive, "list the webhooks: nobody answers"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			shop := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
				if tt.again {
					tt.registered = []string{"w-3"}
				}
			}))
			t.Cleanup(shop.Close)
			actions := map[string]config.Action{}
			if tt.declared {
				actions["check-webhooks"] = called(shop.URL, "", "")
			}
			o := options(t, actions)
			o.Webhooks = func(context.Context) ([]string, error) {
				if tt.fails {
					return nil, errors.New("nobody answers")
				}
				return tt.registered, nil
			}
			o.Unhook = func(_ context.Context, id string) error {
				assert.Equal(t, tt.registered[0], id)
				tt.registered = tt.registered[1:]
				return nil
			}
			s := scenario(t, o, text)
			assert.Equal(t, tt.status, s.Status, s.Reason)
			assert.Contains(t, s.Reason, tt.reason)
			assert.ElementsMatch(t, tt.left, tt.registered)
		})
	}
}

package journal_test

import (
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/client"
	"kontrakt/harness/client/journal"
	"kontrakt/harness/config"
)

// Credentials are for the target that the user names, not for one that a file names.
func TestWhatIsOfAnotherTargetIsLeftAlone(t *testing.T) {
	t.Parallel()
	var calls atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		calls.Add(1)
		if r.URL.Path == client.TokenPath {
			_, _ = w.Write([]byte(`{"access_token":"t","expires_in":"3600"}`))
			return
		}
		w.WriteHeader(http.StatusInternalServerError)
	}))
	t.Cleanup(server.Close)
	j := journal.Memory(server.URL, "123456", makings(), time.Now)
	for _, thing := range []journal.Thing{
		{Target: "https://evil.example", MSN: "123456", Kind: journal.Payment, API: "ecom.v2", ID: "a-1"},
		{Target: server.URL, MSN: "654321", Kind: journal.Payment, API: "ecom.v2", ID: "a-2"},
		{Target: server.URL, MSN: "123456", Kind: journal.Payment, API: "ecom.v2", ID: "a-3"},
	} {
		_, err := j.Made(thing, "")
		require.NoError(t, err)
	}
	c := client.New(client.Options{URL: server.URL, IDs: func() string { return "1" }, Credentials: config.Credentials{
		ClientID: config.NewSecret("id"), ClientSecret: config.NewSecret("secret"), SubscriptionKey: config.NewSecret("key"), MSN: "123456",
	}})
	var told []string
	left := j.ReleaseAll(t.Context(), c, server.URL, func(r journal.Released) {
		assert.Empty(t, r.How)
		told = append(told, r.Err.Error())
	})
	assert.Equal(t, 3, left)
	assert.Len(t, j.Left(), 3, "they stay in the journal")
	require.Len(t, told, 3)
	assert.Contains(t, told[0], "status 500")
	assert.Equal(t, []string{"made by sales unit 654321", "made at https://evil.example"}, told[1:])
	assert.EqualValues(t, 2, calls.Load(), "a token and one question")
}

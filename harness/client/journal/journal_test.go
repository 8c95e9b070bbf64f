package journal_test

import (
	"context"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/api"
	"kontrakt/harness/catalog"
	"kontrakt/harness/client"
	"kontrakt/harness/client/journal"
)

const target = "https://apitest.vipps.no"

func makings() []journal.Making { return api.Makings(catalog.All()) }

func noon() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) }

func thing(kind journal.Kind, api, id string) journal.Thing {
	return journal.Thing{Target: target, MSN: "123456", Kind: kind, API: api, ID: id}
}

func post(path, body string) client.Request {
	return client.Request{Method: http.MethodPost, Target: path, Body: []byte(body)}
}

func answers(status int, body string) client.Send {
	return func(context.Context, client.Request) (client.Answer, error) {
		return client.Answer{Status: status, Body: []byte(body)}, nil
	}
}

func lost(context.Context, client.Request) (client.Answer, error) {
	return client.Answer{}, errors.New("the line is dead")
}

func TestWhatIsMadeIsNoted(t *testing.T) {
	t.Parallel()
	webhook := journal.Thing{Target: target, MSN: "123456", Kind: journal.Webhook, API: "webhooks.v1", URL: "https://shop.example/hooks"}
	tests := []struct {
		name string
		ask  client.Request
		send client.Send
		want []journal.Thing
	}{
		{"a payment of eCom", post("/Ecomm/v2/payments/", `{"transaction":{"orderId":"a-1"}}`), answers(200, "{}"), []journal.Thing{thing(journal.Payment, "ecom.v2", "a-1")}},
		{"a payment of ePayment", post("/epayment/v1/payments", `{"reference":"a-1"}`), answers(201, "{}"), []journal.Thing{thing(journal.Payment, "epayment.v1", "a-1")}},
		{"a payment whose answer was lost", post("/epayment/v1/payments", `{"reference":"a-1"}`), lost, []journal.Thing{thing(journal.Payment, "epayment.v1", "a-1")}},
		{"a payment at which the target broke", post("/epayment/v1/payments", `{"reference":"a-1"}`), answers(500, ""), []journal.Thing{thing(journal.Payment, "epayment.v1", "a-1")}},
		{"a payment that was refused", post("/epayment/v1/payments", `{"reference":"a-1"}`), answers(400, "{}"), nil},
		{"a payment without a name", post("/epayment/v1/payments", `{"Reference":"a-1"}`), answers(400, "{}"), nil},
		{"a session", post("/checkout/v3/session", `{"reference":"a-1"}`), answers(200, "{}"), []journal.Thing{thing(journal.Session, "checkout.v3", "a-1")}},
		{"a session as it was written until 2025", post("/checkout/v3/session", `{"transaction":{"reference":"a-1"}}`), answers(200, "{}"), []journal.Thing{thing(journal.Session, "checkout.v3", "a-1")}},
		{"an agreement", post("/recurring/v3/agreements", `{}`), answers(201, `{"agreementId":"agr_1"}`), []journal.Thing{thing(journal.Agreement, "recurring.v3", "agr_1")}},
		{"an agreement whose answer was lost, which expires", post("/recurring/v3/agreements", `{}`), lost, nil},
		{"a webhook", post("/webhooks/v1/webhooks", `{"url":"https://shop.example/hooks"}`), answers(201, `{"id":"7","secret":"hush"}`), []journal.Thing{thing(journal.Webhook, "webhooks.v1", "7")}},
		{"a webhook whose answer was lost", post("/webhooks/v1/webhooks", `{"url":"https://shop.example/hooks"}`), lost, []journal.Thing{webhook}},
		{"a capture", post("/ecomm/v2/payments/a-1/capture", `{"transaction":{"orderId":"a-1"}}`), answers(200, "{}"), nil},
		{"a question", client.Request{Method: http.MethodGet, Target: "/recurring/v3/agreements"}, answers(200, `{"agreementId":"agr_1"}`), nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "journal.jsonl")
			j := journal.Create(path, target, "123456", makings(), noon)
			_, _ = j.Around("one")(t.Context(), tt.ask, func(ctx context.Context, r client.Request) (client.Answer, error) {
				if len(tt.want) > 0 && tt.want[0].Kind != journal.Agreement {
					assert.FileExists(t, path, "it is on disk before the call is made")
				}
				return tt.send(ctx, r)
			})
			assert.Equal(t, tt.want, j.LeftBy("one"))
			assert.Empty(t, j.LeftBy("another"))
			if len(tt.want) > 0 {
				again, err := journal.Open(path, makings(), noon)
				require.NoError(t, err)
				assert.Equal(t, tt.want, again.Left())
				text, err := os.ReadFile(path)
				require.NoError(t, err)
				assert.NotContains(t, string(text), "hush")
			}
		})
	}
}

// A second payment under a name that is taken is refused; the first one is still
// to be given up.
func TestARefusalDoesNotForgetWhatWasThereBefore(t *testing.T) {
	t.Parallel()
	j := journal.Memory(target, "123456", makings(), noon)
	ask := post("/epayment/v1/payments", `{"reference":"a-1"}`)
	for _, send := range []client.Send{answers(201, "{}"), answers(409, "{}")} {
		_, err := j.Around("one")(t.Context(), ask, send)
		require.NoError(t, err)
	}
	assert.Len(t, j.Left(), 1)
}

func TestWhatCannotBeNotedIsNotMade(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	j := journal.Create(filepath.Join(file, "journal.jsonl"), target, "123456", makings(), noon)
	sent := false
	_, err := j.Around("one")(t.Context(), post("/epayment/v1/payments", `{"reference":"a-1"}`), func(context.Context, client.Request) (client.Answer, error) {
		sent = true
		return client.Answer{}, nil
	})
	var broken *client.Broken
	require.ErrorAs(t, err, &broken)
	require.ErrorContains(t, err, "write the journal")
	assert.False(t, sent)
	require.NoError(t, j.Close())
}

const line = `{"at":"2026-03-01T12:00:00Z","state":"made","target":"https://apitest.vipps.no","msn":"123456","kind":"payment","api":"ecom.v2","id":"a-1"}`

func TestALineThatACrashBrokeOffIsNoMistake(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "journal.jsonl")
	require.NoError(t, os.WriteFile(path, []byte(line+"\n"+line[:60]), 0o600))
	j, err := journal.Open(path, makings(), noon)
	require.NoError(t, err)
	require.Equal(t, []journal.Thing{thing(journal.Payment, "ecom.v2", "a-1")}, j.Left())
	_, err = j.Made(thing(journal.Session, "checkout.v3", "b-1"), "")
	require.NoError(t, err)
	require.NoError(t, j.Gone(thing(journal.Payment, "ecom.v2", "a-1")))
	require.NoError(t, j.Close())
	again, err := journal.Open(path, makings(), noon)
	require.NoError(t, err, "what was written after it reads")
	assert.Equal(t, []journal.Thing{thing(journal.Session, "checkout.v3", "b-1")}, again.Left())
}

func TestWhatIsNoJournalIsTold(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"prose": "hello\n", "another file": `{"schema":"kontrakt/report/v1"}` + "\n", "a state that there is not": `{"state":"lost","target":"x","kind":"payment"}` + "\n",
		"a kind that there is not": `{"state":"made","target":"x","kind":"house"}` + "\n", "an array": "[1,2]\n",
	} {
		path := filepath.Join(t.TempDir(), "journal.jsonl")
		require.NoError(t, os.WriteFile(path, []byte(line+"\n"+text), 0o600))
		_, err := journal.Open(path, makings(), noon)
		require.ErrorContains(t, err, "journal.jsonl:2: not a line of a journal", name)
		kept, err := os.ReadFile(path)
		require.NoError(t, err)
		assert.Equal(t, line+"\n"+text, string(kept), "it is left as it was")
	}
}

// A file that says nothing may be anybody's: it is no journal unless it is called so.
func TestAnEmptyFileIsAJournalByItsNameAlone(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for name, text := range map[string]string{"notes.txt": "", "blank": "\n\n", "half.json": "{\n"} {
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		_, err := journal.Open(path, makings(), noon)
		require.ErrorContains(t, err, name+": not a journal: nothing is noted in it", name)
		assert.FileExists(t, path)
	}
	path := filepath.Join(dir, "journal-X.jsonl")
	require.NoError(t, os.WriteFile(path, []byte(line[:60]), 0o600))
	j, err := journal.Open(path, makings(), noon)
	require.NoError(t, err, "a crash may leave this")
	assert.Empty(t, j.Left())
	require.NoError(t, j.Close())
	assert.NoFileExists(t, path)
}

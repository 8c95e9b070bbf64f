package replay_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/features"
	"kontrakt/harness"
	"kontrakt/harness/catalog"
	"kontrakt/harness/client"
	"kontrakt/harness/client/receiver"
	"kontrakt/harness/config"
	"kontrakt/harness/judge"
	"kontrakt/harness/proxy"
	"kontrakt/harness/regress/migrate"
	"kontrakt/harness/regress/replay"
	"kontrakt/harness/rules/sequence"
	"kontrakt/harness/sandbox"
	"kontrakt/steps"
)

var loaded = sync.OnceValues(func() (*catalog.Catalog, error) { return catalog.Load(false) })

// stand is a sandbox on loopback.
func stand(t *testing.T, around func(http.Handler) http.Handler) string {
	t.Helper()
	c, err := loaded()
	require.NoError(t, err)
	box, err := sandbox.New(sandbox.Options{Services: c.Services(), Now: time.Now, Seed: 1})
	require.NoError(t, err)
	t.Cleanup(func() { _ = box.Close() })
	handler := http.Handler(box)
	if around != nil {
		handler = around(handler)
	}
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server.URL
}

// record runs scenarios and gives what they sent, in clear.
func record(t *testing.T, api, tags string) []harness.Exchange {
	t.Helper()
	at := stand(t, nil)
	base, err := url.Parse(at)
	require.NoError(t, err)
	var mu sync.Mutex
	var all []harness.Exchange
	acts := map[string][]harness.Act{}
	sink := func(x *harness.Exchange) {
		mu.Lock()
		defer mu.Unlock()
		all = append(all, *x)
	}
	ids := proxy.Counter()
	p, err := proxy.New(proxy.Options{Target: base, IDs: ids, Now: time.Now, Sink: sink, Began: func(x *harness.Exchange) {
		mu.Lock()
		defer mu.Unlock()
		x.Acts = acts[x.Scenario]
		delete(acts, x.Scenario)
	}})
	require.NoError(t, err)
	front := httptest.NewUnstartedServer(nil)
	front.Config = proxy.NewServer(p, proxy.Limits{})
	front.Start()
	t.Cleanup(front.Close)
	box := receiver.New(receiver.Options{Sink: sink, IDs: ids, Now: time.Now})
	shop := httptest.NewServer(box)
	t.Cleanup(shop.Close)
	c, err := loaded()
	require.NoError(t, err)
	scenarios, err := steps.Run(t.Context(), steps.Options{
		Contract: c.Contract, Receiver: box, ReceiverURL: shop.URL, Acted: func(scenario string, a harness.Act) {
			mu.Lock()
			defer mu.Unlock()
			acts[scenario] = append(acts[scenario], a)
		},
		Features: features.FS, Definitions: catalog.All(), APIs: []string{api}, Tags: tags, URL: front.URL, Target: at, Control: at,
		Now: time.Now, Concurrency: 8, Seed: 1, Settle: func(id string) steps.Settled {
			_ = p.Await(context.Background(), id)
			return steps.Settled{Exchanges: []string{id}}
		},
	})
	require.NoError(t, err)
	require.NotEmpty(t, scenarios)
	mu.Lock()
	defer mu.Unlock()
	slices.SortFunc(all, func(a, b harness.Exchange) int { return strings.Compare(a.ID, b.ID) })
	return all
}

// merchants are those of a replay on a sandbox.
type merchants struct {
	replay.Control
	made     map[replay.Merchant]*client.Client
	tokens   map[replay.Merchant]*client.Tokens
	units    map[string]replay.Unit
	recorded map[replay.Merchant][]byte
}

func (m *merchants) of(ctx context.Context, as replay.Merchant) (*client.Client, error) {
	if m.made[as] == nil {
		var tenant replay.Tenant
		var err error
		if made, is := m.recorded[as]; is {
			tenant, err = m.Repeat(ctx, made)
		} else {
			tenant, err = m.Open(ctx, as.Scenario, m.units[as.Scenario])
		}
		if err != nil {
			return nil, err
		}
		n := 0
		m.tokens[as] = client.NewTokens()
		m.made[as] = client.New(client.Options{URL: m.URL, IDs: func() string { n++; return fmt.Sprint("id", n) }, Tokens: m.tokens[as],
			Credentials: config.Credentials{ClientID: config.NewSecret(tenant.ClientID), ClientSecret: config.NewSecret(tenant.ClientSecret),
				SubscriptionKey: config.NewSecret(tenant.SubscriptionKey), MSN: tenant.MSN}})
	}
	return m.made[as], nil
}

func (m *merchants) Act(ctx context.Context, a replay.Act) error {
	if _, err := m.of(ctx, a.Of); err != nil {
		return err
	}
	m.tokens[a.Of].Forget()
	return m.Control.Act(ctx, a)
}

func play(t *testing.T, at string, recorded []harness.Exchange) []replay.Played {
	t.Helper()
	return playKnowing(t, at, recorded, nil)
}

func playKnowing(t *testing.T, at string, recorded []harness.Exchange, departs map[string][]harness.Departure) []replay.Played {
	t.Helper()
	c, err := loaded()
	require.NoError(t, err)
	m := &merchants{made: map[replay.Merchant]*client.Client{}, tokens: map[replay.Merchant]*client.Tokens{}, units: replay.Units(recorded), recorded: replay.Made(recorded)}
	m.Control = replay.Control{URL: at, HTTP: http.DefaultClient, Tenant: func(as replay.Merchant) string { return m.made[as].MSN() }}
	if shop := replay.NewReceiver(recorded); shop != nil {
		server := httptest.NewServer(shop)
		t.Cleanup(server.Close)
		m.Routes = map[string]string{}
		for _, origin := range shop.Origins {
			m.Routes[origin] = server.URL
		}
	}
	all, err := replay.Play(t.Context(), replay.Options{Routes: c.Contracts, Client: m.of, Customer: m, Phone: "91234567", Run: "r", Now: time.Now,
		Repeats: true, Departs: departs}, recorded)
	require.NoError(t, err)
	return all
}

const selected = "@core && ~@sandbox && ~@wire && ~@generated"

func TestARecordingReplayedIsAnsweredAsItWas(t *testing.T) {
	t.Parallel()
	for _, api := range []string{"epayment.v1", "recurring.v3"} {
		t.Run(api, func(t *testing.T) {
			t.Parallel()
			recorded := record(t, api, selected)
			sent := 0
			for _, p := range play(t, stand(t, nil), recorded) {
				assert.Empty(t, p.Undone, p.Recorded)
				assert.Empty(t, p.Differences, "%s %v", p.Recorded, p.Operation)
				if p.Skipped == "" {
					sent++
				}
			}
			assert.NotZero(t, sent)
		})
	}
}

// Some integrations send all that they have with every call: token, id and secret.
func TestKeysBesideATokenAreNotMissed(t *testing.T) {
	t.Parallel()
	recorded := record(t, "epayment.v1", selected)
	for i := range recorded {
		if h := recorded[i].Request.Header; h.Get("Authorization") != "" {
			h.Set("Client_id", "mine")
			h.Set("Client_secret", "mine, too")
		}
	}
	for _, p := range play(t, stand(t, nil), recorded) {
		assert.Empty(t, p.Differences, "%s %v", p.Recorded, p.Operation)
	}
}

// rewrite makes the new recording of one in clear, and says why what comes out
// otherwise.
func rewrite(t *testing.T, old, now string, recorded []harness.Exchange) ([]harness.Exchange, map[string][]harness.Departure) {
	t.Helper()
	c, err := loaded()
	require.NoError(t, err)
	pair, err := migrate.Find(old, now)
	require.NoError(t, err)
	m, err := migrate.New(pair, c.Contract(old), c.Contract(now), c.Contracts)
	require.NoError(t, err)
	j, err := judge.New(judge.Options{Contracts: c.Contracts, Checks: c.Checks(), Facts: c.Facts(), Stories: sequence.All()})
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, j.Close()) })
	var rewritten []harness.Exchange
	departs, late := map[string][]harness.Departure{}, map[string][]harness.Act{}
	for _, x := range recorded {
		if x.Flow == harness.FlowAPI {
			x.Acts = append(late[x.Scenario], x.Acts...)
			delete(late, x.Scenario)
		}
		before := j.One(&x)
		step, is := m.Step(&x)
		if !is {
			step.New = []harness.Exchange{x}
		}
		if len(step.New) == 0 {
			late[x.Scenario] = append(late[x.Scenario], x.Acts...)
		}
		for _, y := range step.New {
			y.ID = fmt.Sprintf("x%04d", len(rewritten)+1)
			settled := migrate.Settled(before, j.One(&y), step.Departs)
			if is && settled.Expect != nil {
				settled.Response = *settled.Expect
			}
			departs[y.ID] = settled.Departs
			if !is {
				departs[y.ID] = nil
			}
			rewritten = append(rewritten, settled.Exchange)
		}
	}
	return rewritten, departs
}

// What was recorded through the old versions, all of it, is rewritten and replayed
// on the new ones. It comes out as it did, but for what the tables say of it, and
// for requests whose mistakes are gone with the rewriting.
func TestARewrittenRecordingIsTaken(t *testing.T) {
	t.Parallel()
	for _, pair := range []struct{ old, now string }{{"recurring.v2", "recurring.v3"}, {"checkout.v2", "checkout.v3"}, {"ecom.v2", "epayment.v1"}} {
		t.Run(pair.old, func(t *testing.T) {
			t.Parallel()
			rewritten, departs := rewrite(t, pair.old, pair.now, record(t, pair.old, ""))
			require.NotEmpty(t, rewritten)
			known := map[string][]string{}
			sent := 0
			for _, p := range playKnowing(t, stand(t, nil), rewritten, departs) {
				assert.Empty(t, p.Undone, "%s %s", p.Recorded, p.Scenario)
				assert.Empty(t, p.Differences, "%s %s %v", p.Recorded, p.Scenario, p.Operation)
				assert.False(t, p.Unsure, p.Recorded)
				if p.Skipped == "" {
					sent++
				}
				scenario := strings.TrimPrefix(p.Scenario, pair.old+"/")
				for _, why := range p.Reasons() {
					if !slices.Contains(known[why], scenario) {
						known[why] = append(known[why], scenario)
					}
				}
			}
			assert.Greater(t, sent, 600)
			for _, scenarios := range known {
				slices.Sort(scenarios)
			}
			assert.Equal(t, otherwise[pair.old], known)
		})
	}
}

// spoiled answers with another text in the place of one; where it is empty, it
// refuses every capture.
func spoiled(from, to string) func(http.Handler) http.Handler {
	return func(h http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			a := httptest.NewRecorder()
			h.ServeHTTP(a, r)
			body := a.Body.String()
			if from != "" {
				body = strings.ReplaceAll(body, from, to)
			} else if strings.HasSuffix(r.URL.Path, "/capture") {
				a.Code, body = 400, "[]"
			}
			for name, values := range a.Header() {
				if name != "Content-Length" {
					w.Header()[name] = values
				}
			}
			w.WriteHeader(a.Code)
			_, _ = w.Write([]byte(body))
		})
	}
}

// What is known to come out otherwise hides nothing else: a new version that is
// wrong is found with a rewritten recording, too.
func TestANewVersionThatIsWrongIsFound(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ old, now, from, to, rule string }{
		{"recurring.v2", "recurring.v3", "", "", "replay.status"},
		{"recurring.v2", "recurring.v3", `"status":"ACTIVE"`, `"status":"PENDING"`, "replay.state"},
		{"checkout.v2", "checkout.v3", `"PaymentSuccessful"`, `"PaymentTerminated"`, "replay.state"},
		{"ecom.v2", "epayment.v1", "", "", "replay.status"},
		{"ecom.v2", "epayment.v1", `"state":"AUTHORIZED"`, `"state":"CREATED"`, "replay.state"},
	} {
		t.Run(tt.now+" "+tt.rule, func(t *testing.T) {
			t.Parallel()
			rewritten, departs := rewrite(t, tt.old, tt.now, record(t, tt.old, "@core && ~@generated"))
			wrong := 0
			for _, p := range playKnowing(t, stand(t, spoiled(tt.from, tt.to)), rewritten, departs) {
				if slices.ContainsFunc(p.Differences, func(d replay.Difference) bool { return d.Rule == tt.rule }) {
					wrong++
				}
			}
			assert.GreaterOrEqual(t, wrong, 3)
		})
	}
}

func TestATargetThatAnswersOtherwiseIsFound(t *testing.T) {
	t.Parallel()
	recorded := record(t, "ecom.v2", selected)
	spoil := map[string]struct{ from, to string }{
		"replay.money":  {`"capturedAmount":49900`, `"capturedAmount":49901`},
		"replay.shape":  {`"transactionLogHistory"`, `"transactionHistory"`},
		"replay.state":  {`"operation":"CAPTURE"`, `"operation":"SALE"`},
		"replay.status": {"", ""},
	}
	for rule, change := range spoil {
		t.Run(rule, func(t *testing.T) {
			t.Parallel()
			at := stand(t, spoiled(change.from, change.to))
			found := replay.Findings(play(t, at, recorded))
			assert.True(t, slices.ContainsFunc(found, func(f harness.Finding) bool { return f.Rule == rule }), "%v", found)
		})
	}
}

func TestWhereNobodyActsItIsSaid(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		act  replay.Act
		want string
	}{
		{"time passes for nobody", replay.Act{Kind: "payments", Name: "p", Verb: "expire", Contract: "ecom.v2"}, "only a person"},
		{"no clock can be moved", replay.Act{Kind: "clock", Contract: "ecom.v2"}, "only a sandbox's time"},
		{"no defect can be switched on", replay.Act{Kind: "faults", Contract: "ecom.v2"}, "only a sandbox has defects"},
		{"a session is paid by its customer alone", replay.Act{Kind: "payments", Name: "p", Verb: "approve", Contract: "checkout.v3"}, "nothing approves it"},
		{"an approval wants a test user", replay.Act{Kind: "payments", Name: "p", Verb: "approve", Contract: "epayment.v1"}, "--phone"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			require.ErrorContains(t, replay.Force{}.Act(t.Context(), tt.act), tt.want)
		})
	}
}

func TestATestEnvironmentIsAskedToApprove(t *testing.T) {
	t.Parallel()
	var asked []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.Method+" "+r.URL.Path)
		if strings.HasSuffix(r.URL.Path, "/accesstoken/get") {
			_, _ = w.Write([]byte(`{"access_token":"t","expires_in":"3600","expires_on":"99999999999"}`))
		}
	}))
	t.Cleanup(server.Close)
	c := client.New(client.Options{URL: server.URL, IDs: func() string { return "id" }})
	f := replay.Force{Phone: "91234567", Client: func(context.Context, replay.Merchant) (*client.Client, error) { return c, nil }}
	for _, contract := range []string{"ecom.v2", "epayment.v1", "recurring.v2"} {
		kind := "payments"
		if contract == "recurring.v2" {
			kind = "agreements"
		}
		require.NoError(t, f.Act(t.Context(), replay.Act{Kind: kind, Name: "n", Verb: "approve", Contract: contract}))
	}
	assert.Contains(t, asked, "POST /ecomm/v2/integration-test/payments/n/approve")
	assert.Contains(t, asked, "POST /epayment/v1/test/payments/n/approve")
	assert.Contains(t, asked, "PATCH /recurring/v3/agreements/n/accept")
}

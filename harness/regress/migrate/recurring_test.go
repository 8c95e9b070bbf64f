package migrate_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/harness/regress/migrate"
)

const draftV2 = `{"price":34900,"currency":"NOK","interval":"MONTH","intervalCount":1,"productName":"Honey","productDescription":"A jar","merchantRedirectUrl":"https://shop.example/done","merchantAgreementUrl":"https://shop.example/my","customerPhoneNumber":"4791234567","scope":"name","campaign":{"campaignPrice":100,"end":"2027-01-01T00:00:00Z"},"initialCharge":{"amount":19900,"currency":"NOK","description":"First jar","transactionType":"RESERVE_CAPTURE"}}`

// A told story is the same through both versions: what was recorded through
// version 2, and what version 3 answers when it is asked the same.
type story struct {
	*world
	m                           *migrate.Migrator
	agreement, charge, variable string
	steps                       []migrate.Step
}

func tell(t *testing.T) *story {
	t.Helper()
	w := newWorld(t)
	s := &story{world: w, m: w.migrator("recurring.v2", "recurring.v3")}
	s.agreement = text(t, s.do(http.MethodPost, "/recurring/v2/agreements", draftV2), "/agreementId")
	s.variable = text(t, s.do(http.MethodPost, "/recurring/v2/agreements", `{"currency":"NOK","interval":"YEAR","intervalCount":2,"productName":"Power","merchantRedirectUrl":"https://shop.example/done","merchantAgreementUrl":"https://shop.example/my","variableAmount":{"suggestedMaxAmount":100000}}`), "/agreementId")
	s.do(http.MethodPatch, "/recurring/v2/agreements/"+s.agreement+"/accept", `{"customerPhoneNumber":"4791234567"}`)
	s.do(http.MethodPatch, "/recurring/v2/agreements/"+s.variable+"/accept", `{"customerPhoneNumber":"4791234567"}`)
	s.charge = text(t, s.do(http.MethodPost, "/recurring/v2/agreements/"+s.agreement+"/charges",
		`{"amount":10000,"currency":"NOK","description":"March","due":"2026-03-06","retryDays":2}`, "Idempotency-Key", "march"), "/chargeId")
	w.control("clock", `{"advance":"P8D"}`)
	s.do(http.MethodPost, "/recurring/v2/agreements/"+s.agreement+"/charges/"+s.charge+"/refund", `{"amount":4000,"description":"Broken"}`, "Idempotency-Key", "refund")
	return s
}

// do calls version 2 and rewrites the call.
func (s *story) do(method, target, body string, headers ...string) harness.Exchange {
	s.t.Helper()
	x := s.call(method, target, body, headers...)
	require.Less(s.t, x.Response.Status, 300, "%s %s: %s", method, target, x.Response.Body.Bytes)
	s.rewrite(x)
	return x
}

func (s *story) rewrite(x harness.Exchange) migrate.Step {
	s.t.Helper()
	step, is := s.m.Step(&x)
	require.True(s.t, is)
	s.steps = append(s.steps, step)
	return step
}

// same reads through both versions, and holds what the tables make of the old
// answer against the new one, at the places of a row.
func (s *story) same(row, target string) {
	s.t.Helper()
	old := s.call(http.MethodGet, "/recurring/v2"+target, "")
	step := s.rewrite(old)
	require.Len(s.t, step.New, 1)
	now := s.send(step.New[0].Request.Method, step.New[0].Request.Target, "", nil)
	require.Equal(s.t, http.StatusOK, now.Response.Status)
	found := 0
	for _, f := range step.Fields {
		if f.Part != "answer" || f.Row != row || f.To == "" {
			continue
		}
		found++
		pointer := strings.ReplaceAll(f.To, "/*", "/0")
		assert.Equal(s.t, instant(at(s.t, step.New[0].Response.Body.Bytes, pointer)), instant(at(s.t, now.Response.Body.Bytes, pointer)), "%s %s", row, f.To)
	}
	require.NotZero(s.t, found, "%s says nothing of %s", row, target)
}

func (s *story) agreed() string   { return "/agreements/" + s.agreement }
func (s *story) charged() string  { return s.agreed() + "/charges/" + s.charge }
func (s *story) variably() string { return "/agreements/" + s.variable }

// The rows of the check after a migration, with what each expects.
var recurringRows = []struct {
	row, expects string
	check        func(t *testing.T, s *story)
}{
	{"REC-MIG-01", "the agreement's id is the same through both versions", func(t *testing.T, s *story) {
		s.same("REC-MIG-01", s.agreed())
	}},
	{"REC-MIG-02", "state, start and stop are the same", func(t *testing.T, s *story) {
		s.same("REC-MIG-02", s.agreed())
		s.do(http.MethodPatch, "/recurring/v2"+s.agreed(), `{"status":"STOPPED"}`)
		s.same("REC-MIG-02", s.agreed())
	}},
	{"REC-MIG-03", "price and currency are those of pricing", func(t *testing.T, s *story) {
		s.same("REC-MIG-03", s.agreed())
	}},
	{"REC-MIG-04", "the interval is a unit and a count", func(t *testing.T, s *story) {
		s.same("REC-MIG-04", s.agreed())
		s.same("REC-MIG-04", s.variably())
	}},
	{"REC-MIG-05", "suggested maximum and maximum are those of pricing", func(t *testing.T, s *story) {
		s.same("REC-MIG-05", s.variably())
	}},
	{"REC-MIG-06", "a campaign of version 2 reads as a legacy campaign with its price and end", func(t *testing.T, s *story) {
		s.same("REC-MIG-06", s.agreed())
	}},
	{"REC-MIG-07", "a campaign that is made anew is a price campaign with the same price and end", func(t *testing.T, s *story) {
		draft := s.steps[0].New[0]
		assert.Equal(t, "PRICE_CAMPAIGN", at(t, draft.Request.Body.Bytes, "/campaign/type"))
		answer := s.send(http.MethodPost, draft.Request.Target, string(draft.Request.Body.Bytes), http.Header{"Idempotency-Key": {"anew"}})
		require.Equal(t, http.StatusCreated, answer.Response.Status, "%s", answer.Response.Body.Bytes)
		now := s.send(http.MethodGet, "/recurring/v3/agreements/"+text(t, answer, "/agreementId"), "", nil)
		assert.Equal(t, "PRICE_CAMPAIGN", at(t, now.Response.Body.Bytes, "/campaign/type"))
		for _, pointer := range []string{"/campaign/price", "/campaign/end"} {
			assert.Equal(t, instant(at(t, draft.Request.Body.Bytes, pointer)), instant(at(t, now.Response.Body.Bytes, pointer)))
		}
	}},
	{"REC-MIG-08", "texts and addresses are the same", func(t *testing.T, s *story) {
		s.same("REC-MIG-08", s.agreed())
		s.same("REC-MIG-08", s.variably())
		undescribed := s.steps[len(s.steps)-1]
		assert.NotContains(t, string(undescribed.New[0].Response.Body.Bytes), "productDescription", "version 3 says nothing where version 2 says an empty text")
	}},
	{"REC-MIG-09", "whose agreement it is, is the same", func(t *testing.T, s *story) {
		s.same("REC-MIG-09", s.agreed())
	}},
	{"REC-MIG-10", "both versions list as many charges", func(t *testing.T, s *story) {
		old := s.do(http.MethodGet, "/recurring/v2"+s.agreed()+"/charges", "")
		step := s.steps[len(s.steps)-1]
		now := s.send(http.MethodGet, step.New[0].Request.Target, "", nil)
		assert.Equal(t, len(at(t, []byte(`{"l":`+string(old.Response.Body.Bytes)+`}`), "/l").([]any)), len(at(t, []byte(`{"l":`+string(now.Response.Body.Bytes)+`}`), "/l").([]any)))
		assert.Equal(t, "REC-MIG-10", step.Fields[0].Row, "that lists have pages is named")
	}},
	{"REC-MIG-11", "id, type, amount, text, due date, state and transaction of a charge are the same", func(t *testing.T, s *story) {
		s.same("REC-MIG-11", s.charged())
	}},
	{"REC-MIG-12", "what was given back is that of the summary", func(t *testing.T, s *story) {
		s.same("REC-MIG-12", s.charged())
	}},
	{"REC-MIG-13", "what version 2 says is charged is captured whole, and was so at once", func(t *testing.T, s *story) {
		april := text(t, s.do(http.MethodPost, "/recurring/v2"+s.agreed()+"/charges",
			`{"amount":10000,"currency":"NOK","description":"April","due":"2026-04-10","retryDays":2}`, "Idempotency-Key", "april"), "/chargeId")
		s.control("clock", `{"advance":"P40D"}`)
		s.same("REC-MIG-13", s.agreed()+"/charges/"+april)
	}},
	{"REC-MIG-14", "why a charge failed is the same", func(t *testing.T, s *story) {
		failing := text(t, s.do(http.MethodPost, "/recurring/v2"+s.agreed()+"/charges",
			`{"amount":151,"currency":"NOK","description":"May","due":"2026-04-10","retryDays":0}`, "Idempotency-Key", "may"), "/chargeId")
		s.control("clock", `{"advance":"P40D"}`)
		s.same("REC-MIG-14", s.agreed()+"/charges/"+failing)
	}},
	{"REC-MIG-15", "a success is 204 or 202 where it was 200, but for reads, and 201 where it was 201", func(t *testing.T, s *story) {
		want := map[string]string{"DraftAgreement": "201", "FetchCharge": "200", "UpdateAgreementPatch": "204 or 202", "UpdateAgreementPut": "204 or 202",
			"CancelCharge": "204 or 202", "CaptureCharge": "204 or 202", "RefundCharge": "204 or 202", "CreateCharge": "201", "FetchAgreement": "200",
			"acceptUsingPATCH": "204", "ListAgreements": "200", "ListCharges": "200"}
		pair, err := migrate.Find("recurring.v2", "recurring.v3")
		require.NoError(t, err)
		for _, o := range pair.Operations {
			require.Len(t, o.Statuses, 1, o.From)
			var to []string
			for _, n := range o.Statuses[0].To {
				to = append(to, http.StatusText(n))
			}
			var wanted []string
			for _, n := range strings.Split(want[o.From], " or ") {
				wanted = append(wanted, http.StatusText(map[string]int{"200": 200, "201": 201, "202": 202, "204": 204}[n]))
			}
			assert.Equal(t, wanted, to, o.From)
		}
	}},
	{"REC-MIG-16", "a refusal stays of its class; what could not be read is 400 now", func(t *testing.T, s *story) {
		x := s.call(http.MethodPost, "/recurring/v2"+s.variably()+"/charges", `{"amount":10000,"currency":"NOK","description":"x"`, "Idempotency-Key", "broken")
		step := s.rewrite(x)
		if x.Response.Status == http.StatusUnprocessableEntity {
			assert.NotNil(t, field(step, "status", "422", "400"))
		}
		assert.Equal(t, 400, step.New[0].Response.Status)
		x.Response.Status, x.Response.Body = 400, bodyOf([]byte(`[{"code":"idempotentkey.hash.mismatch"}]`))
		step = s.rewrite(x)
		f := field(step, "error", "/0/code idempotentkey.hash.mismatch", "idempotency-conflict")
		require.NotNil(t, f)
		assert.Equal(t, "REC-MIG-16", f.Row)
		assert.Equal(t, 409, step.New[0].Response.Status)
	}},
	{"REC-MIG-17", "that a refusal names its field elsewhere is said", func(t *testing.T, s *story) {
		pair, err := migrate.Find("recurring.v2", "recurring.v3")
		require.NoError(t, err)
		assert.Contains(t, pair.Errors.Says, "REC-MIG-17")
		assert.Contains(t, pair.Errors.Says, "extraDetails")
	}},
	{"REC-MIG-18", "a request that is repeated has its effect once", func(t *testing.T, s *story) {
		draft := s.steps[0].New[0]
		key := draft.Request.Header.Get("Idempotency-Key")
		first := s.send(http.MethodPost, draft.Request.Target, string(draft.Request.Body.Bytes), http.Header{"Idempotency-Key": {key}})
		again := s.send(http.MethodPost, draft.Request.Target, string(draft.Request.Body.Bytes), http.Header{"Idempotency-Key": {key}})
		assert.Equal(t, text(t, first, "/agreementId"), text(t, again, "/agreementId"))
	}},
	{"REC-MIG-19", "no rewritten request goes to version 2", func(t *testing.T, s *story) {
		for _, step := range s.steps {
			for _, x := range step.New {
				assert.NotContains(t, x.Request.Target, "/recurring/v2/")
				assert.Contains(t, x.Request.Target, "/recurring/v3/")
			}
		}
	}},
	{"REC-MIG-20", "no field has a name of version 2", func(t *testing.T, s *story) {
		for _, step := range s.steps {
			for _, x := range step.New {
				body := string(x.Request.Body.Bytes)
				for _, name := range []string{`"price":34900`, `"intervalCount"`, `"customerPhoneNumber"`, `"variableAmount"`, `"campaignPrice"`, `"agreementResource"`} {
					assert.NotContains(t, body, name)
				}
				if !strings.HasSuffix(x.Request.Target, "/agreements") {
					assert.NotContains(t, body, `"currency"`)
				}
				assert.Nil(t, at(t, x.Request.Body.Bytes, "/initialCharge/currency"))
			}
		}
	}},
	{"REC-MIG-21", "every call that changes something has Idempotency-Key, rightly spelt", func(t *testing.T, s *story) {
		s.do(http.MethodPatch, "/recurring/v2"+s.agreed(), `{"productName":"Jam"}`, "Idempotent-Key", "old spelling")
		for _, step := range s.steps {
			for _, x := range step.New {
				assert.Empty(t, x.Request.Header.Get("Idempotent-Key"))
				assert.Equal(t, x.Request.Method == http.MethodGet, x.Request.Header.Get("Idempotency-Key") == "", "%s %s", x.Request.Method, x.Request.Target)
			}
		}
		assert.Equal(t, "old spelling", s.steps[len(s.steps)-1].New[0].Request.Header.Get("Idempotency-Key"))
	}},
	{"REC-MIG-22", "that a 202 is followed by a look is said", func(t *testing.T, s *story) {
		pair, err := migrate.Find("recurring.v2", "recurring.v3")
		require.NoError(t, err)
		for _, o := range pair.Operations {
			if slices.Contains(o.Statuses[0].To, 202) {
				assert.Contains(t, o.Statuses[0].Says, "REC-MIG-22", o.From)
			}
		}
	}},
	{"REC-MIG-23", "a capture names all that is reserved", func(t *testing.T, s *story) {
		list := s.send(http.MethodGet, "/recurring/v2"+s.agreed()+"/charges?chargeStatus=RESERVED", "", nil)
		initial := text(t, list, "/0/id")
		x := s.do(http.MethodPost, "/recurring/v2"+s.agreed()+"/charges/"+initial+"/capture", "", "Idempotency-Key", "capture")
		step := s.steps[len(s.steps)-1]
		assert.EqualValues(t, "19900", at(t, step.New[0].Request.Body.Bytes, "/amount"))
		fresh, is := s.migrator("recurring.v2", "recurring.v3").Step(&x)
		require.True(t, is)
		assert.Equal(t, migrate.Decide, field(fresh, "body", "", "/amount").Fate, "who does not know the amount cannot say it")
	}},
	{"REC-MIG-24", "lists are filtered by status", func(t *testing.T, s *story) {
		s.do(http.MethodGet, "/recurring/v2"+s.agreed()+"/charges?chargeStatus=CHARGED", "")
		step := s.steps[len(s.steps)-1]
		assert.True(t, strings.HasSuffix(step.New[0].Request.Target, "?status=CHARGED"), step.New[0].Request.Target)
		assert.Equal(t, "REC-MIG-24", field(step, "query", "chargeStatus", "status").Row)
	}},
}

func TestRowsOfTheRecurringTable(t *testing.T) {
	t.Parallel()
	require.Len(t, recurringRows, 24)
	for _, tt := range recurringRows {
		t.Run(tt.row+": "+tt.expects, func(t *testing.T) {
			t.Parallel()
			s := tell(t)
			tt.check(t, s)
			for _, step := range s.steps {
				for _, x := range step.New {
					if step.Refused {
						continue
					}
					assert.Empty(t, s.errorsIn(x), "%s %s", x.Request.Method, x.Request.Target)
				}
			}
		})
	}
}

func TestWhatRecurringCannotMap(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, method, target, body string
		part, from, to             string
		want                       migrate.Fate
		breaks                     bool
	}{
		{"an agreement that costs nothing has no equivalent", http.MethodPost, "/recurring/v2/agreements", strings.Replace(draftV2, "34900", "0", 1), "body", "/price", "/pricing/amount", migrate.None, false},
		{"a price that becomes nothing has no equivalent", http.MethodPatch, "/recurring/v2/agreements/agr_1", `{"price":0}`, "body", "/price", "/pricing/amount", migrate.None, false},
		{"a campaign of a running agreement has no equivalent", http.MethodPatch, "/recurring/v2/agreements/agr_1", `{"campaign":{"campaignPrice":100,"end":"2027-01-01T00:00:00Z"}}`, "body", "/campaign", "", migrate.None, false},
		{"a state other than stopped has no equivalent", http.MethodPatch, "/recurring/v2/agreements/agr_1", `{"status":"ACTIVE"}`, "body", "/status", "", migrate.None, false},
		{"a page without https needs a decision", http.MethodPost, "/recurring/v2/agreements", strings.Replace(draftV2, "https://shop.example/my", "http://shop.example/my", 1), "body", "/merchantAgreementUrl", "/merchantAgreementUrl", migrate.Decide, true},
		{"the start of a campaign is dropped, as it meant nothing", http.MethodPost, "/recurring/v2/agreements", strings.Replace(draftV2, `"campaignPrice"`, `"start":"2026-05-01T00:00:00Z","campaignPrice"`, 1), "body", "/campaign/start", "", migrate.Maps, false},
		{"the currency of an initial charge is dropped", http.MethodPost, "/recurring/v2/agreements", draftV2, "body", "/initialCharge/currency", "", migrate.Maps, false},
		{"the currency of a charge is dropped", http.MethodPost, "/recurring/v2/agreements/agr_1/charges", `{"amount":1000,"currency":"NOK","description":"d","due":"2026-05-01","retryDays":0}`, "body", "/currency", "", migrate.Maps, false},
		{"what no table knows is left out and named", http.MethodPatch, "/recurring/v2/agreements/agr_1", `{"productName":"a","colour":"blue"}`, "body", "/colour", "", migrate.Decide, false},
		{"PUT becomes PATCH", http.MethodPut, "/recurring/v2/agreements/agr_1", `{"productName":"a"}`, "operation", "PUT:/recurring/v2/agreements/{agreementId}", "PATCH:/recurring/v3/agreements/{agreementId}", migrate.Maps, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			x := w.call(tt.method, tt.target, tt.body)
			x.Response = harness.Response{}
			step, is := w.migrator("recurring.v2", "recurring.v3").Step(&x)
			require.True(t, is)
			f := field(step, tt.part, tt.from, tt.to)
			require.NotNil(t, f, "%+v", step.Fields)
			assert.Equal(t, tt.want, f.Fate)
			assert.Equal(t, tt.breaks, len(w.errorsIn(step.New[0])) > 0, "%v", w.errorsIn(step.New[0]))
		})
	}
}

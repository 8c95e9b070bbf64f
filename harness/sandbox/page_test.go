package sandbox_test

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/sandbox"
)

const hostile = `<script>alert(1)</script>"'&` + "\u2028" + `</style>`

func (m *merchant) browse(target string) *httptest.ResponseRecorder {
	return m.do("GET", target, "", map[string]string{"Accept": "text/html,application/xhtml+xml"})
}

func (m *merchant) press(target string, form url.Values) *httptest.ResponseRecorder {
	return m.do("POST", target, form.Encode(), map[string]string{"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"})
}

// assertPage checks what holds for every page: it is HTML, needs nothing from
// elsewhere, and every inline text is one that its policy names.
func assertPage(t *testing.T, answer *httptest.ResponseRecorder, status int) string {
	t.Helper()
	assert.Equal(t, status, answer.Code)
	assert.Equal(t, "text/html; charset=utf-8", answer.Header().Get("Content-Type"))
	policy, page := answer.Header().Get("Content-Security-Policy"), answer.Body.String()
	assert.Contains(t, policy, "default-src 'none'")
	assert.NotContains(t, policy, "unsafe")
	assert.NotContains(t, policy, "http")
	inline := regexp.MustCompile(`(?s)<(?:style|script)>(.*?)</(?:style|script)>`).FindAllStringSubmatch(page, -1)
	assert.NotEmpty(t, inline)
	for _, text := range inline {
		sum := sha256.Sum256([]byte(text[1]))
		assert.Contains(t, policy, "'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"'")
	}
	assert.NotRegexp(t, `\s(src|style|on[a-z]+)=`, page)
	assert.Contains(t, page, `<html lang="en">`)
	assert.Contains(t, page, `name="viewport"`)
	return page
}

// action finds where the page's form posts to.
func action(t *testing.T, page string) string {
	t.Helper()
	found := regexp.MustCompile(`<form method="post" action="([^"]+)"`).FindStringSubmatch(page)
	require.NotNil(t, found, page)
	return found[1]
}

func TestLandingPage(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, verb, state string }{
		{"approve", "approve", "APPROVE"},
		{"reject", "reject", "REJECT"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				m := open(t).another(`{"name":"Kari's <b>shop</b>"}`)
				made := m.order("a", "")
				link, err := url.Parse(made["url"])
				require.NoError(t, err)
				time.Sleep(65 * time.Second)
				page := assertPage(t, m.browse(link.RequestURI()), 200)
				assert.Contains(t, page, "<h1>Pay a</h1>")
				assert.Contains(t, page, "Kari&#39;s &lt;b&gt;shop&lt;/b&gt;")
				assert.Contains(t, page, "<dt>Amount</dt><dd>499.00 NOK</dd>")
				assert.Contains(t, page, `data-seconds="535">8 min 55 s<`)
				assert.Contains(t, page, `value="approve">Approve</button>`)
				assert.Contains(t, page, `value="reject" formnovalidate>Reject</button>`)

				pressed := m.press(action(t, page), url.Values{"act": {tt.verb}})
				assert.Equal(t, 303, pressed.Code)
				assert.Equal(t, "https://shop.example/back?id=1", pressed.Header().Get("Location"))
				assert.Equal(t, tt.state, m.state("a"))

				again := m.press(action(t, page), url.Values{"act": {"reject"}})
				closed := assertPage(t, again, 200)
				assert.Equal(t, tt.state, m.state("a"), "a second press changes nothing")
				assert.Contains(t, closed, `<p role="status"><strong>`+tt.state)
				assert.Contains(t, closed, `<a href="https://shop.example/back?id=1">`)
				assert.NotContains(t, closed, "<button")
			})
		})
	}
}

func TestLandingPageWordsItsButton(t *testing.T) {
	t.Parallel()
	m := open(t, func(o *sandbox.Options) {
		plain := o.Services[0].Page
		o.Services[0].Page = func(b *sandbox.Box, token string) (sandbox.Page, bool) {
			p, ok := plain(b, token)
			p.Confirm = "Pay & start"
			return p, ok
		}
	})
	made := m.order("a", "")
	page := assertPage(t, m.browse(sandbox.GatewayPath+"/?v=2&token="+made["link"]), 200)
	assert.Contains(t, page, `value="approve">Pay &amp; start</button>`)
	assert.NotContains(t, page, ">Approve<")
}

func TestLandingPageOffersChoices(t *testing.T) {
	t.Parallel()
	m := open(t, func(o *sandbox.Options) {
		plain := o.Services[0].Page
		o.Services[0].Page = func(b *sandbox.Box, token string) (sandbox.Page, bool) {
			p, ok := plain(b, token)
			p.Choices = []sandbox.Choice{{Value: "post", Label: "Posten", Note: "49 NOK"}, {Value: `"x"`, Label: hostile, Note: hostile, Default: true}}
			return p, ok
		}
	})
	made := m.order("a", "")
	page := assertPage(t, m.browse(sandbox.GatewayPath+"/?v=2&token="+made["link"]), 200)
	assert.Contains(t, page, `<input type="radio" name="choice" value="post" required><span>Posten</span><span class="soft">49 NOK</span>`)
	assert.Contains(t, page, `value="&#34;x&#34;" required checked>`)
	assert.Equal(t, 1, strings.Count(page, "<script>"), "outside text stays text")
	m.press(action(t, page), url.Values{"act": {"approve"}, "choice": {`"x"`}})
	assert.Equal(t, `APPROVE{"choice":"\"x\""}`, m.state("a"))
}

func TestLandingPageAsks(t *testing.T) {
	t.Parallel()
	m := open(t, func(o *sandbox.Options) {
		plain := o.Services[0].Page
		o.Services[0].Page = func(b *sandbox.Box, token string) (sandbox.Page, bool) {
			p, ok := plain(b, token)
			p.Inputs = []sandbox.Input{
				{Name: "who.name", Label: "Name", Value: hostile},
				{Name: "who.email", Label: "E-mail", Type: "email", Optional: true},
				{Name: "country", Label: "Country", Among: []string{"NO", "SE"}, Value: "SE"},
				{Name: "terms", Label: "I agree", Type: "checkbox"},
				{Name: "news", Label: "News", Type: "checkbox", Value: "yes", Optional: true},
			}
			p.Buttons = []sandbox.Button{{Verb: "address", Label: "Go on", Stays: true}, {Verb: "reject", Label: "Leave", Bare: true}}
			p.Open = true
			return p, ok
		}
	})
	made := m.order("a", "")
	page := assertPage(t, m.browse(sandbox.GatewayPath+"?v=2&token="+made["link"]), 200)
	assert.Equal(t, 1, strings.Count(page, "<script>"), "outside text stays text")
	for _, part := range []string{
		`data-state="open address reject"`,
		`<label class="field"><span>Name</span><input type="text" name="who.name" value="&lt;script&gt;`,
		`<input type="email" name="who.email" value="">`,
		`<select name="country"><option>NO</option><option selected>SE</option></select>`,
		`<input type="checkbox" name="terms" value="true" required><span>I agree</span>`,
		`<input type="checkbox" name="news" value="true" checked><span>News</span>`,
		`<button class="yes" name="act" value="address">Go on</button>`,
		`<button class="no" name="act" value="reject" formnovalidate>Leave</button>`,
	} {
		assert.Contains(t, page, part)
	}
	assertPage(t, m.press(action(t, page), url.Values{"act": {"approve"}}), 400)
	pressed := m.press(action(t, page), url.Values{
		"act": {"address"}, "who.name": {" Kari "}, "who.email": {""}, "country": {"NO"}, "terms": {"true"}, "more": {"not asked"},
	})
	assert.Equal(t, 303, pressed.Code)
	assert.Equal(t, sandbox.GatewayPath+"?v=2&token="+url.QueryEscape(made["link"]), pressed.Header().Get("Location"), "the person stays")
	assert.Equal(t, `ADDRESS{"country":"NO","news":false,"terms":true,"who":{"email":"","name":"Kari"}}`, m.state("a"))
}

func TestLandingPageEnds(t *testing.T) {
	t.Parallel()
	m := open(t)
	made := m.order("a", "")
	m.control("POST", "/clock", `{"advance":"PT11M"}`)
	page := assertPage(t, m.browse("/shop/pay?token="+made["link"]), 200)
	assert.Contains(t, page, "EXPIRED")
	assert.NotContains(t, page, "<form")
	for name, answer := range map[string]*httptest.ResponseRecorder{
		"an unknown token":        m.browse(sandbox.GatewayPath + "?v=2&token=x"),
		"no token":                m.browse(sandbox.GatewayPath),
		"a button of nobody":      m.press("/__sandbox/pages/x", url.Values{"act": {"approve"}}),
		"the token of an API key": m.browse(sandbox.GatewayPath + "?token=" + m.token),
	} {
		assert.Contains(t, assertPage(t, answer, 404), "This link leads nowhere", name)
	}
	assertPage(t, m.press(sandbox.GatewayPath+"?token="+made["link"], nil), 405)
	other := m.order("b", "")
	assertPage(t, m.press("/__sandbox/pages/"+other["link"], url.Values{"act": {"expire"}}), 400)
	assert.Equal(t, "PENDING", m.state("b"), "only what the page has buttons for")
	crossSite := m.do("POST", "/__sandbox/pages/"+other["link"], "act=approve", map[string]string{"Sec-Fetch-Site": "cross-site"})
	assert.Equal(t, 403, crossSite.Code)
}

func TestWhereAPersonIsSentBack(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, back, location string }{
		{"to the merchant", "https://shop.example/?a=1#b", "https://shop.example/?a=1#b"},
		{"to where a route leads", "https://routed.example/done?a=1", "http://127.0.0.1:3000/done?a=1"},
		{"to an app", "myshop://paid", "myshop://paid"},
		{"not to a script", "JavaScript:alert(1)", ""},
		{"not to a document within the address", "data:text/html,x", ""},
		{"not to a word", "INTENT", ""},
		{"not to nothing", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m := open(t, func(o *sandbox.Options) {
				o.Routes = map[string]string{"https://routed.example": "http://127.0.0.1:3000"}
			})
			answer := m.api("POST", "/shop/v1/orders", `{"id":"a","back":"`+tt.back+`"}`)
			link := regexp.MustCompile(`"link":"([^"]+)"`).FindStringSubmatch(answer.Body.String())[1]
			pressed := m.press("/__sandbox/pages/"+link, url.Values{"act": {"approve"}})
			assert.Equal(t, "APPROVE", m.state("a"))
			assert.Equal(t, tt.location, pressed.Header().Get("Location"))
			if tt.location == "" {
				assert.NotContains(t, assertPage(t, pressed, 200), "<a ")
			} else {
				assert.Equal(t, 303, pressed.Code)
			}
		})
	}
}

func TestThePageForPeople(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := open(t, dialing(&network{serve: silent}))
		other := m.another(`{"name":"<i>Ola</i>"}`)
		page := assertPage(t, m.browse("/__sandbox/"), 200)
		assert.Contains(t, page, "Nothing yet.")
		assert.Contains(t, page, m.SubscriptionKey, "the default tenant's credentials are public")
		assert.Contains(t, page, `<a href="?tenant=`+other.MSN+`">&lt;i&gt;Ola&lt;/i&gt;`)

		other.order("older", "")
		time.Sleep(time.Second)
		other.order(hostile, "https://shop.example/cb")
		other.control("PUT", "/faults", `{"faults":["callback-twice"]}`)
		page = assertPage(t, m.browse("/__sandbox/?tenant="+other.MSN), 200)
		assert.NotContains(t, page, other.SubscriptionKey)
		assert.NotContains(t, page, other.ClientSecret)
		assert.Contains(t, page, "callback-twice")
		assert.Equal(t, 1, strings.Count(page, "<script>"), "outside text stays text")
		assert.Contains(t, page, "&lt;script&gt;alert(1)&lt;/script&gt;")
		assert.Less(t, strings.Index(page, "alert(1)"), strings.Index(page, "<h3>older</h3>"), "newest first")
		assert.Contains(t, page, `<a href="http://sandbox.test/dwo-api-application/`)

		pressed := m.press(action(t, page), url.Values{"tenant": {other.MSN}, "kind": {"payments"}, "reference": {hostile}, "act": {"approve"}})
		assert.Equal(t, 303, pressed.Code)
		assert.Equal(t, "/__sandbox/?tenant="+other.MSN, pressed.Header().Get("Location"))
		page = assertPage(t, m.browse(pressed.Header().Get("Location")), 200)
		assert.Contains(t, page, `<span class="state">APPROVE</span>`)
		assert.Contains(t, page, "<td>pending</td>")

		refused := m.press(action(t, page), url.Values{"tenant": {other.MSN}, "kind": {"payments"}, "reference": {hostile}, "act": {"approve"}})
		assert.Contains(t, assertPage(t, refused, 409), "not pending any more")
		m.press(action(t, page), url.Values{"tenant": {other.MSN}, "advance": {"PT1H"}})
		page = assertPage(t, m.browse("/__sandbox/?tenant="+other.MSN), 200)
		assert.Contains(t, page, "<time>2000-01-01 01:00:")
		assert.Contains(t, page, "failed: no answer within 3s")
		assert.Contains(t, page, "EXPIRED")
		assertPage(t, m.browse("/__sandbox/?tenant=999"), 404)
		assertPage(t, m.press("/__sandbox/page", url.Values{"tenant": {"999"}}), 404)
		assertPage(t, m.press("/__sandbox/page", url.Values{"tenant": {m.MSN}, "advance": {"-PT1H"}}), 400)
	})
}

// The pages load nothing from anywhere.
func TestPagesNeedNoNetwork(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("pages/*")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		assert.NotRegexp(t, `https?://|@import|url\(|<link|<img|src=`, string(text), file)
	}
}

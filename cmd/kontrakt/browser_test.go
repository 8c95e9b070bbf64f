package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A shop is a merchant with a sandbox and a web server of its own.
type shop struct {
	// box is the sandbox's address, web the shop's.
	box, web string
	token    string

	mu    sync.Mutex
	calls []string
}

func openShop(t *testing.T) *shop {
	t.Helper()
	s := &shop{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case strings.HasSuffix(r.URL.Path, "/shippingDetails"):
			order := strings.Split(r.URL.Path, "/")
			var asked struct {
				AddressID int `json:"addressId"`
			}
			_ = json.NewDecoder(r.Body).Decode(&asked) // what is wrong shows in the answer
			w.Header().Set("Content-Type", "application/json")
			fmt.Fprintf(w, `{"addressId":%d,"orderId":%q,"shippingDetails":[`+
				`{"isDefault":"Y","priority":0,"shippingCost":59,"shippingMethod":"Parcel","shippingMethodId":"parcel"},`+
				`{"isDefault":"N","priority":1,"shippingCost":299.9,"shippingMethod":"Up the stairs","shippingMethodId":"stairs"}]}`, asked.AddressID, order[len(order)-2])
		case r.Method == http.MethodGet:
			w.Header().Set("Content-Type", "text/html")
			_, _ = io.WriteString(w, "<!doctype html><title>Shop</title><h1>Thanks</h1>")
		default:
			body, _ := io.ReadAll(r.Body)
			s.mu.Lock()
			defer s.mu.Unlock()
			s.calls = append(s.calls, string(body))
		}
	}))
	t.Cleanup(server.Close)
	s.web = server.URL
	s.box = separately(t, "--route", "https://shop.example="+s.web)
	s.login(t)
	return s
}

// login gets a token, which is good for an hour.
func (s *shop) login(t *testing.T) {
	t.Helper()
	s.token = s.call(t, "POST", "/accesstoken/get", "")["access_token"].(string)
}

// call calls the API with the public credentials.
func (s *shop) call(t *testing.T, method, path, body string) map[string]any {
	t.Helper()
	q, err := http.NewRequestWithContext(t.Context(), method, s.box+path, strings.NewReader(body))
	require.NoError(t, err)
	for name, value := range map[string]string{
		"client_id": "11111111-2222-4333-8444-555555555555", "client_secret": "c2FuZGJveC1zZWNyZXQtMDE=",
		"Ocp-Apim-Subscription-Key": "5b0d6b0ea1f64d0c9d2f7c3e8a4b1c6d", "Authorization": "Bearer " + s.token, "Content-Type": "application/json",
	} {
		q.Header.Set(name, value)
	}
	answer, err := http.DefaultClient.Do(q)
	require.NoError(t, err)
	defer answer.Body.Close()
	got, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, answer.StatusCode, "%s %s: %s", method, path, got)
	var object map[string]any
	require.NoError(t, json.NewDecoder(bytes.NewReader(got)).Decode(&object))
	return object
}

// order asks for 499.00 NOK and gives the address to send the customer to.
func (s *shop) order(t *testing.T, id, more string) string {
	t.Helper()
	made := s.call(t, "POST", "/ecomm/v2/payments", `{"customerInfo":{},"merchantInfo":{"merchantSerialNumber":"123456","callbackPrefix":"https://shop.example/cb",`+
		`"fallBack":"https://shop.example/thanks?order=`+id+`"`+more+`},"transaction":{"amount":49900,"orderId":"`+id+`","transactionText":"Two mugs"}}`)
	return made["url"].(string)
}

// last is the newest entry of the payment's history, and details all of it.
func (s *shop) last(t *testing.T, id string) (operation string, details map[string]any) {
	t.Helper()
	details = s.call(t, "GET", "/ecomm/v2/payments/"+id+"/details", "")
	return details["transactionLogHistory"].([]any)[0].(map[string]any)["operation"].(string), details
}

// told waits for a callback that holds a text.
func (s *shop) told(t *testing.T, text string) {
	t.Helper()
	assert.Eventually(t, func() bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		return strings.Contains(strings.Join(s.calls, "\n"), text)
	}, 10*time.Second, 5*time.Millisecond, "the shop is not told %s", text)
}

// A person sits before a browser.
type person struct {
	context.Context
	mu         sync.Mutex
	complaints []string
}

type act = chromedp.Action[chromedp.Void]

// sit opens a tab.
func sit(t *testing.T, browser context.Context) *person {
	t.Helper()
	ctx, cancel := chromedp.NewContext(browser)
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, time.Minute)
	t.Cleanup(cancel)
	p := &person{Context: ctx}
	require.NoError(t, chromedp.Listen(ctx, func(event any) {
		p.mu.Lock()
		defer p.mu.Unlock()
		switch e := event.(type) {
		case *runtime.EventExceptionThrown:
			p.complaints = append(p.complaints, e.ExceptionDetails.Text)
		case *cdplog.EventEntryAdded:
			if !strings.HasSuffix(e.Entry.URL, "/favicon.ico") {
				p.complaints = append(p.complaints, e.Entry.Text+" "+e.Entry.URL)
			}
		}
	}))
	p.does(t, chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, cdplog.Enable, cdp.Empty{})
		return err
	}))
	t.Cleanup(func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		assert.Empty(t, p.complaints, "the browser's console complains")
	})
	return p
}

func (p *person) does(t *testing.T, acts ...act) {
	t.Helper()
	require.NoError(t, chromedp.Do(p, acts...))
}

// presses clicks a button and waits until that has led to an address.
func (p *person) presses(t *testing.T, button, address string) {
	t.Helper()
	marked, err := chromedp.Run(p, chromedp.Evaluate[bool](`window.before = true`))
	require.NoError(t, err)
	require.True(t, marked)
	p.does(t, chromedp.Click(chromedp.CSS(button)))
	p.awaits(t, `!window.before && location.href.startsWith(`+quoted(address)+`) && document.readyState === "complete"`)
}

func quoted(s string) string {
	text, _ := json.Marshal(s) // a string is always JSON
	return string(text)
}

// awaits waits until a condition of the page holds.
func (p *person) awaits(t *testing.T, condition string) {
	t.Helper()
	require.Eventually(t, func() bool {
		holds, err := chromedp.Run(p, chromedp.Evaluate[bool](condition))
		return err == nil && holds
	}, 20*time.Second, 20*time.Millisecond, "%s does not come to hold", condition)
}

// reads gives the text of the page.
func (p *person) reads(t *testing.T) string {
	t.Helper()
	text, err := chromedp.Run(p, chromedp.Evaluate[string](`document.body.innerText`))
	require.NoError(t, err)
	return text
}

// photographs leaves a picture where KONTRAKT_SCREENSHOTS names a folder.
func (p *person) photographs(t *testing.T, name string) {
	t.Helper()
	dir := os.Getenv("KONTRAKT_SCREENSHOTS")
	if dir == "" {
		return
	}
	picture, err := chromedp.Run(p, chromedp.FullScreenshot(100))
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, name+".png"), picture, 0o644))
}

func chromium(t *testing.T) context.Context {
	t.Helper()
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil && path == "" {
			path = found
		}
	}
	if path == "" {
		t.Skip("no chromium here")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("disable-quic", true), chromedp.Flag("no-first-run", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true))
	allocator, cancel := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(cancel)
	ctx, cancel := chromedp.NewContext(allocator)
	t.Cleanup(cancel)
	require.NoError(t, chromedp.Do(ctx))
	return ctx
}

const (
	approveButton = `button[value="approve"]`
	rejectButton  = `button[value="reject"]`
)

func TestPagesInABrowser(t *testing.T) {
	t.Parallel()
	browser := chromium(t)
	t.Run("a person approves on the landing page", func(t *testing.T) {
		s, kari := openShop(t), sit(t, browser)
		kari.does(t, chromedp.Navigate(s.order(t, "shop-order-approved", "")))
		page := kari.reads(t)
		for _, shown := range []string{"499.00 NOK", "Sandbox shop", "Two mugs", "shop-order-approved", "Time left"} {
			assert.Contains(t, page, shown)
		}
		kari.photographs(t, "landing")
		kari.presses(t, approveButton, s.web+"/thanks?order=shop-order-approved")
		assert.Contains(t, kari.reads(t), "Thanks")
		operation, details := s.last(t, "shop-order-approved")
		assert.Equal(t, "RESERVE", operation)
		assert.EqualValues(t, 49900, details["transactionSummary"].(map[string]any)["remainingAmountToCapture"])
		s.told(t, `"status":"RESERVED"`)
	})
	t.Run("a person rejects on the landing page", func(t *testing.T) {
		s, kari := openShop(t), sit(t, browser)
		link := s.order(t, "shop-order-rejected", "")
		kari.does(t, chromedp.Navigate(link))
		kari.presses(t, rejectButton, s.web+"/thanks?order=shop-order-rejected")
		operation, _ := s.last(t, "shop-order-rejected")
		assert.Equal(t, "CANCEL", operation)
		s.told(t, `"status":"CANCELLED"`)
		kari.does(t, chromedp.Navigate(link))
		assert.Contains(t, kari.reads(t), "The payment is cancelled.", "who opens the link again sees what became of it")
		kari.photographs(t, "landing-ended")
	})
	t.Run("a person waits for too long, and the page says so by itself", func(t *testing.T) {
		s, kari := openShop(t), sit(t, browser)
		kari.does(t, chromedp.Navigate(s.order(t, "shop-order-late", "")))
		kari.awaits(t, `document.querySelector(`+quoted(approveButton)+`) !== null`)
		control(t, s.box, "POST", "/clock", `{"advance":"PT10M1S"}`)
		kari.awaits(t, `document.body.innerText.includes("The payment is timed out.") && document.querySelector("button") === null`)
		kari.photographs(t, "landing-timeout")
		operation, _ := s.last(t, "shop-order-late")
		assert.Equal(t, "CANCEL", operation)
		s.told(t, `"status":"REJECTED"`)
	})
	t.Run("a person opens the link after five minutes", func(t *testing.T) {
		s, kari := openShop(t), sit(t, browser)
		link := s.order(t, "shop-order-stale", "")
		control(t, s.box, "POST", "/clock", `{"advance":"PT5M1S"}`)
		kari.does(t, chromedp.Navigate(link))
		assert.Contains(t, kari.reads(t), "This link has expired.")
	})
	t.Run("a person chooses how an express order is shipped", func(t *testing.T) {
		s, kari := openShop(t), sit(t, browser)
		kari.does(t, chromedp.Navigate(s.order(t, "shop-order-express", `,"paymentType":"eComm Express Payment","consentRemovalPrefix":"https://shop.example/consent","staticShippingDetails":[`+
			`{"isDefault":"Y","priority":0,"shippingCost":0,"shippingMethod":"Pick up","shippingMethodId":"pickup"},`+
			`{"isDefault":"N","priority":1,"shippingCost":49.5,"shippingMethod":"To your door","shippingMethodId":"home"}]`)))
		assert.Contains(t, kari.reads(t), "To your door")
		kari.photographs(t, "landing-express")
		kari.does(t, chromedp.Click(chromedp.CSS(`input[value="home"]`)))
		kari.presses(t, approveButton, s.web+"/thanks")
		operation, details := s.last(t, "shop-order-express")
		assert.Equal(t, "RESERVE", operation)
		shipping := details["shippingDetails"].(map[string]any)
		assert.Equal(t, "home", shipping["shippingMethodId"])
		assert.EqualValues(t, 49.5, shipping["shippingCost"])
		s.told(t, `"shippingMethodId":"home"`)
	})
	t.Run("a person chooses among what the shop is asked for", func(t *testing.T) {
		s, kari := openShop(t), sit(t, browser)
		kari.does(t, chromedp.Navigate(s.order(t, "shop-order-asked", `,"paymentType":"eComm Express Payment","consentRemovalPrefix":"https://shop.example/consent","shippingDetailsPrefix":"https://shop.example/ship"`)))
		kari.awaits(t, `document.querySelector('input[value="stairs"]') !== null`)
		kari.does(t, chromedp.Click(chromedp.CSS(`input[value="stairs"]`)))
		kari.presses(t, approveButton, s.web+"/thanks")
		_, details := s.last(t, "shop-order-asked")
		assert.Equal(t, "stairs", details["shippingDetails"].(map[string]any)["shippingMethodId"])
	})
	t.Run("the page for people has buttons that act", func(t *testing.T) {
		s, kari := openShop(t), sit(t, browser)
		s.order(t, "shop-order-front", "")
		s.order(t, "shop-order-other", "")
		front := s.box + "/__sandbox/"
		kari.does(t, chromedp.Navigate(front))
		assert.Contains(t, kari.reads(t), "shop-order-front")
		assert.Contains(t, kari.reads(t), "c2FuZGJveC1zZWNyZXQtMDE=", "the public credentials stand there")
		kari.presses(t, `button[aria-label="approve shop-order-front"]`, front)
		operation, _ := s.last(t, "shop-order-front")
		assert.Equal(t, "RESERVE", operation)
		kari.awaits(t, `document.body.innerText.includes("reserved")`)
		kari.presses(t, `button[value="PT1H"]`, front)
		s.login(t)
		operation, _ = s.last(t, "shop-order-other")
		assert.Equal(t, "CANCEL", operation, "an hour is longer than anybody waits")
		kari.photographs(t, "people")
	})
	t.Run("on a phone nothing has to be scrolled sideways", func(t *testing.T) {
		s, kari := openShop(t), sit(t, browser)
		link := s.order(t, "shop-order-"+strings.Repeat("long-", 7)+"1", "")
		kari.does(t, chromedp.EmulateViewport(360, 740, chromedp.EmulateMobile))
		for name, address := range map[string]string{"phone-landing": link, "phone-people": s.box + "/__sandbox/"} {
			kari.does(t, chromedp.Navigate(address))
			kari.awaits(t, `document.documentElement.scrollWidth <= 360`)
			kari.awaits(t, `Array.from(document.querySelectorAll(".card")).every(card => Array.from(card.querySelectorAll("*")).every(e =>
				e.getBoundingClientRect().right <= card.getBoundingClientRect().right))`)
			kari.photographs(t, name)
		}
	})
	t.Run("a person watches live", func(t *testing.T) { liveInABrowser(t, browser) })
	t.Run("in the dark", func(t *testing.T) {
		s, kari := openShop(t), sit(t, browser)
		kari.does(t, chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
			_, err := cdp.Call(ctx, target, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
				Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}},
			})
			return err
		}), chromedp.Navigate(s.order(t, "shop-order-dark", "")))
		kari.photographs(t, "dark-landing")
		dark, err := chromedp.Run(kari, chromedp.Evaluate[string](`getComputedStyle(document.body).backgroundColor`))
		require.NoError(t, err)
		assert.NotEqual(t, "rgb(255, 255, 255)", dark)
	})
}

// Whoever else a link is given to sees nothing of the merchant's secrets.
func TestLinkNamesNoCredentials(t *testing.T) {
	t.Parallel()
	s := openShop(t)
	link, err := url.Parse(s.order(t, "shop-order-link", ""))
	require.NoError(t, err)
	assert.Equal(t, s.box, link.Scheme+"://"+link.Host)
	assert.NotEqual(t, s.token, link.Query().Get("token"))
	answer, err := http.Get(link.String())
	require.NoError(t, err)
	defer answer.Body.Close()
	page, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	for _, secret := range []string{s.token, "c2FuZGJveC1zZWNyZXQtMDE=", "5b0d6b0ea1f64d0c9d2f7c3e8a4b1c6d"} {
		assert.NotContains(t, string(page), secret)
	}
}

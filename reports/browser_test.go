package reports_test

import (
	"context"
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
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/reports"
)

type action = chromedp.Action[chromedp.Void]

// A tab is a headless browser's tab with a report open in it.
type tab struct {
	context.Context
	mu sync.Mutex
	// complaints are the console's errors, requests what was asked of a network.
	complaints, requests []string
}

// browser starts one, or skips the test where there is none.
func browser(t *testing.T) context.Context {
	t.Helper()
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	if path == "" {
		t.Skip("no chromium here")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("disable-quic", true), chromedp.Flag("no-first-run", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true), chromedp.Flag("force-color-profile", "srgb"))
	allocator, cancel := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(cancel)
	ctx, cancel := chromedp.NewContext(allocator)
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 2*time.Minute)
	t.Cleanup(cancel)
	require.NoError(t, chromedp.Do(ctx))
	return ctx
}

// open writes the run's page to a file and opens that.
func open(t *testing.T, ctx context.Context, run *harness.Run, actions ...action) *tab {
	t.Helper()
	paths, err := reports.Write(t.TempDir(), []string{"html"}, run, reports.Options{})
	require.NoError(t, err)
	inner, cancel := chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	tb := &tab{Context: inner}
	address := (&url.URL{Scheme: "file", Path: paths[0]}).String()
	require.NoError(t, chromedp.Listen(inner, func(event any) {
		tb.mu.Lock()
		defer tb.mu.Unlock()
		switch e := event.(type) {
		case *network.EventRequestWillBeSent:
			if e.Request.URL != address {
				tb.requests = append(tb.requests, e.Request.URL)
			}
		case *runtime.EventExceptionThrown:
			tb.complaints = append(tb.complaints, e.ExceptionDetails.Text)
		case *runtime.EventConsoleAPICalled:
			tb.complaints = append(tb.complaints, string(e.Type))
		case *cdplog.EventEntryAdded:
			tb.complaints = append(tb.complaints, e.Entry.Text)
		}
	}))
	all := append([]action{command(network.Enable, network.EnableParams{}), command(cdplog.Enable, cdp.Empty{})}, actions...)
	require.NoError(t, chromedp.Do(inner, append(all, chromedp.Navigate(address))...))
	return tb
}

// command is a protocol command whose answer says nothing.
func command[P, R any](c cdp.Command[P, R], params P) action {
	return chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, c, params)
		return err
	})
}

func evaluate[T any](t *testing.T, tb *tab, script string) T {
	t.Helper()
	result, err := chromedp.Run(tb, chromedp.Evaluate[T](script))
	require.NoError(t, err)
	return result
}

func (tb *tab) quiet(t *testing.T) {
	t.Helper()
	tb.mu.Lock()
	defer tb.mu.Unlock()
	assert.Empty(t, tb.complaints, "the console complains")
	assert.Empty(t, tb.requests, "the page asks the network")
}

// shoot leaves a picture where KONTRAKT_SCREENSHOTS names a folder.
func shoot(t *testing.T, tb *tab, name string) {
	t.Helper()
	dir := os.Getenv("KONTRAKT_SCREENSHOTS")
	if dir == "" {
		return
	}
	picture, err := chromedp.Run(tb, chromedp.FullScreenshot(100))
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, name+".png"), picture, 0o644))
}

func scheme(name string) action {
	return command(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: name}}})
}

const shownScenarios = `Array.from(document.querySelectorAll("details.scenario")).filter(s => s.checkVisibility()).length`

func TestPageInABrowser(t *testing.T) {
	t.Parallel()
	ctx := browser(t)
	t.Run("the verdict comes first, in view", func(t *testing.T) {
		tb := open(t, ctx, richRun(), chromedp.EmulateViewport(1280, 900), scheme("light"))
		assert.Equal(t, "Violates the contract", evaluate[string](t, tb, `document.querySelector("h1").innerText`))
		assert.True(t, evaluate[bool](t, tb, `(() => { const r = document.querySelector("h1").getBoundingClientRect(); return r.top >= 0 && r.bottom <= 400; })()`))
		assert.Equal(t, 7, evaluate[int](t, tb, `document.querySelectorAll(".card").length`))
		shoot(t, tb, "light")
		tb.quiet(t)
	})
	t.Run("the filter narrows by status and by words", func(t *testing.T) {
		tb := open(t, ctx, richRun())
		assert.Equal(t, 18, evaluate[int](t, tb, shownScenarios))
		require.NoError(t, chromedp.Do(tb, chromedp.Click(chromedp.CSS(`input[value=failed]`))))
		assert.Equal(t, 2, evaluate[int](t, tb, shownScenarios))
		assert.Equal(t, "2 of 18", evaluate[string](t, tb, `document.querySelector("#matches").textContent`))
		require.NoError(t, chromedp.Do(tb, chromedp.Click(chromedp.CSS(`input[value=all]`)), chromedp.KeyEvent("/")))
		assert.Equal(t, "find", evaluate[string](t, tb, `document.activeElement.id`), "the slash key leads to the search box")
		evaluate[string](t, tb, `document.activeElement.value = ""`) // the protocol types the slash all the same
		require.NoError(t, chromedp.Do(tb, chromedp.SendKeys(chromedp.CSS("#find"), "x0012")))
		assert.Equal(t, 1, evaluate[int](t, tb, shownScenarios))
		require.NoError(t, chromedp.Do(tb, chromedp.SendKeys(chromedp.CSS("#find"), "nowhere")))
		assert.Equal(t, 0, evaluate[int](t, tb, shownScenarios))
		assert.True(t, evaluate[bool](t, tb, `document.querySelector(".nomatch").checkVisibility()`))
		tb.quiet(t)
	})
	t.Run("details fold, and a link opens what it leads to", func(t *testing.T) {
		tb := open(t, ctx, richRun(), chromedp.EmulateViewport(1280, 900))
		table := `document.querySelector(".card table").checkVisibility()`
		assert.False(t, evaluate[bool](t, tb, table))
		require.NoError(t, chromedp.Do(tb, chromedp.Click(chromedp.CSS(`.card summary`))))
		assert.True(t, evaluate[bool](t, tb, table))
		evaluate[bool](t, tb, `document.querySelectorAll("details").forEach(d => d.open = false) || true`)
		exchange := `document.getElementById("x0003").querySelector(".body").checkVisibility()`
		assert.False(t, evaluate[bool](t, tb, exchange))
		require.NoError(t, chromedp.Do(tb, chromedp.Click(chromedp.CSS(`.rule a[href="#x0003"]`)),
			chromedp.Poll[chromedp.Void](exchange, chromedp.WithPollingTimeout(5*time.Second))))
		assert.Contains(t, evaluate[string](t, tb, `document.getElementById("x0003").innerText`), `"capturedAmount": 19899`)
		shoot(t, tb, "light-open")
		tb.quiet(t)
	})
	t.Run("it has a dark face", func(t *testing.T) {
		background := func(name string) string {
			tb := open(t, ctx, richRun(), chromedp.EmulateViewport(1280, 900), scheme(name))
			defer tb.quiet(t)
			if name == "dark" {
				evaluate[bool](t, tb, `document.querySelectorAll("details.failed, details.failed .exchange").forEach(d => d.open = true) || true`)
				shoot(t, tb, "dark")
			}
			assert.Empty(t, evaluate[[]string](t, tb, faintTexts), "contrast under 4.5 in the %s scheme", name)
			return evaluate[string](t, tb, `getComputedStyle(document.body).backgroundColor`)
		}
		assert.NotEqual(t, background("light"), background("dark"))
	})
	for name, run := range map[string]*harness.Run{"rich": richRun(), "hostile": hostileRun(), "empty": emptyRun()} {
		t.Run("a phone need not scroll sideways: "+name, func(t *testing.T) {
			tb := open(t, ctx, run, chromedp.EmulateViewport(360, 740, chromedp.EmulateMobile))
			evaluate[bool](t, tb, `document.querySelectorAll("details.failed, details.failed .exchange, .card details").forEach(d => d.open = true) || true`)
			assert.LessOrEqual(t, evaluate[int](t, tb, `document.documentElement.scrollWidth`), 360)
			shoot(t, tb, "phone-"+name)
			tb.quiet(t)
		})
	}
	t.Run("outside text stays text", func(t *testing.T) {
		tb := open(t, ctx, hostileRun())
		assert.Equal(t, 1, evaluate[int](t, tb, `document.scripts.length`))
		assert.Contains(t, evaluate[string](t, tb, `document.querySelectorAll(".scenario .name")[1].textContent`), "</script><script>alert(1)</script> øre")
		assert.Equal(t, 0, evaluate[int](t, tb, `document.querySelectorAll("a[href^=javascript]").length`))
		tb.quiet(t)
	})
	t.Run("it works where no script runs", func(t *testing.T) {
		tb := open(t, ctx, richRun(), command(emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}))
		require.NoError(t, chromedp.Do(tb, chromedp.WaitVisible(chromedp.CSS("h1")), chromedp.WaitNotVisible(chromedp.CSS(".filter")),
			chromedp.Click(chromedp.CSS(".card summary")), chromedp.WaitVisible(chromedp.CSS(".card table"))))
	})
	t.Run("a thousand scenarios open in time", func(t *testing.T) {
		tb := open(t, ctx, largeRun(1000))
		assert.Equal(t, 1000, evaluate[int](t, tb, shownScenarios))
		assert.True(t, strings.Contains(evaluate[string](t, tb, `document.querySelector("#scenarios").parentElement.querySelector(".lead").innerText`), "of 2,000 exchanges"))
		tb.quiet(t)
	})
}

// faintTexts lists the texts whose contrast with what is behind them is under
// 4.5, reckoned as WCAG 2.2 defines it.
const faintTexts = `(() => {
  const rgb = c => (c.match(/[\d.]+/g) || []).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = e => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor); if (c.length === 3 || c[3] > 0) return c; } return [255, 255, 255]; };
  const faint = new Set();
  document.querySelectorAll("body *").forEach(e => {
    if (!e.checkVisibility() || !Array.from(e.childNodes).some(n => n.nodeType === 3 && n.data.trim()) || e.closest("script, style, .skip")) return;
    const [a, b] = [light(rgb(getComputedStyle(e).color)), light(behind(e))];
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (contrast < 4.5) faint.add(e.tagName + "." + e.className + " " + contrast.toFixed(2) + ": " + e.textContent.trim().slice(0, 30));
  });
  return Array.from(faint);
})()`

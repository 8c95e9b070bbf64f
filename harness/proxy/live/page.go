package live

import (
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html/template"
	"net/http"
	"strings"
	"time"

	"kontrakt/harness"
)

//go:embed html
var files embed.FS

// A Source is what was judged: all that it gives is redacted.
type Source interface {
	// Recorded counts the exchanges, and gives a channel that is closed when there
	// are more.
	Recorded() (int, <-chan struct{})
	// Between gives those between two counts, in the order of judging.
	Between(from, to int) ([]harness.Judged, error)
	// Exchange gives one by its ID.
	Exchange(id string) (one harness.Judged, known bool, err error)
	// Stand fills in Findings, Operations, Recorded, Dropped and Broken as they
	// are now; Count does the same, for who shows nothing of what findings got.
	Stand(run *harness.Run)
	Count(run *harness.Run)
}

// A Download is a file that the page offers.
type Download struct{ Name, File string }

// Options say what is watched.
type Options struct {
	Source Source
	// Run is what is known of the run: ID, Tool, Command, Target.
	Run harness.Run
	// Style is the style sheet of the reports, to which the page adds its own.
	Style string
	// Downloads are offered by name; whoever mounts the page serves the files.
	Downloads []Download
	// Now is the clock.
	Now func() time.Time
}

// A Page is an [http.Handler] for the live page: the page itself at /, what it
// asks for below /live/, and /metrics. Put a [Guard] before it.
type Page struct {
	options Options
	view    *view
	text    []byte
	policy  string
	// listeners is a token for each event stream that may be open.
	listeners chan struct{}
	mux       *http.ServeMux
}

// mostListeners is how many event streams may be open at once.
const mostListeners = 32

// New makes a page.
func New(o Options) (*Page, error) {
	p := &Page{options: o, view: newView(o.Source, o.Now), listeners: make(chan struct{}, mostListeners), mux: http.NewServeMux()}
	if err := p.render(); err != nil {
		return nil, fmt.Errorf("make the live page: %w", err)
	}
	p.mux.HandleFunc("GET /{$}", p.page)
	p.mux.HandleFunc("GET /live/events", p.events)
	p.mux.HandleFunc("GET /live/exchanges/{id}", p.exchange)
	p.mux.HandleFunc("POST /live/reset", p.reset)
	p.mux.HandleFunc("GET /metrics", p.metrics)
	return p, nil
}

func (p *Page) ServeHTTP(w http.ResponseWriter, r *http.Request) { p.mux.ServeHTTP(w, r) }

// render makes the page, which loads nothing and runs only our own script.
func (p *Page) render() error {
	style, err := files.ReadFile("html/live.css")
	if err != nil {
		return err
	}
	script, err := files.ReadFile("html/live.js")
	if err != nil {
		return err
	}
	all := p.options.Style + string(style)
	p.policy = "default-src 'none'; style-src " + digest(all) + "; script-src " + digest(string(script)) +
		"; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
	t, err := template.ParseFS(files, "html/live.tmpl")
	if err != nil {
		return err
	}
	var text strings.Builder
	err = t.Execute(&text, map[string]any{
		"Run": p.options.Run, "Downloads": p.options.Downloads,
		"Style": template.CSS(all), "Script": template.JS(script), // #nosec: our own files
	})
	p.text = []byte(text.String())
	return err
}

func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

func (p *Page) page(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", p.policy)
	_, _ = w.Write(p.text)
}

// exchange gives one exchange in detail.
func (p *Page) exchange(w http.ResponseWriter, r *http.Request) {
	judged, known, err := p.options.Source.Exchange(r.PathValue("id"))
	switch {
	case err != nil:
		http.Error(w, "the exchange cannot be read", http.StatusInternalServerError)
	case !known:
		http.Error(w, "no such exchange", http.StatusNotFound)
	default:
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(detailOf(&judged))
	}
}

// reset begins the page anew with what is judged from now on. The run is not
// touched: its report holds everything.
func (p *Page) reset(w http.ResponseWriter, _ *http.Request) {
	p.view.reset()
	w.WriteHeader(http.StatusNoContent)
}

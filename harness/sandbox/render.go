package sandbox

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"net/http"
	"strings"
	"time"
)

//go:embed pages
var pageFiles embed.FS

var (
	pageStyle     = asset("style.css")
	landingScript = asset("landing.js")
	peopleScript  = asset("people.js")

	pages = template.Must(template.New("").Funcs(template.FuncMap{
		"style": func() template.CSS { return template.CSS(pageStyle) },
	}).ParseFS(pageFiles, "pages/*.html"))

	// contentPolicy allows our own style and scripts, and nothing from elsewhere.
	// It says nothing on form-action: browsers apply that to the redirect back to
	// the merchant as well.
	contentPolicy = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; connect-src 'self'" +
		"; style-src " + digest(pageStyle) + "; script-src " + digest(landingScript) + " " + digest(peopleScript)
)

func asset(name string) string {
	text, err := pageFiles.ReadFile("pages/" + name)
	if err != nil {
		panic(err) // embedded, so it is there
	}
	return string(text)
}

// digest names an inline text in a content security policy.
func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// render makes a page for people.
func render(status int, name string, data any) Reply {
	var page bytes.Buffer
	if err := pages.ExecuteTemplate(&page, name, data); err != nil {
		panic(fmt.Sprintf("sandbox: page %s: %v", name, err)) // templates and data are ours
	}
	return Reply{
		Status: status,
		Header: http.Header{
			"Content-Type":            {"text/html; charset=utf-8"},
			"Content-Security-Policy": {contentPolicy},
			"Cache-Control":           {"no-store"},
			"Referrer-Policy":         {"no-referrer"},
			"X-Content-Type-Options":  {"nosniff"},
		},
		Body: page.Bytes(),
	}
}

// notice is a page that only says something.
func notice(status int, title, text string) Reply {
	return render(status, "notice", struct{ Title, Text string }{title, text})
}

// A landing is a [Page] with what its template needs beside.
type landing struct {
	Page
	// Action is where the buttons post to, Back the way to the merchant.
	Action, Back string
	Left         time.Duration
}

// Timed says whether the link times out.
func (l landing) Timed() bool { return !l.Expires.IsZero() }

// Seconds is the time left.
func (l landing) Seconds() int { return int(l.Left / time.Second) }

// Remaining is the time left in words.
func (l landing) Remaining() string {
	if l.Left >= time.Minute {
		return fmt.Sprintf("%d min %d s", l.Seconds()/60, l.Seconds()%60)
	}
	return fmt.Sprintf("%d s", l.Seconds())
}

// BackURL is the way back to the merchant, which may be an app's own scheme;
// [Box.back] has left dangerous ones out.
func (l landing) BackURL() template.URL { return template.URL(l.Back) }

// Script runs on the landing page.
func (l landing) Script() template.JS { return template.JS(landingScript) }

// opens says whether a link is for a browser and not for an app.
func opens(link string) bool {
	return strings.HasPrefix(link, "https://") || strings.HasPrefix(link, "http://")
}

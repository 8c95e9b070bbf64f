package live

import (
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// Guard lets through what this machine's user asks for, in a browser or without
// one, and nothing that another site's page asks for in a browser: a page that
// was sent for from elsewhere, or under a name that somebody else's DNS leads
// here. It tells browsers to hand nothing on. Names are further hosts that the
// listener is known by, beside localhost and addresses.
func Guard(next http.Handler, names ...string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Cache-Control", "no-store")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		switch {
		case !ours(r.Host, names):
			http.Error(w, "this listener does not answer to that host", http.StatusMisdirectedRequest)
		case foreign(r):
			http.Error(w, "another site may not ask for this", http.StatusForbidden)
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// ours says whether a request names us. No DNS can lead an address or localhost
// to anybody but who has it.
func ours(authority string, names []string) bool {
	host := authority
	if h, _, err := net.SplitHostPort(authority); err == nil {
		host = h
	}
	host = strings.ToLower(strings.TrimSuffix(strings.Trim(host, "[]"), "."))
	return host == "localhost" || net.ParseIP(host) != nil || slices.Contains(names, host)
}

// foreign says whether a browser asks on behalf of another site. Following a
// link to the page is not that: it shows the page to the user alone.
func foreign(r *http.Request) bool {
	if origin := r.Header.Get("Origin"); origin != "" {
		u, err := url.Parse(origin)
		if err != nil || u.Host != r.Host {
			return true
		}
	}
	switch r.Header.Get("Sec-Fetch-Site") {
	case "", "same-origin", "none":
		return false
	}
	follows := r.Method == http.MethodGet && r.Header.Get("Sec-Fetch-Mode") == "navigate" && r.Header.Get("Sec-Fetch-Dest") == "document"
	return !follows || r.URL.Path != "/"
}

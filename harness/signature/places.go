package signature

import (
	"net/url"
	"strings"
)

// targetChanges are the mistakes that can be made with path and query.
func targetChanges(r Request) []change {
	path, query, has := strings.Cut(r.PathAndQuery, "?")
	var all []change
	add := func(m Mistake, target string) {
		if target != r.PathAndQuery {
			all = append(all, change{"target", m, func(v *variant) { v.target = target }})
		}
	}
	if has {
		add(QueryLeftOut, path)
		query = "?" + query
	}
	add(SlashAdded, strings.TrimSuffix(path, "/")+query)
	add(SlashAdded, path+"/"+query)
	if plain, err := url.PathUnescape(path); err == nil {
		add(DecodedPath, plain+query)
	}
	add(WholeURL, "https://"+r.Host+r.PathAndQuery)
	return all
}

// hostChanges are the mistakes that can be made with the host.
func hostChanges(r Request) []change {
	var all []change
	add := func(m Mistake, host string) {
		if host != r.Host {
			all = append(all, change{"host", m, func(v *variant) { v.host = host }})
		}
	}
	u := url.URL{Host: r.Host}
	switch {
	case u.Port() != "":
		add(PortLeftOut, strings.TrimSuffix(r.Host, ":"+u.Port()))
	default:
		add(DefaultPort, r.Host+":443")
		add(DefaultPort, r.Host+":80")
	}
	if r.Seen != "" {
		if strings.EqualFold(r.Seen, r.Host) {
			add(HostCase, r.Seen)
		} else {
			add(SeenHost, r.Seen)
		}
	}
	add(HostCase, strings.ToUpper(r.Host))
	return all
}

package proxy

import "net/http"

func newTransport(o Options) *http.Transport { return &http.Transport{} }

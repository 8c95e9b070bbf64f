package sandbox

import (
	"fmt"
	"net/http"
)

// A problem is why a control call cannot be done, as RFC 9457 has it.
type problem struct {
	Type   string `json:"type"`
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail"`
}

func (p *problem) Error() string { return p.Detail }

func (p *problem) reply() Reply { return JSON(p.Status, "application/problem+json", p) }

func wrong(status int, format string, args ...any) *problem {
	return &problem{"about:blank", http.StatusText(status), status, fmt.Sprintf(format, args...)}
}

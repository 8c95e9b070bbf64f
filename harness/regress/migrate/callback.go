package migrate

import (
	"strings"

	"kontrakt/harness"
)

// callback rewrites a call to the merchant, which comes where it came.
func (m *Migrator) callback(s *Step, x *harness.Exchange, o *Operation, r refs) {
	body := apply("body", o.Body, r.body, r, false)
	s.Fields = append(s.Fields, body.fields...)
	text := encodeJSON(body.tree)
	x.Request.Body = harness.Body{Bytes: text, Size: int64(len(text))}
	x.Request.Header = x.Request.Header.Clone()
	x.Request.Header.Del("Content-Length")
	for name := range x.Request.Header {
		if strings.HasPrefix(name, "Kontrakt-") { // the sandbox's mark of its old version
			x.Request.Header.Del(name)
		}
	}
	if at := strings.LastIndex(x.Request.Target, o.Moved.From); o.Moved.From != "" && at >= 0 {
		x.Request.Target = x.Request.Target[:at] + o.Moved.To + x.Request.Target[at+len(o.Moved.From):]
		s.Fields = append(s.Fields, Field{Part: "path", From: o.Moved.From, To: o.Moved.To, Fate: Maps, Row: o.Moved.Row})
	}
	if x.Response.Status < 300 && len(o.Answer) > 0 {
		s.Fields = append(s.Fields, m.told(&x.Response, o.Answer, r)...)
	}
	s.New = append(s.New, *x)
}

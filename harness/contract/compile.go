package contract

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"kontrakt/harness"
)

// A compiler turns a loaded document into operations.
type compiler struct {
	c *Contract
	*shaper
	doc *openapi3.T
}

func (c *Contract) compile(doc *openapi3.T) error {
	c.shapes = map[*openapi3.Schema]*shape{}
	c.places = map[string]*shape{}
	k := &compiler{c: c, doc: doc, shaper: &shaper{shapes: c.shapes, places: c.places, sites: c.indexSites()}}
	if doc.Components != nil {
		for _, name := range sortedKeys(doc.Components.Schemas) {
			ref := doc.Components.Schemas[name]
			if ref.Value != nil && ref.Ref == "" {
				k.shape(ref.Value, "#/components/schemas/"+escapeToken(name))
			}
		}
	}
	for _, path := range sortedKeys(doc.Paths.Map()) {
		k.path(path, doc.Paths.Value(path))
	}
	k.callbacks()
	return k.finish()
}

// path compiles the operations of one path template, for each base path.
func (k *compiler) path(path string, item *openapi3.PathItem) {
	if merchantSide(path, item) {
		return
	}
	at := "#/paths/" + escapeToken(path)
	if item.Ref != "" {
		at = item.Ref
	}
	for _, method := range sortedKeys(item.Operations()) {
		o := item.Operations()[method]
		for _, base := range k.bases(item, o) {
			op := k.operation(method, item, o, at+"/"+strings.ToLower(method))
			op.Flow, op.Path = harness.FlowAPI, base+path
			op.segments, op.trailing = template(op.Path), len(path) > 1 && strings.HasSuffix(path, "/")
			k.c.ops = append(k.c.ops, op)
		}
	}
}

// bases are the paths of the servers: the host is whatever the target is.
func (k *compiler) bases(item *openapi3.PathItem, o *openapi3.Operation) []string {
	servers := k.doc.Servers
	if len(item.Servers) > 0 {
		servers = item.Servers
	}
	if o.Servers != nil && len(*o.Servers) > 0 {
		servers = *o.Servers
	}
	var out []string
	for _, s := range servers {
		base := ""
		if u, err := url.Parse(s.URL); err == nil {
			base = strings.TrimRight(u.Path, "/")
		}
		if !slices.Contains(out, base) {
			out = append(out, base)
		}
	}
	if len(out) == 0 {
		return []string{""}
	}
	return out
}

func (k *compiler) operation(method string, item *openapi3.PathItem, o *openapi3.Operation, at string) *operation {
	op := &operation{contract: k.c, pointer: at, responses: map[string]*response{}}
	op.Operation = harness.Operation{Contract: k.c.ID(), ID: o.OperationID, Method: method, Deprecated: o.Deprecated}
	base := at[:strings.LastIndexByte(at, '/')]
	op.params = k.params(o.Parameters, at, nil)
	op.params = k.params(item.Parameters, base, op.params)
	if o.RequestBody != nil && o.RequestBody.Value != nil {
		p := at + "/requestBody"
		if o.RequestBody.Ref != "" {
			p = o.RequestBody.Ref
		}
		op.bodyRequired = o.RequestBody.Value.Required
		op.body = k.content(o.RequestBody.Value.Content, p)
	}
	for status, ref := range o.Responses.Map() {
		op.responses[strings.ToUpper(status)] = k.response(status, ref, at)
		op.statuses = append(op.statuses, status)
	}
	if r, ok := op.responses["DEFAULT"]; ok {
		delete(op.responses, "DEFAULT")
		op.responses["default"] = r
	}
	slices.Sort(op.statuses)
	op.credentials = k.security(o)
	op.when = newSelector(o.Extensions["x-kontrakt-when"])
	return op
}

// params adds parameters that are not there yet: an operation's own come
// before those of its path.
func (k *compiler) params(refs openapi3.Parameters, at string, have []*param) []*param {
	for i, ref := range refs {
		v := ref.Value
		if v == nil || v.In == "cookie" {
			continue
		}
		same := func(p *param) bool { return p.in == v.In && strings.EqualFold(p.name, v.Name) }
		if slices.ContainsFunc(have, same) {
			continue
		}
		pointer := fmt.Sprintf("%s/parameters/%d", at, i)
		if ref.Ref != "" {
			pointer = ref.Ref
		}
		have = append(have, k.param(v, pointer))
	}
	return have
}

func (k *compiler) param(v *openapi3.Parameter, pointer string) *param {
	p := &param{name: v.Name, in: v.In, required: v.Required || v.In == "path", pointer: pointer, site: k.sites.other[pointer]}
	p.place = k.place(v.Schema, pointer+"/schema")
	p.credential = v.In == "header" && credentialHeader(v.Name)
	p.secret = p.credential || secretName(v.Name) || p.place != nil && p.place.classOf() != Public ||
		markedClass(v.Extensions) != Public
	p.explode = v.In == "query" && (v.Explode == nil || *v.Explode)
	return p
}

func (k *compiler) content(types openapi3.Content, at string) *content {
	if len(types) == 0 {
		return nil
	}
	out := &content{media: map[string]*media{}}
	for _, key := range sortedKeys(types) {
		p := at + "/content/" + escapeToken(key)
		m := &media{pointer: p, site: k.sites.insertedAt(p)}
		m.place = k.place(types[key].Schema, p+"/schema")
		// A key that carries a parameter stands for its type: what is sent is
		// compared without parameters on both sides.
		base := baseType(key)
		if have := out.media[base]; have != nil {
			if m.site == nil {
				have.site = nil
			}
			continue
		}
		out.media[base] = m
		out.types = append(out.types, base)
	}
	return out
}

func (k *compiler) response(status string, ref *openapi3.ResponseRef, at string) *response {
	p := at + "/responses/" + status
	r := &response{status: status, site: k.sites.insertedAt(p)}
	if ref.Ref != "" {
		p = ref.Ref
	}
	r.pointer = p
	if ref.Value == nil {
		return r
	}
	r.content = k.content(ref.Value.Content, p)
	if r.site != nil && r.content != nil {
		for _, m := range r.content.media {
			m.site = nil // the status says it already
		}
	}
	for _, name := range sortedKeys(ref.Value.Headers) {
		h := ref.Value.Headers[name]
		if h.Value == nil || strings.EqualFold(name, "Content-Type") {
			continue
		}
		hp := p + "/headers/" + escapeToken(name)
		if h.Ref != "" {
			hp = h.Ref
		}
		v := h.Value.Parameter
		v.Name, v.In = name, "header"
		r.headers = append(r.headers, k.param(&v, hp))
	}
	return r
}

func (k *compiler) security(o *openapi3.Operation) [][]credential {
	needs := k.doc.Security
	if o.Security != nil {
		needs = *o.Security
	}
	var out [][]credential
	for _, set := range needs {
		var alternative []credential
		for _, name := range sortedKeys(set) {
			if k.doc.Components == nil || k.doc.Components.SecuritySchemes[name] == nil {
				continue
			}
			v := k.doc.Components.SecuritySchemes[name].Value
			switch {
			case v.Type == "apiKey" && v.In == "header":
				alternative = append(alternative, credential{v.Name, "an API key"})
			case v.Type == "http" && strings.EqualFold(v.Scheme, "basic"):
				alternative = append(alternative, credential{"Authorization", "basic credentials"})
			case v.Type == "http", v.Type == "oauth2", v.Type == "openIdConnect":
				alternative = append(alternative, credential{"Authorization", "a bearer token"})
			}
		}
		out = append(out, alternative)
	}
	return out
}

// finish names, sorts and indexes the operations.
func (k *compiler) finish() error {
	c := k.c
	c.byID = map[string]*operation{}
	for _, op := range c.ops {
		if op.ID == "" {
			op.ID = strings.ToLower(op.Method) + " " + op.Path
		}
		if have := c.byID[op.ID]; have == nil {
			c.byID[op.ID] = op
		}
	}
	slices.SortFunc(c.ops, func(a, b *operation) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Method, b.Method), cmp.Compare(a.ID, b.ID))
	})
	for _, op := range c.ops {
		if n := len(op.segments) - fixed(op); n > len(found{}.values) {
			return fmt.Errorf("read %s: %s has %d path parameters, more than we match", c.document.SpecFile, op.Path, n)
		}
	}
	if len(c.ops) == 0 {
		return fmt.Errorf("read %s: it has no operations", c.document.SpecFile)
	}
	return nil
}

func sortedKeys[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

package judge

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"kontrakt/harness"
)

// A record is a judged exchange in the temporary file: lengths and numbers as
// varints, strings and bodies as they are, one after the other. Only this
// process reads it again. What few exchanges have comes as JSON.

// rare is what few exchanges have.
type rare struct {
	Failure   *harness.Failure
	Signature *harness.Signature
	Acts      []harness.Act
}

// encode appends a record.
func encode(buffer []byte, j *harness.Judged) ([]byte, error) {
	w := writer(buffer)
	w.texts(j.ID, string(j.Flow), j.Scenario)
	w.numbers(j.Started.Unix(), int64(j.Started.Nanosecond()), int64(j.Duration), int64(j.Waited))
	w.texts(j.Request.Method, j.Request.Scheme, j.Request.Host, j.Request.Target, j.Request.Proto, j.Response.Proto)
	w.numbers(int64(j.Response.Status), j.Request.Body.Size, j.Response.Body.Size)
	for _, h := range []http.Header{j.Request.Header, j.Request.Trailer, j.Response.Header, j.Response.Trailer} {
		w.header(h)
	}
	w.list(j.Redacted)
	if op := j.Operation; op == nil {
		w.list(nil)
	} else {
		deprecated := ""
		if op.Deprecated {
			deprecated = "deprecated"
		}
		w.list([]string{op.Contract, op.ID, op.Method, op.Path, string(op.Flow), deprecated})
	}
	var more []byte
	if j.Failure != nil || j.Signature != nil || len(j.Acts) > 0 {
		var err error
		if more, err = json.Marshal(rare{j.Failure, j.Signature, j.Acts}); err != nil {
			return buffer, fmt.Errorf("encode exchange %s: %w", j.ID, err)
		}
	}
	w.texts(string(more))
	w.findings(j.Findings)
	w.bytes(j.Request.Body.Bytes)
	w.bytes(j.Response.Body.Bytes)
	return w, nil
}

type writer []byte

func (w *writer) texts(all ...string) {
	for _, s := range all {
		*w = append(binary.AppendUvarint(*w, uint64(len(s))), s...)
	}
}

func (w *writer) bytes(b []byte) { *w = append(binary.AppendUvarint(*w, uint64(len(b))), b...) }

func (w *writer) numbers(all ...int64) {
	for _, n := range all {
		*w = binary.AppendVarint(*w, n)
	}
}

func (w *writer) list(all []string) {
	w.numbers(int64(len(all)))
	w.texts(all...)
}

// header writes a header; the count of one that is nil is -1.
func (w *writer) header(h http.Header) {
	if h == nil {
		w.numbers(-1)
		return
	}
	w.numbers(int64(len(h)))
	for name, values := range h {
		w.texts(name)
		w.list(values)
	}
}

// decode reads a record; what it gives shares nothing with the buffer.
func decode(buffer []byte) (harness.Judged, error) {
	r := reader{rest: buffer}
	var j harness.Judged
	j.ID, j.Flow, j.Scenario = r.text(), harness.Flow(r.text()), r.text()
	j.Started = time.Unix(r.number(), r.number()).UTC()
	j.Duration, j.Waited = time.Duration(r.number()), time.Duration(r.number())
	j.Request.Method, j.Request.Scheme, j.Request.Host = r.text(), r.text(), r.text()
	j.Request.Target, j.Request.Proto, j.Response.Proto = r.text(), r.text(), r.text()
	j.Response.Status = int(r.number())
	j.Request.Body.Size, j.Response.Body.Size = r.number(), r.number()
	for _, h := range []*http.Header{&j.Request.Header, &j.Request.Trailer, &j.Response.Header, &j.Response.Trailer} {
		*h = r.header()
	}
	j.Redacted = r.list()
	if op := r.list(); len(op) == 6 {
		j.Operation = &harness.Operation{Contract: op[0], ID: op[1], Method: op[2], Path: op[3], Flow: harness.Flow(op[4]), Deprecated: op[5] != ""}
	}
	if more := r.text(); more != "" && !r.broken {
		var m rare
		if err := json.Unmarshal([]byte(more), &m); err != nil {
			return j, fmt.Errorf("the record is damaged: %w", err)
		}
		j.Failure, j.Signature, j.Acts = m.Failure, m.Signature, m.Acts
	}
	j.Findings = r.findings()
	j.Request.Body.Bytes, j.Response.Body.Bytes = r.bytes(), r.bytes()
	if r.broken || len(r.rest) > 0 {
		return j, errors.New("the record is damaged")
	}
	return j, nil
}

type reader struct {
	rest   []byte
	broken bool
}

func (r *reader) number() int64 {
	n, width := binary.Varint(r.rest)
	if width <= 0 {
		r.rest, r.broken = nil, true
		return 0
	}
	r.rest = r.rest[width:]
	return n
}

func (r *reader) part() []byte {
	length, width := binary.Uvarint(r.rest)
	if width <= 0 || length > uint64(len(r.rest)-width) {
		r.rest, r.broken = nil, true
		return nil
	}
	part := r.rest[width : width+int(length)]
	r.rest = r.rest[width+int(length):]
	return part
}

func (r *reader) text() string { return string(r.part()) }

func (r *reader) bytes() []byte { return append([]byte(nil), r.part()...) }

func (r *reader) list() []string {
	n := r.number()
	if n <= 0 || n > int64(len(r.rest)) {
		r.broken = r.broken || n != 0
		return nil
	}
	all := make([]string, n)
	for i := range all {
		all[i] = r.text()
	}
	return all
}

func (r *reader) header() http.Header {
	n := r.number()
	if n < 0 || r.broken {
		return nil
	}
	h := http.Header{}
	for ; n > 0 && !r.broken; n-- {
		name := r.text()
		h[name] = r.list()
	}
	return h
}

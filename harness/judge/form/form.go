// Package form tells the shapes of what an API says: which documented members an
// answer, or a callback's request, has, and of which kinds. No value and no name
// that the contract does not give is in a shape, and two answers of one shape say
// the same things of other payments.
package form

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"kontrakt/harness"
	"kontrakt/harness/contract"
	"kontrakt/harness/rules"
)

// The kinds of JSON values, as codes; other stands for what is not documented,
// and for a body that is no JSON.
const (
	null = iota
	boolean
	number
	text
	array
	object
	other
	kinds
)

var words = [kinds]string{"null", "boolean", "number", "string", "array", "object", "undocumented"}

// Of exchanges that belong to no scenario the first ones are looked at, then every
// so manieth.
const (
	looked = 1000
	every  = 16
)

// most is how many shapes of one status of an operation are told apart.
const most = 1000

// A Book knows the shapes that were seen. It is safe for concurrent use.
type Book struct {
	operations map[harness.Operation]*operation
	// room are the lists that shapes are gathered in, []uint32.
	room sync.Pool
}

type operation struct {
	contract.Grounds
	request *spot
	answers map[string]*spot
	// names are those of the spots, by number.
	names []string

	n    atomic.Int64
	mu   sync.RWMutex
	seen map[int]map[string]*harness.Shape
}

// A spot is a documented place in a body; its number is its place in names.
type spot struct {
	number uint32
	below  map[string]*spot
	items  *spot
}

// New makes a book for some contracts.
func New(contracts []*contract.Contract) *Book {
	b := &Book{operations: map[harness.Operation]*operation{}}
	b.room.New = func() any { return new([]uint32) }
	for _, c := range contracts {
		for _, g := range c.Grounds() {
			op := &operation{Grounds: g, answers: map[string]*spot{}, seen: map[int]map[string]*harness.Shape{}}
			op.request = op.spotOf(g.Request)
			for _, status := range sorted(g.Answers) {
				op.answers[status] = op.spotOf(g.Answers[status])
			}
			b.operations[*g.Operation] = op
		}
	}
	return b
}

func (op *operation) spotOf(g *contract.Ground) *spot {
	if g == nil {
		return nil
	}
	s := &spot{number: uint32(len(op.names))}
	op.names = append(op.names, g.Name)
	if len(g.Properties) > 0 {
		s.below = map[string]*spot{}
		for _, name := range sorted(g.Properties) {
			s.below[name] = op.spotOf(g.Properties[name])
		}
	}
	s.items = op.spotOf(g.Items)
	return s
}

// Of gives the shape of what the API said in an exchange: its answer, or its
// request where it called. It is nil where nobody knows the operation, where
// there was no answer, and where there are too many shapes to tell apart.
func (b *Book) Of(v *rules.View) *harness.Shape {
	op := b.operations[v.Operation]
	if op == nil {
		return nil
	}
	if n := op.n.Add(1); v.Scenario == "" && n > looked && n%every != 0 {
		return nil
	}
	status, root, body := v.Response.Status, (*spot)(nil), v.ResponseBody
	if v.Flow == harness.FlowCallback {
		status, root, body = 0, op.request, v.RequestBody
	} else if status == 0 {
		return nil
	} else {
		root = op.answers[op.Documented(status)]
	}
	room, _ := b.room.Get().(*[]uint32)
	defer b.room.Put(room)
	codes := (*room)[:0]
	if root != nil {
		if value, ok := body.At(""); ok {
			codes = root.see(value, codes)
		} else {
			codes = append(codes, root.number*kinds+other)
		}
		slices.Sort(codes)
		codes = slices.Compact(codes)
	}
	*room = codes
	return op.shape(status, codes)
}

// see gathers what is there, each place and kind as one number.
func (s *spot) see(v rules.Value, codes []uint32) []uint32 {
	kind := kindOf(v)
	codes = append(codes, s.number*kinds+kind)
	switch kind {
	case object:
		for name, member := range v.Members {
			if below := s.below[name]; below != nil {
				codes = below.see(member, codes)
			} else {
				codes = append(codes, s.number*kinds+other)
			}
		}
	case array:
		if s.items == nil {
			return codes
		}
		for _, item := range v.Items {
			codes = s.items.see(item, codes)
		}
	}
	return codes
}

func kindOf(v rules.Value) uint32 {
	switch {
	case v.Object():
		return object
	case v.Array():
		return array
	case v.Text():
		return text
	case v.Number():
		return number
	case v.Null():
		return null
	}
	return boolean
}

// shape is the one of these codes, made when it is first seen.
func (op *operation) shape(status int, codes []uint32) *harness.Shape {
	var fixed [512]byte
	key := fixed[:0]
	for _, c := range codes {
		key = binary.LittleEndian.AppendUint32(key, c)
	}
	op.mu.RLock()
	known := op.seen[status][string(key)]
	op.mu.RUnlock()
	if known != nil {
		return known
	}
	op.mu.Lock()
	defer op.mu.Unlock()
	all := op.seen[status]
	if all == nil {
		all = map[string]*harness.Shape{}
		op.seen[status] = all
	}
	if all[string(key)] == nil {
		if len(all) >= most {
			return nil
		}
		all[string(key)] = op.named(status, codes)
	}
	return all[string(key)]
}

// named words a shape: "/amount/value number". The body itself is body.
func (op *operation) named(status int, codes []uint32) *harness.Shape {
	members := make([]string, 0, len(codes))
	for _, c := range codes {
		name, kind := op.names[c/kinds], c%kinds
		switch {
		case kind == other && name == "" && len(codes) == 1:
			members = append(members, "body no JSON")
		case kind == other:
			members = append(members, name+"/? "+words[other])
		default:
			members = append(members, cmp.Or(name, "body")+" "+words[kind])
		}
	}
	slices.Sort(members)
	sum := sha256.Sum256([]byte(strings.Join(append([]string{op.Operation.Contract, op.Operation.ID, strconv.Itoa(status)}, members...), "\n")))
	return &harness.Shape{ID: hex.EncodeToString(sum[:6]), Status: status, Members: members}
}

func sorted[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

package sandbox

import (
	"encoding/binary"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"sync"
	"time"
)

// Abilities are what a sales unit may do; a tenant is created with them.
type Abilities struct {
	// DirectCapture: approval takes the money at once (SALE instead of RESERVE).
	DirectCapture bool `json:"directCapture"`
	// SkipLandingPage: the unit may send a push message at once.
	SkipLandingPage bool `json:"skipLandingPage"`
	// LoginOnly: the unit may not make payments.
	LoginOnly bool `json:"loginOnly"`
	// NationalIdentityNumber: the unit may ask for the scope nin.
	NationalIdentityNumber bool `json:"nationalIdentityNumber"`
	// Express: the unit may sell with express where that takes an approval.
	Express bool `json:"express"`
	// LongLiving: the unit may say itself when a payment expires.
	LongLiving bool `json:"longLiving"`
	// PartialCapture: the unit may capture in parts where not every unit may.
	PartialCapture bool `json:"partialCapture"`
	// LateCapture: the unit may capture for 180 days where others have 14.
	LateCapture bool `json:"lateCapture"`
	// Unscheduled: the unit may charge under an agreement at any time.
	Unscheduled bool `json:"unscheduled"`
	// FullFlex: the unit may still draft campaigns with an interval of their own,
	// as some could until 2024.
	FullFlex bool `json:"fullFlex"`
	// Market is where the unit sells: NO (also ""), DK or FI. It decides the
	// currency and the time limits.
	Market string `json:"market,omitempty"`
	// Limits is "changelog" (the default: eCom capture 365, cancel 180, refund
	// 365 days) or "guide" (capture 180, cancel 180, refund 365 days).
	Limits string `json:"limits"`
}

// A Box is one tenant: a merchant's sales unit with its own credentials, clock,
// faults, limits, deliveries and state. Its methods are for services, which
// have it locked: during a call, an act, an event of [Box.At] and the Done of a
// delivery. Only [Box.Idle] is for callers who have not.
type Box struct {
	sandbox *Sandbox
	tenant  Tenant

	// advancing is held while the clock is being moved, by one call at a time.
	advancing sync.Mutex

	mu     sync.Mutex
	rand   *rand.Rand
	clock  clock
	states map[string]any
	faults map[string]bool
	limits map[string][]time.Time
	tokens map[string]Token
	post   post
	// meetings are where a call waits for another.
	meetings map[string]chan struct{}
	// base is the public address as the last request named it.
	base string
}

func newBox(s *Sandbox, t Tenant, random *rand.Rand) *Box {
	b := &Box{
		sandbox: s,
		tenant:  t,
		rand:    random,
		states:  map[string]any{},
		faults:  on(s.options.Faults),
		limits:  map[string][]time.Time{},
		tokens:  map[string]Token{},

		meetings: map[string]chan struct{}{},
		base:     s.options.BaseURL,
	}
	b.post.idle = sync.NewCond(&b.mu)
	b.clock.now = s.options.Now
	if t.ClockStands {
		b.clock.stop()
	}
	if !t.Clock.IsZero() {
		b.clock.offset = t.Clock.Sub(b.clock.now())
	}
	return b
}

// lock takes the box for a call: what fell due until now has happened, and time
// stands still until unlock.
func (b *Box) lock() {
	b.mu.Lock()
	b.clock.run()
	b.clock.freeze()
}

// unlock lets time go on.
func (b *Box) unlock() {
	b.clock.thaw()
	b.arm()
	b.mu.Unlock()
}

// Name is the merchant's name for people.
func (b *Box) Name() string { return b.tenant.Name }

// MSN is the merchant serial number.
func (b *Box) MSN() string { return b.tenant.MSN }

// Abilities says what the sales unit may do.
func (b *Box) Abilities() Abilities { return b.tenant.Abilities }

// Fault says whether a seeded defect is switched on.
func (b *Box) Fault(name string) bool { return b.faults[name] }

// Sound says that no seeded defect is switched on.
func (b *Box) Sound() bool { return len(b.faults) == 0 }

// UUID makes a random UUID (version 4); the same seed and merchant give the same
// ones in the same order.
func (b *Box) UUID() string { return uuid(b.rand) }

// Digits makes a random number of n digits, the first not 0.
func (b *Box) Digits(n int) string {
	digits := make([]byte, n)
	for i := range digits {
		digits[i] = byte('0' + b.rand.IntN(10))
	}
	if n > 0 {
		digits[0] = byte('1' + b.rand.IntN(9))
	}
	return string(digits)
}

// Bytes makes n random bytes.
func (b *Box) Bytes(n int) []byte { return randomBytes(b.rand, n) }

// Base is the sandbox's public address without a trailing slash, as the
// browser and the merchant know it: http://127.0.0.1:8080.
func (b *Box) Base() string { return b.base }

// State is what the API named id keeps in a box; the first call makes it. One
// id always goes with one type.
func State[T any](b *Box, id string, make func() T) T {
	if kept, ok := b.states[id]; ok {
		return kept.(T)
	}
	made := make()
	b.states[id] = made
	return made
}

// switched lists the faults that are on, sorted.
func (b *Box) switched() []string { return slices.Sorted(maps.Keys(b.faults)) }

func uuid(r *rand.Rand) string {
	var u [16]byte
	binary.BigEndian.PutUint64(u[:8], r.Uint64())
	binary.BigEndian.PutUint64(u[8:], r.Uint64())
	u[6], u[8] = u[6]&0x0f|0x40, u[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", u[:4], u[4:6], u[6:8], u[8:10], u[10:])
}

func randomBytes(r *rand.Rand, n int) []byte {
	raw := make([]byte, n)
	for i := range raw {
		raw[i] = byte(r.Uint32())
	}
	return raw
}

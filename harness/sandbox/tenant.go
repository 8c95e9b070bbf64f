package sandbox

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"math/rand/v2"
	"regexp"
	"strconv"
	"time"
)

// A Tenant is an isolated merchant as it is made, with the credentials that its
// calls carry.
type Tenant struct {
	// Name is for people.
	Name            string `json:"name"`
	MSN             string `json:"msn"`
	ClientID        string `json:"clientId"`
	ClientSecret    string `json:"clientSecret"`
	SubscriptionKey string `json:"subscriptionKey"`
	// Abilities say what the sales unit may do.
	Abilities Abilities `json:"abilities"`
	// Routes lead the origins of the merchant's URLs elsewhere, beside and
	// before [Options.Routes].
	Routes map[string]string `json:"routes"`
	// RateLimits says that the documented rate limits are held.
	RateLimits bool `json:"rateLimits"`
	// PatienceMs is how long, in real milliseconds, the merchant has for an
	// answer at most; 0 is what the API gives it. Tests need not wait so long.
	PatienceMs int `json:"patienceMs,omitempty"`
	// ClockStands says that time passes for the merchant only when it is told to:
	// what happens hangs on no machine's pace then.
	ClockStands bool `json:"clockStands,omitempty"`
	// Clock is the time at which the merchant's clock begins, be it past; zero is
	// the present.
	Clock time.Time `json:"clock,omitzero"`
}

// Default is the tenant that every sandbox has. Its credentials are public.
func Default() Tenant {
	return Tenant{
		Name:            "Sandbox shop",
		MSN:             "123456",
		ClientID:        "11111111-2222-4333-8444-555555555555",
		ClientSecret:    "c2FuZGJveC1zZWNyZXQtMDE=",
		SubscriptionKey: "5b0d6b0ea1f64d0c9d2f7c3e8a4b1c6d",
		RateLimits:      true,
	}
}

// firstMSN is what tenants without a number of their own are counted from.
const firstMSN = 200001

var msnForm = regexp.MustCompile(`^[0-9]{4,7}$`)

var errTaken = errors.New("another merchant has it")

// Add makes a new merchant. What is empty is filled in: a name, a serial
// number, credentials, the sandbox's abilities.
func (s *Sandbox) Add(t Tenant) (Tenant, error) {
	if t.MSN != "" && !msnForm.MatchString(t.MSN) {
		return Tenant{}, fmt.Errorf("msn %q: want 4 to 7 digits", t.MSN)
	}
	var err error
	if t.Routes, err = parseRoutes(t.Routes); err != nil {
		return Tenant{}, err
	}
	if t.Abilities, err = t.Abilities.checked(s.options.Abilities); err != nil {
		return Tenant{}, err
	}
	if t.Clock.After(latest) {
		return Tenant{}, fmt.Errorf("clock: %w", errTooFar)
	}
	if t.PatienceMs < 0 {
		return Tenant{}, fmt.Errorf("patienceMs %d: want 0 or more", t.PatienceMs)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ctx.Err() != nil {
		return Tenant{}, errors.New("the sandbox is closed")
	}
	if t.MSN == "" {
		t.MSN = s.freeMSN()
	}
	if s.boxes[t.MSN] != nil {
		return Tenant{}, fmt.Errorf("msn %s: %w", t.MSN, errTaken)
	}
	random := seeded(s.options.Seed, t.MSN)
	t.fill(random)
	if s.keys[t.SubscriptionKey] != nil {
		return Tenant{}, fmt.Errorf("subscription key: %w", errTaken)
	}
	b := newBox(s, t, random)
	for _, service := range s.options.Services {
		if service.Begin != nil {
			service.Begin(b)
		}
	}
	s.boxes[t.MSN], s.keys[t.SubscriptionKey] = b, b
	s.order = append(s.order, b)
	t.Clock = b.Now()
	return t, nil
}

// freeMSN counts on to a serial number that nobody has.
func (s *Sandbox) freeMSN() string {
	for {
		msn := strconv.Itoa(firstMSN + s.counted)
		s.counted++
		if s.boxes[msn] == nil {
			return msn
		}
	}
}

func (t *Tenant) fill(random *rand.Rand) {
	id, secret, key := uuid(random), randomBytes(random, 16), randomBytes(random, 16)
	if t.ClientID == "" {
		t.ClientID = id
	}
	if t.ClientSecret == "" {
		t.ClientSecret = base64.StdEncoding.EncodeToString(secret)
	}
	if t.SubscriptionKey == "" {
		t.SubscriptionKey = hex.EncodeToString(key)
	}
	if t.Name == "" {
		t.Name = "Merchant " + t.MSN
	}
}

// checked fills in the reading of the time limits and refuses one, or a market,
// that does not exist.
func (a Abilities) checked(usual Abilities) (Abilities, error) {
	switch a.Market {
	case "", "NO", "DK", "FI":
	default:
		return a, fmt.Errorf("abilities.market %q: want NO, DK or FI", a.Market)
	}
	if a.Limits == "" {
		a.Limits = usual.Limits
	}
	switch a.Limits {
	case "":
		a.Limits = "changelog"
	case "changelog", "guide":
	default:
		return a, fmt.Errorf("abilities.limits %q: want changelog or guide", a.Limits)
	}
	return a, nil
}

// seeded makes a tenant's source of randomness: the same for the same seed and
// merchant, whatever the others do.
func seeded(seed int64, msn string) *rand.Rand {
	return rand.New(rand.NewChaCha8(sha256.Sum256(fmt.Appendf(nil, "%d/%s", seed, msn))))
}

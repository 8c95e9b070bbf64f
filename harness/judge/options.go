package judge

import (
	"crypto/rand"
	"runtime"

	"kontrakt/harness"
	"kontrakt/harness/contract"
	"kontrakt/harness/judge/proof"
	"kontrakt/harness/rules"
	"kontrakt/harness/rules/sequence"
)

// Options say what to judge by.
type Options struct {
	// Contracts route and judge every exchange.
	Contracts *contract.Set
	// Checks are the prose rules, by contract ID.
	Checks map[string][]rules.Check
	// Facts say, by contract ID, what an exchange tells that others can be held
	// against; Stories judge what they tell together.
	Facts   map[string]func(*rules.View, *sequence.Fact)
	Stories []sequence.Check
	// Severities are the configured ones, by rule ID; only guide.*, lifecycle.*,
	// route.spelling and body.undocumented-property heed them.
	Severities map[string]harness.Severity
	// Measured are the contracts that coverage is measured against.
	Measured []*contract.Contract
	// Words are the states and codes that proof is measured against, by contract
	// ID.
	Words map[string]proof.Words
	// Unexercisable gives the reason why something cannot be exercised, by
	// contract ID and operation ID ("capturePayment"), or operation ID and
	// status ("capturePayment 423").
	Unexercisable map[string]map[string]string
	// Queue is how many exchanges may wait (1024 where 0), QueueBytes how much
	// memory they may hold (64 MiB where 0).
	Queue      int
	QueueBytes int64
	// Workers is GOMAXPROCS where 0.
	Workers int
	// Memory is how many bytes of judged exchanges, packed, are kept in memory
	// before they go, sealed, to a temporary file in Dir: 20 MiB where 0.
	Memory int64
	// Dir is where to spill; the system's folder for temporary files where
	// empty.
	Dir string
	// Key keys the pseudonyms: the same key gives the same pseudonyms. A random
	// one where empty.
	Key []byte
	// Telling gives how much of a phone number its pseudonym keeps, see
	// [redact.Options]; nil keeps nothing.
	Telling func(number string) (front, back int)
	// Own says of a word, six letters or longer, that reports are full of it by
	// themselves: a customer of that name is hidden where names stand, and nowhere
	// else. Nil knows none.
	Own func(string) bool
	// Secrets are the credentials of the run, in clear.
	Secrets []string
}

func (o Options) withDefaults() Options {
	if o.Queue <= 0 {
		o.Queue = 1024
	}
	if o.QueueBytes <= 0 {
		o.QueueBytes = 64 << 20
	}
	if o.Workers <= 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	if o.Memory <= 0 {
		o.Memory = 20 << 20
	}
	if len(o.Key) == 0 {
		o.Key = []byte(rand.Text())
	}
	return o
}

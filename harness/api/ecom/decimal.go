package ecom

import (
	"encoding/json"
	"errors"
	"math/big"
	"strings"
)

// A decimal is a JSON number as it was written. Shipping costs are the one
// place where eCom has kroner instead of øre.
type decimal string

var errNotKroner = errors.New("not an amount in kroner with at most two decimals")

// UnmarshalJSON takes numbers only; a string that holds one is not one.
func (d *decimal) UnmarshalJSON(raw []byte) error {
	var n json.Number
	if len(raw) == 0 || raw[0] == '"' || json.Unmarshal(raw, &n) != nil || n == "" {
		return errNotKroner
	}
	*d = decimal(n)
	return nil
}

// MarshalJSON implements [json.Marshaler].
func (d decimal) MarshalJSON() ([]byte, error) { return []byte(d), nil }

// ore is the amount in øre, without a detour through binary fractions.
//
// Choice: a cost with a fraction of an øre is refused, as nobody can pay it.
func (d decimal) ore() (int64, error) {
	_, exponent, _ := strings.Cut(strings.ToLower(string(d)), "e")
	if len(d) > 40 || len(strings.Trim(exponent, "+-")) > 2 {
		return 0, errNotKroner // too much to write out
	}
	r, ok := new(big.Rat).SetString(string(d))
	if !ok {
		return 0, errNotKroner
	}
	r.Mul(r, big.NewRat(100, 1))
	if !r.IsInt() || !r.Num().IsInt64() || r.Sign() < 0 {
		return 0, errNotKroner
	}
	return r.Num().Int64(), nil
}

// inKroner writes øre as eCom writes shipping costs: 49.50.
func inKroner(ore int64) decimal { return decimal(kroner(nok(ore))) }

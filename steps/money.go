package steps

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/cucumber/godog"

	"kontrakt/harness/api"
)

// parseMoney reads 199.00 and NOK; the sentences let nothing through that has
// not two decimals.
func parseMoney(amount, currency string) (api.Money, error) {
	minor, err := strconv.ParseInt(strings.Replace(amount, ".", "", 1), 10, 64)
	if err != nil || !strings.Contains(amount, ".") {
		return api.Money{}, fmt.Errorf("read the amount %q: want one such as 199.00", amount)
	}
	return api.Money{Minor: minor, Currency: currency}, nil
}

// equal compares a fact with what the feature says of it.
func equal[T comparable](what string, want, got T) error {
	if want != got {
		return fmt.Errorf("%s: want %v, got %v", what, want, got)
	}
	return nil
}

// A row is a row of a table by the names of its columns.
type row map[string]string

// rows reads a table with a header.
func rows(t *godog.Table) ([]row, error) {
	if len(t.Rows) < 2 {
		return nil, fmt.Errorf("read the table: want a header and a row, got %d rows", len(t.Rows))
	}
	var all []row
	for _, cells := range t.Rows[1:] {
		r := row{}
		for i, c := range cells.Cells {
			r[t.Rows[0].Cells[i].Value] = c.Value
		}
		all = append(all, r)
	}
	return all, nil
}

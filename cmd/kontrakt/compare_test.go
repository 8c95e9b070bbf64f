package main

import (
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/catalog"
	"kontrakt/harness/sandbox"
	"kontrakt/reports"
	"kontrakt/reports/compare"
)

// ranAgainst is the report of a small suite, run against a sandbox with seeded
// defects in it.
func ranAgainst(t *testing.T, all *catalog.Catalog, seed int, defects ...string) *reports.Report {
	t.Helper()
	box, err := sandbox.New(sandbox.Options{Services: all.Services(), Seed: 1, Faults: defects})
	require.NoError(t, err)
	defer box.Close()
	server := httptest.NewServer(box)
	defer server.Close()
	r := kontrakt(t, nil, "run", "--target", server.URL, "--api", "userinfo.v1", "--seed", strconv.Itoa(seed), "--format", "json").report(t)
	return &r
}

// A defect of the API is turned on between two runs, the scenarios in another order
// each time: the regressions told are those that it causes, and no other. With
// COMPARE_TEN set it is every defect, twice: ten times of ten.
func TestCompareNamesASeededRegressionAndNothingElse(t *testing.T) {
	t.Parallel()
	all, err := corrected()
	require.NoError(t, err)
	base := ranAgainst(t, all, 1)
	again := ranAgainst(t, all, 2)
	assert.Empty(t, compare.Two(base, again, nil).Changes, "two runs without a defect differ in nothing")
	const turned, found = "scenario-turned userinfo.v1 userinfo.v1/userinfo/", "finding-new userinfo.v1 getUserinfo error schema.pattern: response body /phone_number"
	const early, late, whole, epayment, ecom, key = "after-167-hours-karis-name-is-still-read", "after-169-hours-nothing-is-read-any-more", "all-that-can-be-shared-is-read",
		"karis-name-and-e-mail-are-read-after-a-payment-with-epayment", "karis-number-is-read-after-a-payment-with-ecom", "who-sends-the-subscription-key-along-learns-nothing"
	seed, runs := 2, 1
	defects := []struct {
		defect string
		want   []string
	}{
		{"userinfo-phone-number-with-plus", []string{found, turned + whole, turned + ecom}},
		{"userinfo-other-sub", []string{turned + early, turned + whole, turned + epayment, turned + ecom}},
		{"userinfo-subscription-key-accepted", []string{turned + key}},
		{"userinfo-tells-without-consent", []string{turned + early, turned + whole, turned + epayment, turned + ecom}},
		{"userinfo-window-ignored", []string{turned + late}},
	}
	if os.Getenv("COMPARE_TEN") != "" {
		runs = 2
	} else {
		defects = defects[:1]
	}
	for _, tt := range defects {
		for range runs {
			seed++
			var told []string
			for _, c := range compare.Two(base, ranAgainst(t, all, seed, tt.defect), again).Changes {
				what, _, _ := strings.Cut(c.Text, ": want")
				if c.Kind == "scenario-turned" {
					what = c.Scenarios[0]
				}
				if c.Weight == compare.Regression {
					told = append(told, strings.Join(strings.Fields(c.Kind+" "+c.Contract+" "+c.Operation+" "+what), " "))
				}
			}
			assert.ElementsMatch(t, tt.want, told, "%s, seed %d", tt.defect, seed)
		}
	}
}

package certify_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/certify"
)

// elsewhere are the lines of the checklists that no profile has, with the reason:
// another line asks for the same, or more.
var elsewhere = map[string]string{
	"COM-CL-01": "each API's own list has its endpoints, one by one",
	"COM-CL-02": "EPAY-CL-10 and its like",
	"COM-CL-03": "EPAY-CL-11 and its like",
	"COM-CL-04": "EPAY-CL-13 and its like",
	"COM-CL-05": "EPAY-CL-14 and its like",
	"COM-CL-06": "EPAY-CL-16 and its like",
	"COM-CL-09": "EPAY-CL-21",
	"COM-CL-10": "EPAY-CL-12 and its like",
	"COM-CL-11": "EPAY-CL-17 and EPAY-CL-18, and their like",
	"WH-CL-02":  "EPAY-CL-15 and REC-CL-13 see deliveries answered, without redirects",
	"WH-CL-08":  "EPAY-CL-14 and REC-CL-12 lose webhooks",
	"WH-CL-12":  "EPAY-CL-09 sees more events than these",
	"REC-CL-20": "the age of evidence is held against every line",
	"PRT-CL-04": "the age of evidence is held against every line",
	"PRT-CL-05": "every line names its references",
	"PAY-CL":    "another spelling of ePayment's list",
	"OM-CL":     "Order Management has no contract here",
	"QR-CL":     "QR has no contract here, and no official list",
	"LOG-CL":    "Login has no contract here",
	"PH-01":     "EPAY-CL-11 and its like hold headers against every call",
	"PH-03":     "EPAY-CL-11 and its like",
	"PH-04":     "EPAY-CL-11 and its like",
	"PH-05":     "EPAY-CL-11 and its like",
}

var listed = regexp.MustCompile(`\b([A-Z]+-CL|PH)-(\d\d)(?:(…|–|/)(?:[A-Z]+-CL-|PH-)?(\d\d))?`)

// idsOf finds the lines that a dossier names; a range names each.
func idsOf(t *testing.T, text string) []string {
	t.Helper()
	var all []string
	for _, found := range listed.FindAllStringSubmatch(text, -1) {
		from, err := strconv.Atoi(found[2])
		require.NoError(t, err)
		to := from
		if found[4] != "" {
			to, err = strconv.Atoi(found[4])
			require.NoError(t, err)
		}
		for n := from; n <= to; n++ {
			all = append(all, found[1]+"-"+strconv.Itoa(100 + n)[1:])
		}
	}
	return all
}

func TestEveryLineOfTheChecklistsIsInAProfile(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../../../shared/domain/*.md")
	require.NoError(t, err)
	if len(files) == 0 {
		t.Skip("the dossiers are not here")
	}
	known := map[string]bool{}
	for _, name := range certify.Names() {
		p, err := certify.Load(name)
		require.NoError(t, err)
		for _, r := range p.Requirements {
			known[r.ID] = true
		}
	}
	used := map[string]bool{}
	var asked []string
	for _, f := range files {
		text, err := os.ReadFile(f)
		require.NoError(t, err)
		asked = append(asked, idsOf(t, string(text))...)
	}
	slices.Sort(asked)
	asked = slices.Compact(asked)
	assert.Greater(t, len(asked), 150)
	for _, id := range asked {
		family := id[:strings.LastIndex(id, "-")]
		_, one := elsewhere[id]
		_, all := elsewhere[family]
		used[id], used[family] = true, true
		assert.True(t, known[id] || one || all, "%s is in no profile, and nobody says why", id)
	}
	for id := range elsewhere {
		assert.True(t, used[id], "%s: no dossier names it", id)
	}
}

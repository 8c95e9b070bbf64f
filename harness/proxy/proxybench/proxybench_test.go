package proxybench_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/proxy/proxybench"
)

func TestMeasureGivesARowPerCaseConnectionsAndVariant(t *testing.T) {
	t.Parallel()
	rows, err := proxybench.Measure(proxybench.ECom(), []proxybench.Variant{{Name: "direct"}, {Name: "bare", Handler: proxybench.Bare}}, []int{1, 2}, 60*time.Millisecond)
	require.NoError(t, err)
	var got []string
	for _, r := range rows {
		got = append(got, strings.Join([]string{r.Case, r.Variant}, " "))
		assert.Positive(t, r.PerSecond)
		assert.Positive(t, r.Median)
		assert.Positive(t, r.ToSecond)
		if r.Variant == "direct" {
			assert.InDelta(t, 1, r.ToFirst, 0)
		}
	}
	assert.Equal(t, []string{
		"POST initiate direct", "POST initiate bare", "POST initiate direct", "POST initiate bare",
		"GET details direct", "GET details bare", "GET details direct", "GET details bare",
	}, got)
	var table strings.Builder
	require.NoError(t, proxybench.Print(&table, rows))
	assert.Contains(t, table.String(), "of direct  of bare")
	assert.Equal(t, 9, strings.Count(table.String(), "\n"))
}

func TestMeasureFailsWhereAProxyDoes(t *testing.T) {
	t.Parallel()
	broken := proxybench.Variant{Name: "broken", Handler: func(*url.URL) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) })
	}}
	_, err := proxybench.Measure(proxybench.ECom()[:1], []proxybench.Variant{{Name: "direct"}, broken}, []int{1}, 60*time.Millisecond)
	require.EqualError(t, err, `measure POST initiate on 1 connections: broken: want a status of success, got "HTTP/1.1 502 Bad Gateway\r\n"`)
}

func TestCasesHaveTheSizesTheyClaim(t *testing.T) {
	t.Parallel()
	cases := proxybench.ECom()
	_, body, _ := strings.Cut(string(cases[0].Request), "\r\n\r\n")
	assert.InDelta(t, 600, len(body), 100)
	_, body, _ = strings.Cut(string(cases[1].Answer), "\r\n\r\n")
	assert.InDelta(t, 1500, len(body), 150)
}

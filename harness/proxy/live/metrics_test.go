package live_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness"
)

// A measured source has the figures that it is given.
type measured struct {
	source
	run harness.Run
}

func (m *measured) Count(run *harness.Run) {
	run.Findings, run.Operations = m.run.Findings, m.run.Operations
	run.Recorded, run.Broken, run.Dropped = m.run.Recorded, m.run.Broken, m.run.Dropped
}

// Prometheus's own reader takes what is written, and reads what was meant.
func TestMetrics(t *testing.T) {
	t.Parallel()
	other := harness.Operation{Contract: "epayment.v1", ID: `a"b\c` + "\n", Method: "GET", Path: "/a"}
	found := wrong("schema.type", "/a")
	again := wrong("schema.type", "/b")
	found.Count, again.Count = 3, 4
	unknown := harness.Finding{Rule: "route.unknown", Severity: harness.Error, Path: "/secret/path", Count: 2}
	m := &measured{run: harness.Run{
		Recorded: 9, Broken: 1, Dropped: 2, Findings: []harness.Finding{found, again, unknown},
		Operations: []harness.OperationStats{
			{Operation: capture, Statuses: map[int]int{200: 5, 0: 1}, P50: 1500 * time.Microsecond, P95: 2 * time.Second, Max: 3 * time.Second},
			{Operation: other, Statuses: map[int]int{500: 1}},
		},
	}}
	answer, err := http.Get(serveSource(t, m) + "/metrics")
	require.NoError(t, err)
	defer answer.Body.Close()
	assert.Equal(t, "text/plain; version=0.0.4; charset=utf-8", answer.Header.Get("Content-Type"))
	parser := expfmt.NewTextParser(model.LegacyValidation)
	families, err := parser.TextToMetricFamilies(answer.Body)
	require.NoError(t, err)

	values := map[string]float64{}
	for name, family := range families {
		assert.NotEmpty(t, family.GetHelp(), name)
		for _, one := range family.GetMetric() {
			key := name
			for _, label := range one.GetLabel() {
				assert.NotContains(t, label.GetValue(), "/secret/path", "there is no end of what is unknown")
				switch label.GetName() {
				case "operation", "status", "quantile", "rule":
					key += " " + label.GetValue()
				}
			}
			assert.NotContains(t, values, key)
			values[key] = one.GetCounter().GetValue() + one.GetGauge().GetValue()
		}
	}
	for key, want := range map[string]float64{
		"kontrakt_build_info": 1, "kontrakt_exchanges_total": 9, "kontrakt_exchanges_broken_total": 1, "kontrakt_exchanges_dropped_total": 2,
		"kontrakt_calls_total capturePayment 200": 5, "kontrakt_calls_total capturePayment none": 1, "kontrakt_calls_total " + other.ID + " 500": 1,
		"kontrakt_latency_seconds capturePayment 0.5": 0.0015, "kontrakt_latency_seconds capturePayment 0.95": 2, "kontrakt_latency_seconds capturePayment 1": 3,
		"kontrakt_findings_total schema.type capturePayment": 7, "kontrakt_findings_total route.unknown ": 2,
	} {
		got, there := values[key]
		assert.True(t, there, "%q, of %v", key, values)
		assert.InDelta(t, want, got, 1e-9, key)
	}
	assert.Positive(t, values["go_goroutines"])
	assert.Positive(t, values["go_memstats_sys_bytes"])
}

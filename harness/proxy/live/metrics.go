package live

import (
	"fmt"
	"io"
	"maps"
	"net/http"
	"runtime/metrics"
	"slices"
	"strings"

	"kontrakt/harness"
)

// metrics answers a Prometheus server, in its text format (version 0.0.4).
func (p *Page) metrics(w http.ResponseWriter, _ *http.Request) {
	run := p.options.Run
	p.options.Source.Count(&run)
	w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
	m := &exposition{w: w}
	m.run(&run)
	m.operations(run.Operations)
	m.findings(run.Findings)
}

// An exposition is written line by line; who has gone does not hear the rest.
type exposition struct{ w io.Writer }

// family begins a metric.
func (m *exposition) family(name, kind, help string) {
	fmt.Fprintf(m.w, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, kind)
}

// sample writes one value; labels are names and values in turn.
func (m *exposition) sample(name string, value float64, labels ...string) {
	var all []string
	for i := 0; i+1 < len(labels); i += 2 {
		all = append(all, labels[i]+`="`+escaped.Replace(strings.ToValidUTF8(labels[i+1], "\uFFFD"))+`"`)
	}
	if len(all) > 0 {
		name += "{" + strings.Join(all, ",") + "}"
	}
	fmt.Fprintf(m.w, "%s %g\n", name, value)
}

var escaped = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`)

func (m *exposition) run(run *harness.Run) {
	m.family("kontrakt_build_info", "gauge", "The version of the tool; always 1.")
	m.sample("kontrakt_build_info", 1, "version", run.Tool.Version)
	m.family("kontrakt_exchanges_total", "counter", "Exchanges judged.")
	m.sample("kontrakt_exchanges_total", float64(run.Recorded))
	m.family("kontrakt_exchanges_broken_total", "counter", "Exchanges without a regular end.")
	m.sample("kontrakt_exchanges_broken_total", float64(run.Broken))
	m.family("kontrakt_exchanges_dropped_total", "counter", "Exchanges not judged.")
	m.sample("kontrakt_exchanges_dropped_total", float64(run.Dropped))
	process := []metrics.Sample{{Name: "/sched/goroutines:goroutines"}, {Name: "/memory/classes/total:bytes"}} // read without stopping anybody
	metrics.Read(process)
	m.family("go_goroutines", "gauge", "Goroutines of the process.")
	m.sample("go_goroutines", float64(process[0].Value.Uint64()))
	m.family("go_memstats_sys_bytes", "gauge", "Memory obtained from the system.")
	m.sample("go_memstats_sys_bytes", float64(process[1].Value.Uint64()))
}

func (m *exposition) operations(all []harness.OperationStats) {
	m.family("kontrakt_calls_total", "counter", "Calls of an operation, by the status answered; none is no answer.")
	for _, o := range all {
		for _, status := range slices.Sorted(maps.Keys(o.Statuses)) {
			name := decimal(status)
			if status == 0 {
				name = "none"
			}
			m.sample("kontrakt_calls_total", float64(o.Statuses[status]), append(labelsOf(o.Operation), "status", name)...)
		}
	}
	m.family("kontrakt_latency_seconds", "gauge", "Time that the target took, by quantile; 1 is the longest.")
	for _, o := range all {
		for _, q := range []struct {
			name    string
			seconds float64
		}{{"0.5", o.P50.Seconds()}, {"0.95", o.P95.Seconds()}, {"1", o.Max.Seconds()}} {
			m.sample("kontrakt_latency_seconds", q.seconds, append(labelsOf(o.Operation), "quantile", q.name)...)
		}
	}
}

func labelsOf(o harness.Operation) []string {
	return []string{"contract", o.Contract, "operation", o.ID, "method", o.Method, "path", o.Path}
}

// findings counts sightings by rule and operation. What an unknown path was is
// no label: there is no end of those.
func (m *exposition) findings(all []harness.Finding) {
	type label struct{ rule, severity, contract, operation, blame string }
	counts := map[label]int{}
	for _, f := range all {
		counts[label{f.Rule, string(f.Severity), f.Contract, f.Operation, string(f.Blame)}] += f.Count
	}
	m.family("kontrakt_findings_total", "counter", "Findings, by rule and operation, each as often as it was seen.")
	for _, l := range slices.SortedFunc(maps.Keys(counts), func(a, b label) int {
		return strings.Compare(fmt.Sprint(a), fmt.Sprint(b))
	}) {
		m.sample("kontrakt_findings_total", float64(counts[l]), "rule", l.rule, "severity", l.severity, "contract", l.contract, "operation", l.operation, "blame", l.blame)
	}
}

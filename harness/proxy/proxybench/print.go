package proxybench

import (
	"fmt"
	"io"
	"text/tabwriter"
	"time"
)

// Print writes the rows as a table. Added is the median time of an exchange
// beyond the first variant's, in microseconds.
func Print(w io.Writer, rows []Row) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	if len(rows) == 0 {
		return t.Flush()
	}
	first := rows[0].Variant
	second := ""
	for _, r := range rows {
		if r.Variant != first {
			second = r.Variant
			break
		}
	}
	fmt.Fprintf(t, "case\tconnections\tvia\texchanges/s\tof %s\tof %s\tCPU µs\tof %s\tof %s\tp50 µs\tadded µs\t\n", first, second, first, second)
	var base time.Duration
	for _, r := range rows {
		if r.Variant == first {
			base = r.Median
		}
		fmt.Fprintf(t, "%s\t%d\t%s\t%.0f\t%.2f\t%.2f\t%.1f\t%.2f\t%.2f\t%d\t%d\t\n", r.Case, r.Connections, r.Variant, r.PerSecond, r.ToFirst, r.ToSecond,
			float64(r.Processor)/float64(time.Microsecond), r.CPUToFirst, r.CPUToSecond,
			r.Median.Microseconds(), (r.Median - base).Microseconds())
	}
	return t.Flush()
}

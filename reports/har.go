package reports

import (
	"io"
	"iter"

	"kontrakt/harness"
	"kontrakt/harness/har"
)

func renderHAR(w io.Writer, run *harness.Run) error {
	return har.Write(w, run.Tool, run.Trial, exchangesOf(run))
}

// exchangesOf yields nothing where the run kept no exchanges.
func exchangesOf(run *harness.Run) iter.Seq2[harness.Judged, error] {
	if run.Exchanges == nil {
		return func(func(harness.Judged, error) bool) {}
	}
	return run.Exchanges()
}

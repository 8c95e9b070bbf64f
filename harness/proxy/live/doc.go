// Package live serves the page on which a person watches traffic as it is
// judged, and the figures for a Prometheus server. It reads what was judged and
// redacted from its source when somebody watches, at its own pace: nothing
// waits for it, and where nobody watches nothing is done.
package live

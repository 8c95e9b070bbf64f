// Package reports turns a [harness.Run] into the files and the text that people
// and other programs read: the versioned report document, its renderings, and
// the summary at the end of a run.
//
// It decides nothing: verdict, findings and figures are the run's. It redacts
// nothing either; it refuses to put a file in place that a [Scan] objects to.
package reports

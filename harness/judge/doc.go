// Package judge turns exchanges into findings: it asks the contracts and the
// prose rules, counts, keeps what was judged, and takes secrets and personal
// data out of everything that leaves it.
//
// What was judged is kept in clear where nobody else can read it: in memory, and
// on the disk under a key that is never written down. It is redacted when it is
// asked for, and not while clients wait: redacting costs more than judging, and
// the later it is done, the more is known of what must not be shown. So nothing
// readable lies on the disk, even if the process is killed.
//
// What a contract or a rule says stands in packages contract and rules. The
// packages within are asked of every exchange: form for its shape, proof for what
// it proves, redact for what must not be shown. It renders nothing.
package judge

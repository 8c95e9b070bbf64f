// Package proxybench measures what a proxy costs: the same requests straight
// to the target, through a bare reverse proxy, and through ours, in turns
// within one run, so that what else the machine does hits all alike.
package proxybench

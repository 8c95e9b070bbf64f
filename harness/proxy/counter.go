package proxy

import (
	"strconv"
	"sync/atomic"
)

// Counter makes a source of exchange IDs, x0001, x0002, …, to be shared by all
// that record in one run.
func Counter() func() string {
	var n atomic.Int64
	return func() string {
		id := n.Add(1)
		text := append(make([]byte, 0, 20), "x000"[:1+max(0, 4-digits(id))]...)
		return string(strconv.AppendInt(text, id, 10))
	}
}

func digits(n int64) int {
	digits := 1
	for ; n > 9; n /= 10 {
		digits++
	}
	return digits
}

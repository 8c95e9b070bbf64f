package proxy

import "kontrakt/harness"

const (
	// smallBody is the largest request body that is read before it is
	// forwarded, so that it leaves in one piece with its head.
	smallBody = 64 << 10
	chunkSize = 32 << 10
	// unknownSize is the first guess at an answer of unknown length.
	unknownSize = 4 << 10
)

// A capture keeps the beginning of a body, up to max bytes, and counts all of
// it. A reader reads straight into its space, so nothing is copied twice.
type capture struct {
	max   int64
	bytes []byte
	size  int64
	// over takes what is relayed and not captured.
	over []byte
}

// newCapture expects a body of the length, -1 where nobody said.
func newCapture(length, limit int64) capture {
	if length < 0 {
		length = unknownSize
	}
	return capture{max: limit, bytes: make([]byte, 0, min(length, smallBody, limit))}
}

// space is where the next bytes go; [capture.took] says how many there were.
func (c *capture) space() []byte {
	if int64(len(c.bytes)) >= c.max {
		if c.over == nil {
			c.over = make([]byte, chunkSize)
		}
		return c.over
	}
	if len(c.bytes) == cap(c.bytes) {
		larger := min(max(2*int64(cap(c.bytes)), unknownSize), c.max)
		c.bytes = append(make([]byte, 0, larger), c.bytes...)
	}
	return c.bytes[len(c.bytes):cap(c.bytes)]
}

func (c *capture) took(n int) {
	c.size += int64(n)
	if c.over == nil {
		c.bytes = c.bytes[:len(c.bytes)+n]
	}
}

// add captures what was read elsewhere.
func (c *capture) add(p []byte) {
	c.size += int64(len(p))
	if room := c.max - int64(len(c.bytes)); room > 0 {
		c.bytes = append(c.bytes, p[:min(room, int64(len(p)))]...)
	}
}

// body ends the capture.
func (c *capture) body() harness.Body {
	c.over = nil
	return harness.Body{Bytes: c.bytes, Size: c.size}
}

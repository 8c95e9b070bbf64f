package judge

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"

	"kontrakt/harness"
)

// encode appends a record: the length of the head, the head as JSON without the
// bodies, the lengths of the bodies, the bodies.
func encode(buffer []byte, judged *harness.Judged) []byte {
	head := *judged
	head.Request.Body.Bytes, head.Response.Body.Bytes = nil, nil
	encoded, err := json.Marshal(&head)
	if err != nil {
		// The words of package harness are plain data; only a time outside the
		// years 0 to 9999 does not encode, and the clock has none.
		panic(fmt.Sprintf("encode exchange %s: %v", judged.ID, err))
	}
	buffer = appendBytes(buffer, encoded)
	buffer = appendBytes(buffer, judged.Request.Body.Bytes)
	return appendBytes(buffer, judged.Response.Body.Bytes)
}

func appendBytes(buffer, b []byte) []byte {
	return append(binary.AppendUvarint(buffer, uint64(len(b))), b...)
}

// decode reads a record; nothing of it stays in the buffer.
func decode(buffer []byte) (harness.Judged, error) {
	var judged harness.Judged
	var parts [3][]byte
	for i := range parts {
		length, n := binary.Uvarint(buffer)
		if n <= 0 || length > uint64(len(buffer)-n) {
			return judged, errors.New("the record is damaged")
		}
		parts[i], buffer = buffer[n:n+int(length)], buffer[n+int(length):]
	}
	if err := json.Unmarshal(parts[0], &judged); err != nil {
		return judged, fmt.Errorf("the record is damaged: %w", err)
	}
	judged.Request.Body.Bytes = append([]byte(nil), parts[1]...)
	judged.Response.Body.Bytes = append([]byte(nil), parts[2]...)
	return judged, nil
}

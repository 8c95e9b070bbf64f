package main

import "time"

// atTheCounter is how often the till asks: somebody waits there.
const atTheCounter = time.Second

// atTheTill makes a payment one of a customer who stands there: the till shows a
// QR code, and no browser has to come back.
func (s *shop) atTheTill(create object) {
	delete(create, "returnUrl")
	create["userFlow"] = "QR"
	create["qrFormat"] = object{"format": "IMAGE/SVG+XML"}
	create["customerInteraction"] = s.interaction
}

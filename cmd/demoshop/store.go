package main

// atTheTill makes a payment one of a customer who stands there: the till shows a
// QR code, and no browser has to come back.
func (s *shop) atTheTill(create object) {
	delete(create, "returnUrl")
	create["userFlow"] = "QR"
	create["qrFormat"] = object{"format": "IMAGE/SVG+XML"}
	create["customerInteraction"] = s.interaction
}

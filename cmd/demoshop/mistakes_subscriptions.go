package main

func mistakesOfSubscriptions() []mistake {
	return []mistake{
		{"never-tries-again", ids("REC-CL-17"), "A charge is tried on one day alone.", func(h *habits) { h.retryDays = 1 }},
		{"charges-late", ids("REC-CL-18"), "A charge is tried for the day it is made on first.", func(h *habits) { h.dueAtOnce = true }},
		{"front-page", ids("REC-CL-14"), "Agreements are managed on the front page.", func(h *habits) { h.managedAt = "/" }},
		{"never-lists", ids("REC-CL-04"), "Charges are never listed.", func(h *habits) { h.neverLists = true }},
		{"new-key-for-a-charge", ids("COM-CL-08", "REC-CL-10"), "What is done to charges gets a new idempotency key when it is made again.", func(h *habits) { h.newKeyForCharges = true }},
		{"charges-anew", ids("COM-CL-08", "REC-CL-10"), "A charge whose answer is lost is asked for as another one.", func(h *habits) { h.chargesAnew = true }},
	}
}

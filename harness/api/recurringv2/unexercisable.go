package recurringv2

// unexercisable names the documented answers that no call provokes, with the
// reason, by operation and status.
func unexercisable() map[string]string {
	reasons := map[string]string{}
	for _, r := range []struct {
		status, reason string
		of             []string
	}{
		{"400", "an id that cannot be is one that is not there", []string{fetchID, fetchChargeID}},
		{"404", "its path names nothing that could be missing", []string{listID, draftID}},
		{"409", "keys and order numbers conflict, and it has neither", []string{listID, fetchID, putID, patchID, acceptID, listChargesID, fetchChargeID}},
		{"422", "it is for bodies that are no JSON, and no body is read", []string{listID, fetchID, listChargesID, fetchChargeID, cancelID, captureID}},
		{"429", "no limit was published for it", []string{acceptID}},
		{"500", "it takes a breakdown of the API", []string{
			listID, draftID, fetchID, putID, patchID, acceptID, listChargesID, createID, fetchChargeID, cancelID, captureID, refundID,
		}},
	} {
		for _, operation := range r.of {
			reasons[operation+" "+r.status] = r.reason
		}
	}
	return reasons
}

package recurringv2

// unexercisable names the documented answers that no call provokes, with the
// reason, by operation and status.
func unexercisable() map[string]string {
	reasons := map[string]string{}
	for _, operation := range []string{
		listID, draftID, fetchID, putID, patchID, acceptID, listChargesID, createID, fetchChargeID, cancelID, captureID, refundID,
	} {
		reasons[operation+" 500"] = "it takes a breakdown of the API"
	}
	return reasons
}

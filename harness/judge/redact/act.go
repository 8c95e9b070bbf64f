package redact

import (
	"slices"

	"kontrakt/harness"
	"kontrakt/harness/contract"
)

// acts redacts what was asked of the sandbox. Its members are our own, and the
// persons among them the only ones.
func (r *Redactor) acts(clear []harness.Act, found func(pointer string)) []harness.Act {
	all := slices.Clone(clear)
	for i := range all {
		all[i].Path, _ = r.text(all[i].Path)
		if len(all[i].Body) > 0 {
			all[i].Body = r.json(all[i].Body, controlMask(), contract.Public, found)
		}
	}
	return all
}

// controlMask is what the control calls of the sandbox declare, specs/sandbox.v1.yaml.
func controlMask() *contract.Mask {
	declared := func(names ...string) map[string]*contract.Mask {
		all := map[string]*contract.Mask{}
		for _, name := range names {
			all[name] = &contract.Mask{Declared: true}
		}
		return all
	}
	top := declared("choice", "pickupPoint", "timeslot", "method", "consent", "maxAmount", "actor", "failureReason", "failureDescription", "retry", "errorCode",
		"advance", "set", "rateLimits", "patienceMs", "clockStands", "clock")
	top["faults"] = &contract.Mask{Declared: true, Items: &contract.Mask{Declared: true}}
	top["abilities"] = &contract.Mask{Declared: true, Properties: declared("market", "limits")}
	for _, person := range []string{"customer", "receiver", "address", "userDetails"} {
		top[person] = &contract.Mask{Declared: true, Properties: declared("country", "addressType")}
	}
	return &contract.Mask{Declared: true, Properties: top}
}

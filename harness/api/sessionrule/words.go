package sessionrule

import (
	"kontrakt/harness/judge/proof"
	"kontrakt/harness/rules"
	"kontrakt/harness/rules/sequence"
)

// Words are the states of a session, as polls and the call to the merchant say
// them, and the codes of the published examples of problems. What has ended comes
// last among the states.
func Words(moves [][2]string, ended int, states ...string) proof.Words {
	return proof.Words{
		Machines: []proof.Machine{{
			Thing: "session", States: states, Moves: moves, Final: states[len(states)-ended:],
			Operations: []string{Poll, Complete}, Place: "/sessionState",
			Stands: func(v *rules.View) (subject, state string) {
				body := v.ResponseBody
				if v.Operation.ID == Complete {
					body = v.RequestBody
				}
				return sequence.Text(body, "/reference"), sequence.Text(body, "/sessionState")
			},
		}},
		Codes: []string{"Validation-00001", "Session-00100"},
		Code:  proof.CodeAt("/errorCode", ""),
	}
}

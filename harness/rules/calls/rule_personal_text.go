package calls

import (
	"regexp"
	"strings"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// A text goes to the customer's app, to bank statements and to settlement files.
// The finding says what kind of thing stands in it, and never shows it.
var personalText = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.personal-text",
		Severity: harness.Warning,
		Says:     "Descriptions hold no e-mail address and no national identity number.",
		Source:   "API guides, on transactionText and paymentDescription; data protection",
		Help:     "describe what is sold; who buys it stands elsewhere",
	},
	Judge: func(v *rules.View) []harness.Finding {
		if !changing(v) {
			return nil
		}
		var found []harness.Finding
		for _, t := range texts(v, "/transaction/transactionText", "/paymentDescription", "/transaction/paymentDescription",
			"/description", "/0/description", "/initialCharge/description", "/productName", "/productDescription") {
			if kind := personal(t.value); kind != "" {
				f := v.InBody(t.pointer, "what is sold, and nobody's data")
				f.Got = kind
				found = append(found, f)
			}
		}
		return found
	},
}

var address = regexp.MustCompile(`[\w.+-]+@[\w-]+\.[A-Za-z]{2,}`)

// personal says what of a person a text holds, "" for nothing.
func personal(text string) string {
	if strings.IndexByte(text, '@') >= 0 && address.MatchString(text) {
		return "an e-mail address"
	}
	for from := 0; from < len(text); {
		to := from
		for to < len(text) && text[to] >= '0' && text[to] <= '9' {
			to++
		}
		if identity(text[from:to]) {
			return "a national identity number"
		}
		from = to + 1
	}
	return ""
}

// identity says whether eleven digits are a Norwegian identity number: a day, a
// month, and two digits that check the others. Numbers for tests have 40 or 80
// added to the month, temporary ones 40 to the day.
func identity(number string) bool {
	if len(number) != 11 {
		return false
	}
	d := make([]int, 11)
	for i := range d {
		d[i] = int(number[i] - '0')
	}
	day, month := (10*d[0]+d[1])%40, (10*d[2]+d[3])%40
	return day >= 1 && day <= 31 && month >= 1 && month <= 12 &&
		checks(d, 3, 7, 6, 1, 8, 9, 4, 5, 2, 1) && checks(d, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
}

func checks(d []int, weights ...int) bool {
	sum := 0
	for i, w := range weights {
		sum += w * d[i]
	}
	return sum%11 == 0
}

package config

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"kontrakt/harness/spelling"
)

// Abilities are what a sales unit may do, as its owner declares under the key
// abilities; the API tells nobody. What is not declared is as most units are.
//
//	abilities:
//	  recurring: no
//	  capture: direct
//	  currencies: [DKK]
//	  express: yes
type Abilities struct {
	// file is the name of the file that declares, for messages.
	file  string
	lines map[string]int
	may   map[string]bool
	// direct says that an approval takes the money at once.
	direct     bool
	currencies []string
}

// An Ability is a key that a file may have under abilities.
type Ability struct {
	Name, Says string
	// Usual says that most sales units may.
	Usual bool
}

// AbilityNames are the abilities that are had or not, beside capture and
// currencies.
func AbilityNames() []Ability {
	return []Ability{
		{"ecom", "may use the eCom API", true},
		{"epayment", "may use the ePayment API", true},
		{"recurring", "may use the Recurring API", true},
		{"checkout", "may use Checkout", true},
		{"webhooks", "may register webhooks", true},
		{"userinfo", "may ask for the customer's profile", true},
		{"express", "may sell with express", false},
		{"skip-landing-page", "may skip the landing page", false},
		{"long-living", "may say when a payment expires", false},
		{"partial-capture", "may capture in parts where not every unit may", false},
		{"late-capture", "may capture late", false},
		{"unscheduled", "may charge at any time", false},
		{"full-flex", "may offer campaigns of 2023", false},
		{"national-identity-number", "may ask for national identity numbers", false},
	}
}

// May says whether the unit may do what a name of [AbilityNames] says.
func (a Abilities) May(name string) bool {
	if may, declared := a.may[name]; declared {
		return may
	}
	return slices.ContainsFunc(AbilityNames(), func(k Ability) bool { return k.Name == name && k.Usual })
}

// Direct says whether an approval takes the money at once, instead of reserving
// it.
func (a Abilities) Direct() bool { return a.direct }

// Sells says whether the unit sells in a currency; without a word it is NOK alone.
func (a Abilities) Sells(currency string) bool {
	if a.currencies == nil {
		return currency == "NOK"
	}
	return slices.Contains(a.currencies, currency)
}

// Place says where a key is declared, or where it could be.
func (a Abilities) Place(name string) string {
	file := a.file
	if file == "" {
		file = DefaultFile
	}
	if line := a.lines[name]; line > 0 {
		return fmt.Sprintf("%s:%d declares abilities.%s", file, line, name)
	}
	return fmt.Sprintf("abilities.%s is not declared in %s", name, file)
}

// parseAbilities reports every mistake at once.
func parseAbilities(file string, n *yaml.Node) (Abilities, error) {
	a := Abilities{file: file, lines: map[string]int{}, may: map[string]bool{}}
	if n.Kind != yaml.MappingNode {
		return a, fmt.Errorf("%s:%d: abilities: want names with yes or no, such as recurring: no", file, n.Line)
	}
	var mistakes []error
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if a.lines[key.Value] > 0 {
			mistakes = append(mistakes, fmt.Errorf("%s:%d: abilities: %s stands here a second time", file, key.Line, key.Value))
			continue
		}
		a.lines[key.Value] = key.Line
		if err := a.take(key.Value, value); err != nil {
			mistakes = append(mistakes, fmt.Errorf("%s:%d: abilities: %w", file, key.Line, err))
		}
	}
	return a, errors.Join(mistakes...)
}

func (a *Abilities) take(name string, value *yaml.Node) error {
	switch name {
	case "capture":
		if value.Value != "reserve" && value.Value != "direct" {
			return fmt.Errorf("capture: want reserve or direct, got %q", value.Value)
		}
		a.direct = value.Value == "direct"
		return nil
	case "currencies":
		return a.sells(value)
	}
	names := []string{"capture", "currencies"}
	for _, k := range AbilityNames() {
		names = append(names, k.Name)
	}
	if !slices.Contains(names, name) {
		hint := "known are " + strings.Join(names, ", ")
		if near := spelling.Nearest(name, names); near != "" {
			hint = fmt.Sprintf("did you mean %q?", near)
		}
		return fmt.Errorf("unknown key %q (%s)", name, hint)
	}
	var may bool
	if err := value.Decode(&may); err != nil || value.Kind != yaml.ScalarNode {
		return fmt.Errorf("%s: want yes or no, got %q", name, value.Value)
	}
	a.may[name] = may
	return nil
}

func (a *Abilities) sells(value *yaml.Node) error {
	items, err := scalars(value)
	if err != nil || len(items) == 0 {
		return errors.New("currencies: want a list such as [NOK]")
	}
	for _, c := range items {
		if !slices.Contains([]string{"NOK", "DKK", "EUR"}, c) {
			return fmt.Errorf("currencies: want NOK, DKK or EUR, got %q", c)
		}
	}
	a.currencies = items
	return nil
}

package config

import (
	"errors"
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"kontrakt/harness/spelling"
)

// An Action is something that the merchant's own software can be asked to do:
// what stands under actions in the configuration file.
//
//	actions:
//	  place-order:
//	    call: POST http://127.0.0.1:3000/orders
//	    body: '{"amount": ${amount}}'
//	    read:
//	      order: /order
//	      url: /url
//	  ship:
//	    run: [./shop, ship, "${order}", "${amount}"]
//
// In URL, body, headers and arguments ${…} stands for what is known: what the
// action is for (amount in minor units, currency, phone, the profile that it is
// for, and of an address street, postal-code, city and country), and what was read
// from the answers before.
//
// With change-address the customer tells the shop, on its own pages, where the goods
// of an order go that is not paid: an open session of Checkout is then to be
// changed. With check-webhooks the shop looks whether its webhooks are still
// registered. A shop that starts payments later gives an order alone: where order-status reads
// url, or reference, these are waited for before the customer acts. That it reads
// customer shows whether she is forgotten when she wants to be.
type Action struct {
	Name string
	// Method and URL are an HTTP call; both are empty where a command is run.
	Method, URL string
	Header      map[string]string
	Body        string
	// Run is a command with its arguments; what it prints is read.
	Run []string
	// Read are JSON Pointers into the answer by the names of what stands there.
	Read map[string]string
}

// ActionNames are the actions that there are.
func ActionNames() []string {
	return []string{
		"place-order", "order-status", "ship", "cancel-order", "return-order",
		"subscribe", "subscription-status", "change-subscription", "cancel-subscription",
		"charge", "reserve-charge", "charge-status", "capture-charge", "cancel-charge", "refund-charge",
		"start-checkout", "start-express", "change-address", "check-webhooks",
	}
}

// Placeholder finds the ${…} of a text.
var Placeholder = regexp.MustCompile(`\$\{([a-z][a-z0-9-]*)\}`)

// parseActions reports every mistake at once, each with its line.
func parseActions(file string, n *yaml.Node) (map[string]Action, error) {
	actions := map[string]Action{}
	if n.Kind != yaml.MappingNode {
		return nil, fmt.Errorf("%s:%d: actions: want names with what to do, such as place-order", file, n.Line)
	}
	var mistakes []error
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		a := Action{Name: key.Value, Header: map[string]string{}, Read: map[string]string{}}
		at := "actions: " + key.Value
		_, twice := actions[a.Name]
		switch {
		case !slices.Contains(ActionNames(), a.Name):
			hint := "there are " + strings.Join(ActionNames(), ", ")
			if near := spelling.Nearest(a.Name, ActionNames()); near != "" {
				hint = fmt.Sprintf("did you mean %q?", near)
			}
			mistakes = append(mistakes, fmt.Errorf("%s:%d: unknown action %q (%s)", file, key.Line, a.Name, hint))
			continue
		case twice:
			mistakes = append(mistakes, fmt.Errorf("%s:%d: %s stands here a second time", file, key.Line, at))
			continue
		}
		err := eachKey(file, at, value, map[string]func(*yaml.Node) error{
			"call":   a.readCall,
			"header": func(n *yaml.Node) error { return pairs(n, a.Header) },
			"body":   func(n *yaml.Node) error { return text(n, &a.Body) },
			"run":    a.readRun,
			"read":   a.readPointers,
		})
		if err == nil && (a.URL == "") == (len(a.Run) == 0) {
			err = fmt.Errorf("%s:%d: %s: want either call or run", file, value.Line, at)
		}
		if err == nil && a.URL == "" && (a.Body != "" || len(a.Header) > 0) {
			err = fmt.Errorf("%s:%d: %s: body and header belong to a call", file, value.Line, at)
		}
		mistakes = append(mistakes, err)
		actions[a.Name] = a
	}
	return actions, errors.Join(mistakes...)
}

// methods are those that a call may have.
var methods = []string{"GET", "POST", "PUT", "PATCH", "DELETE"}

func (a *Action) readCall(n *yaml.Node) error {
	method, address, _ := strings.Cut(strings.TrimSpace(n.Value), " ")
	u, err := url.Parse(Placeholder.ReplaceAllString(strings.TrimSpace(address), "x"))
	if !slices.Contains(methods, method) || err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return fmt.Errorf("want a method and a URL, such as POST http://127.0.0.1:3000/orders, got %q", n.Value)
	}
	a.Method, a.URL = method, strings.TrimSpace(address)
	return nil
}

func (a *Action) readRun(n *yaml.Node) error {
	if n.Kind != yaml.SequenceNode || len(n.Content) == 0 {
		return errors.New("want a list: the program and its arguments, one by one")
	}
	var err error
	a.Run, err = scalars(n)
	return err
}

func (a *Action) readPointers(n *yaml.Node) error {
	if err := pairs(n, a.Read); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(a.Read)) {
		if !Placeholder.MatchString("${" + name + "}") {
			return fmt.Errorf("want a name in lower case, such as order, got %q", name)
		}
		if !strings.HasPrefix(a.Read[name], "/") {
			return fmt.Errorf("%s: want a JSON Pointer such as /order, got %q", name, a.Read[name])
		}
	}
	return nil
}

func pairs(n *yaml.Node, to map[string]string) error {
	if n.Kind != yaml.MappingNode {
		return errors.New("want keys with values")
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i+1].Kind != yaml.ScalarNode {
			return fmt.Errorf("want a plain value for %q", n.Content[i].Value)
		}
		to[n.Content[i].Value] = n.Content[i+1].Value
	}
	return nil
}

// Statuses are the merchant's own words for how an order or a subscription
// stands, by ours.
//
//	statuses:
//	  paid: [processing, on-hold]
type Statuses map[string][]string

// StatusNames are our words for how something of a merchant's stands.
func StatusNames() []string {
	return []string{"waiting", "paid", "shipped", "cancelled", "returned", "failed", "active", "stopped"}
}

func parseStatuses(file string, n *yaml.Node) (Statuses, error) {
	s := Statuses{}
	keys := map[string]func(*yaml.Node) error{}
	for _, name := range StatusNames() {
		keys[name] = func(n *yaml.Node) error {
			words, err := scalars(n)
			s[name] = words
			return err
		}
	}
	return s, eachKey(file, "statuses", n, keys)
}

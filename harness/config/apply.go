package config

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"kontrakt/harness/spelling"
)

// Prefix begins the name of every environment variable of ours.
const Prefix = "KONTRAKT_"

// Lookup finds an environment variable.
type Lookup func(name string) (string, bool)

// Apply gives every flag that was not set on the command line the value that
// environment or file have for it: flag before environment before file before
// default. An empty variable counts as none: CI services set those that have no
// value. known are the flags of all commands, so that a file can serve
// several commands and a misspelt key is still found.
func Apply(flags *pflag.FlagSet, env Lookup, file *File, known []string) error {
	var mistakes []error
	if file != nil {
		mistakes = append(mistakes, file.strangers(known)...)
	}
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Changed || f.Name == "help" || f.Name == "config" {
			return
		}
		if v, ok := env(EnvName(f.Name)); ok && v != "" {
			if err := set(f, []string{v}); err != nil {
				mistakes = append(mistakes, fmt.Errorf("%s: %w", EnvName(f.Name), err))
			}
			return
		}
		if file == nil {
			return
		}
		if v, ok := file.values[f.Name]; ok {
			if err := set(f, v.items); err != nil {
				mistakes = append(mistakes, fmt.Errorf("%s:%d: %s: %w", file.Name, v.line, f.Name, err))
			}
		}
	})
	return errors.Join(mistakes...)
}

// EnvName is the environment variable of a flag: --fail-on is
// KONTRAKT_FAIL_ON.
func EnvName(flag string) string {
	return Prefix + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// set also notes that somebody has said it.
func set(f *pflag.Flag, items []string) error {
	f.Changed = true
	if list, ok := f.Value.(pflag.SliceValue); ok {
		split := make([]string, 0, len(items))
		for _, item := range items {
			split = append(split, strings.Split(item, ",")...)
		}
		return list.Replace(split)
	}
	if len(items) != 1 {
		return errors.New("want one value")
	}
	if err := f.Value.Set(items[0]); err != nil {
		return Wrong(f, items[0])
	}
	return nil
}

// Wrong says what a flag wants in the place of a value that it did not take.
func Wrong(f *pflag.Flag, value string) error {
	want := "values with commas between them"
	switch f.Value.Type() {
	case "bool":
		want = "true or false"
	case "int", "int64":
		want = "a whole number of at most 19 digits"
	}
	return fmt.Errorf("want %s, got %q", want, value)
}

func (f *File) strangers(known []string) []error {
	names := make([]string, 0, len(f.values))
	for name := range f.values {
		if !slices.Contains(known, name) {
			names = append(names, name)
		}
	}
	slices.SortFunc(names, func(a, b string) int { return f.values[a].line - f.values[b].line })
	mistakes := make([]error, len(names))
	for i, name := range names {
		meant := ""
		if near := spelling.Nearest(name, known); near != "" {
			meant = fmt.Sprintf(" (did you mean %q?)", near)
		}
		mistakes[i] = fmt.Errorf("%s:%d: unknown key %q%s", f.Name, f.values[name].line, name, meant)
	}
	return mistakes
}

// CredentialNames are the variables that credentials come from.
func CredentialNames() []string {
	return []string{Prefix + "CLIENT_ID", Prefix + "CLIENT_SECRET", Prefix + "SUBSCRIPTION_KEY", Prefix + "MSN"}
}

// Unit is an environment in which the credentials are those of the sales unit that a
// shard, counted from 1, has to itself: KONTRAKT_MSN_3 and the others of the third.
// Where none of the four is set, and of shard 0, it is env. The error says which are
// missing.
func Unit(env Lookup, shard int) (Lookup, error) {
	own, missing := map[string]string{}, []string{}
	for _, name := range CredentialNames() {
		of := fmt.Sprintf("%s_%d", name, shard)
		v, _ := env(of)
		if own[name] = v; v == "" {
			missing = append(missing, of)
		}
	}
	switch {
	case shard == 0 || len(missing) == len(own):
		return env, nil
	case len(missing) > 0:
		return nil, fmt.Errorf("%s: not set, and a shard with a sales unit of its own wants all four credentials", strings.Join(missing, ", "))
	}
	return func(name string) (string, bool) {
		if v, is := own[name]; is {
			return v, true
		}
		return env(name)
	}, nil
}

// CredentialsFrom reads the credentials of a target from the environment.
func CredentialsFrom(env Lookup) Credentials {
	get := func(name string) string { v, _ := env(Prefix + name); return v }
	return Credentials{
		ClientID:        NewSecret(get("CLIENT_ID")),
		ClientSecret:    NewSecret(get("CLIENT_SECRET")),
		SubscriptionKey: NewSecret(get("SUBSCRIPTION_KEY")),
		MSN:             get("MSN"),
	}
}

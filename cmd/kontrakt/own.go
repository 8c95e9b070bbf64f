package main

import (
	"io/fs"
	"strings"
	"sync"

	"kontrakt/features"
	"kontrakt/harness/catalog"
	"kontrakt/reports"
	"kontrakt/specs"
	"kontrakt/steps"
)

// ownWords gives, once and when it is first asked, what says whether a word is one
// that our own reports are full of: requests, findings, the members of the
// contracts. Where a customer is called so, only the places are hidden that are
// known to hold a name, or no report could be read any more. The user's own scenarios
// stand in reports, too.
func ownWords(c *catalog.Catalog, users []steps.Own) func(string) bool {
	words := sync.OnceValue(func() map[string]bool {
		all := map[string]bool{}
		for _, text := range reports.Texts() {
			addWords(all, text)
		}
		for _, rule := range catalog.Rules() {
			addWords(all, strings.Join([]string{rule.ID, rule.Says, rule.Source, rule.Help}, " "))
		}
		for _, e := range c.Entries {
			for _, file := range []string{e.Source.Document, e.Source.Overlay} {
				if text, err := specs.Read(file); err == nil {
					addUncapitalised(all, string(text))
				}
			}
		}
		addFeatures(all)
		for _, file := range users {
			addUncapitalised(all, string(file.Text))
		}
		return all
	})
	return func(word string) bool { return words()[strings.ToLower(word)] }
}

func addFeatures(all map[string]bool) {
	_ = fs.WalkDir(features.FS, ".", func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			if text, err := fs.ReadFile(features.FS, path); err == nil {
				addUncapitalised(all, string(text))
			}
		}
		return nil // what is embedded can be read
	})
}

func addWords(all map[string]bool, text string) {
	for word := range strings.FieldsFuncSeq(text, notLetter) {
		all[strings.ToLower(word)] = true
	}
}

// addUncapitalised leaves out what may be a name.
func addUncapitalised(all map[string]bool, text string) {
	for word := range strings.FieldsFuncSeq(text, notLetter) {
		if word[0] >= 'a' {
			all[strings.ToLower(word)] = true
		}
	}
}

func notLetter(r rune) bool { return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') }

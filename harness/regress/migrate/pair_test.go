package migrate_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"kontrakt/harness/regress/migrate"
)

func TestEveryOperationOfAnOldVersionIsInTheTables(t *testing.T) {
	t.Parallel()
	c, err := loaded()
	require.NoError(t, err)
	pairs, err := migrate.Pairs()
	require.NoError(t, err)
	require.NotEmpty(t, pairs)
	for _, p := range pairs {
		t.Run(p.From+" to "+p.To, func(t *testing.T) {
			t.Parallel()
			_, err := migrate.New(p, c.Contract(p.From), c.Contract(p.To), c.Contracts)
			require.NoError(t, err)
			for _, op := range c.Contract(p.From).Operations() {
				assert.NotNil(t, p.Operation(op.ID), "%s", op)
			}
		})
	}
}

func TestTablesThatMakeNoSenseAreNamed(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, text, want string }{
		{"no YAML", "from: [", "read x.yaml"},
		{"a word that nobody knows", "from: a\nto: b\nthe: c\n", "field the not found"},
		{"no operations", "from: a\nto: b\n", "want from, to and operations"},
		{"an operation twice", "from: a\nto: b\noperations: [{from: x, to: y}, {from: x, to: y}]", "x: stands here twice"},
		{"a fate that is none", "from: a\nto: b\noperations: [{from: x, to: y, body: [{from: /a, to: /b, fate: perhaps, says: s}]}]", `got "perhaps"`},
		{"a decision that nobody explains", "from: a\nto: b\noperations: [{from: x, to: y, body: [{from: /a, to: /b, fate: decide}]}]", "says why"},
		{"a list that nobody shares", "from: a\nto: b\noperations: [{from: x, to: y, body: [{use: this}]}]", `nothing shared is called "this"`},
		{"a place that is none", "from: a\nto: b\noperations: [{from: x, to: y, body: [{to: /b, text: '{cookie:x}'}]}]", `no place is called "cookie:x"`},
		{"a condition on two things", "from: a\nto: b\noperations: [{from: x, to: y, body: [{from: /a, when: [{at: /a, there: true, is: b}]}]}]", "asks for one thing"},
		{"a table with a value too few", "from: a\nto: b\noperations: [{from: x, to: y, body: [{from: [/a, /b], to: /c, table: [{old: 1, new: 2}]}]}]", "as many values"},
		{"two fields that become one by nothing", "from: a\nto: b\noperations: [{from: x, to: y, body: [{from: [/a, /b], to: /c}]}]", "several fields make one"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := migrate.Parse("x.yaml", []byte(tt.text))
			require.ErrorContains(t, err, tt.want)
		})
	}
}

func TestThereAreTablesForKnownPairsOnly(t *testing.T) {
	t.Parallel()
	_, err := migrate.Find("recurring.v3", "recurring.v2")
	var unknown *migrate.UnknownPair
	require.ErrorAs(t, err, &unknown)
	assert.Contains(t, unknown.Known, "recurring.v2 to recurring.v3")
}

// What maps by itself and is not said to be one way leads back to what it was.
func TestWhatMapsLeadsBack(t *testing.T) {
	t.Parallel()
	pairs, err := migrate.Pairs()
	require.NoError(t, err)
	for _, p := range pairs {
		for _, o := range p.Operations {
			for part, rules := range map[string][]migrate.Rule{"body": o.Body, "answer": o.Answer} {
				if len(rules) == 0 || o.To == "" {
					continue
				}
				t.Run(p.From+" "+o.From+" "+part, func(t *testing.T) {
					t.Parallel()
					rapid.Check(t, func(t *rapid.T) {
						old := drawn(t, rules)
						again, lost := migrate.There(rules, old)
						for _, place := range lost {
							at := slices.Collect(migrate.Tokens(place))
							old, again = migrate.Cut(old, at), migrate.Cut(again, at)
						}
						assert.JSONEq(t, encoded(t, prune(old)), encoded(t, prune(again)))
					})
				})
			}
		}
	}
}

// drawn makes a tree of some of the fields that the rules take.
func drawn(t *rapid.T, rules []migrate.Rule) any {
	tree := map[string]any{}
	for i, r := range rules {
		if len(r.From) == 0 || !rapid.Bool().Draw(t, fmt.Sprint("there ", i)) {
			continue
		}
		if len(r.Each) > 0 {
			list := []any{}
			for range rapid.IntRange(0, 1).Draw(t, "elements") { // what is lost of one element is lost of all here
				list = append(list, drawn(t, r.Each))
			}
			if r.From[0] == "" {
				return list
			}
			put(tree, r.From[0], list)
			continue
		}
		var line []any
		if len(r.Table) > 0 {
			line = rapid.SampledFrom(r.Table).Draw(t, "line").Old
		}
		for j, pointer := range r.From {
			switch {
			case pointer == "":
			case r.Prefix != "":
				put(tree, pointer, rapid.StringMatching(`[a-z]{1,8}`).Draw(t, "text"))
			case line != nil && line[j] != nil:
				put(tree, pointer, line[j])
			case line == nil:
				put(tree, pointer, rapid.OneOf(
					rapid.Map(rapid.IntRange(0, 1000), func(n int) any { return json.Number(fmt.Sprint(n)) }),
					rapid.Map(rapid.StringMatching(`[a-z]{1,8}`), func(s string) any { return s }),
					rapid.Map(rapid.Bool(), func(b bool) any { return b }),
				).Draw(t, "value"))
			}
		}
	}
	return tree
}

func encoded(t require.TestingT, v any) string {
	text, err := json.Marshal(v)
	require.NoError(t, err)
	return string(text)
}

// put sets a place unless something stands in its way.
func put(tree map[string]any, pointer string, v any) {
	tokens := slices.Collect(migrate.Tokens(pointer))
	for _, token := range tokens[:len(tokens)-1] {
		below, is := tree[token].(map[string]any)
		if _, taken := tree[token]; taken && !is {
			return
		}
		if !is {
			below = map[string]any{}
			tree[token] = below
		}
		tree = below
	}
	if _, taken := tree[tokens[len(tokens)-1]]; !taken {
		tree[tokens[len(tokens)-1]] = v
	}
}

// prune takes out what is empty.
func prune(v any) any {
	switch in := v.(type) {
	case map[string]any:
		for name, below := range in {
			if in[name] = prune(below); in[name] == nil {
				delete(in, name)
			}
		}
		if len(in) == 0 {
			return nil
		}
	case []any:
		for i := range in {
			in[i] = prune(in[i])
		}
		if len(in) == 0 {
			return nil
		}
	}
	return v
}

package specs_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// run is how many words in a row make a text a copy: facts carry over,
// sentences do not.
const run = 7

func TestNoProseIsCopiedFromThePublishedDocuments(t *testing.T) {
	t.Parallel()
	theirs, err := filepath.Glob(filepath.Join(published, "*.yaml"))
	require.NoError(t, err)
	if len(theirs) == 0 {
		t.Skip("the published documents are not at hand")
	}
	known := map[string]string{}
	for _, file := range theirs {
		for _, words := range runs(t, file) {
			known[words] = file
		}
	}
	ours, err := filepath.Glob("*.yaml")
	require.NoError(t, err)
	for _, file := range ours {
		for _, words := range runs(t, file) {
			if at, copied := known[words]; copied {
				assert.Fail(t, "copied", "%s and %s both say: %s", file, filepath.Base(at), words)
			}
		}
	}
}

func TestACopiedSentenceIsSeen(t *testing.T) {
	t.Parallel()
	said := inRuns("format: One two three, four + five six seven (eight).")
	assert.Equal(t, []string{"one two three four five six seven", "two three four five six seven eight"}, said)
	assert.Empty(t, inRuns("One two three four five six."))
	assert.Empty(t, inRuns("One two three https://shop.example/four/five/six/seven/eight"))
	assert.Empty(t, inRuns("required: [one, two, three, four]\nproperties: {a: {type: string}, b: {type: string}}"))
}

func runs(t *testing.T, file string) []string {
	t.Helper()
	data, err := os.ReadFile(file)
	require.NoError(t, err)
	return inRuns(string(data))
}

// address is no sentence: it is where one stands.
var address = regexp.MustCompile(`https?://\S+`)

// inRuns gives every run of words of a text. Structure breaks a run: a key, a
// reference, a list item on its own line; so do words without letters.
func inRuns(text string) []string {
	var out, words []string
	for line := range strings.SplitSeq(address.ReplaceAllString(text, ""), "\n") {
		line = strings.TrimSpace(strings.TrimLeft(strings.TrimSpace(line), "#->| "))
		if structural(line) {
			words = nil
			_, line, _ = strings.Cut(line, ": ")
			if strings.ContainsAny(line, "{[") {
				continue
			}
		}
		for _, w := range strings.FieldsFunc(strings.ToLower(line), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-' }) {
			words = append(words, w)
			if len(words) >= run {
				out = append(out, strings.Join(words[len(words)-run:], " "))
			}
		}
	}
	return out
}

// structural lines are YAML's, not prose: a key, or a member of a list.
func structural(line string) bool {
	key, _, found := strings.Cut(line+" ", ": ")
	if !found {
		return !strings.Contains(line, " ")
	}
	return !strings.Contains(key, " ")
}

package reports_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"reflect"
	"testing"

	messages "github.com/cucumber/messages/go/v21"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// readMessages reads a stream as its consumers do: every line one message of the
// protocol, and every ID that it names one that came before.
func readMessages(t require.TestingT, text []byte) []messages.Envelope {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	var all []messages.Envelope
	known := map[string]bool{}
	for {
		var e messages.Envelope
		err := decoder.Decode(&e)
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(t, err)
		one := 0
		v := reflect.ValueOf(e)
		for i := range v.NumField() {
			if !v.Field(i).IsNil() {
				one++
			}
		}
		require.Equal(t, 1, one, "one message a line")
		follow(t, known, e)
		all = append(all, e)
	}
	assert.Len(t, all, bytes.Count(text, []byte("\n")), "one line a message")
	return all
}

// follow holds the IDs that a message names against those that are known, and learns
// those that it brings.
func follow(t require.TestingT, known map[string]bool, e messages.Envelope) {
	brings := func(id string) {
		require.NotEmpty(t, id)
		require.False(t, known[id], "%s is there twice", id)
		known[id] = true
	}
	names := func(id string) { require.True(t, known[id], "%s is unknown", id) }
	switch {
	case e.GherkinDocument != nil:
		for _, c := range e.GherkinDocument.Feature.Children {
			brings(c.Scenario.Id)
			for _, tag := range c.Scenario.Tags {
				brings(tag.Id)
			}
			for _, s := range c.Scenario.Steps {
				brings(s.Id)
			}
		}
	case e.Pickle != nil:
		brings(e.Pickle.Id)
		for _, s := range e.Pickle.Steps {
			brings(s.Id)
			names(s.AstNodeIds[0])
		}
		for _, tag := range e.Pickle.Tags {
			names(tag.AstNodeId)
		}
		names(e.Pickle.AstNodeIds[0])
	case e.Hook != nil:
		brings(e.Hook.Id)
	case e.TestCase != nil:
		brings(e.TestCase.Id)
		names(e.TestCase.PickleId)
		for _, s := range e.TestCase.TestSteps {
			brings(s.Id)
			names(s.HookId + s.PickleStepId)
		}
	case e.TestCaseStarted != nil:
		brings(e.TestCaseStarted.Id)
		names(e.TestCaseStarted.TestCaseId)
	case e.TestStepStarted != nil:
		names(e.TestStepStarted.TestCaseStartedId)
		names(e.TestStepStarted.TestStepId)
	case e.TestStepFinished != nil:
		names(e.TestStepFinished.TestCaseStartedId)
		names(e.TestStepFinished.TestStepId)
		require.NotEmpty(t, e.TestStepFinished.TestStepResult.Status)
	case e.TestCaseFinished != nil:
		names(e.TestCaseFinished.TestCaseStartedId)
	}
}

func TestMessagesKeepToTheProtocol(t *testing.T) {
	t.Parallel()
	all := runs()
	all["large"] = largeRun(100)
	for name, run := range all {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sent := readMessages(t, render(t, "messages", run))
			assert.NotNil(t, sent[0].Meta, "it says first who speaks")
			last := sent[len(sent)-1].TestRunFinished
			require.NotNil(t, last)
			assert.Equal(t, run.Verdict.String() == "conforms", last.Success)
			started, ended, worst := 0, 0, map[messages.TestStepResultStatus]int{}
			for i, e := range sent {
				switch {
				case e.TestCaseStarted != nil:
					started++
				case e.TestCaseFinished != nil:
					ended++
					worst[sent[i-1].TestStepFinished.TestStepResult.Status]++
				}
			}
			assert.Equal(t, []int{len(run.Scenarios), len(run.Scenarios)}, []int{started, ended})
			if name == "rich" {
				assert.Equal(t, map[messages.TestStepResultStatus]int{"PASSED": 14, "FAILED": 2, "SKIPPED": 1, "UNKNOWN": 1}, worst)
			}
		})
	}
}

// No step fails where the proxy alone saw what is wrong: the hook does.
func TestMessagesTellWhatTheJudgeFound(t *testing.T) {
	t.Parallel()
	found := false
	for _, e := range readMessages(t, render(t, "messages", richRun())) {
		if e.TestStepFinished != nil && bytes.Contains([]byte(e.TestStepFinished.TestStepResult.Message), []byte("[schema.enum]")) {
			found = true
			assert.Equal(t, messages.TestStepResultStatus_FAILED, e.TestStepFinished.TestStepResult.Status)
		}
	}
	assert.True(t, found)
}

package migrate_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"kontrakt/harness"
	"kontrakt/harness/regress/migrate"
)

func TestAnAnswerThatTheOldOneDoesNotSayAllOfIsLeftOut(t *testing.T) {
	t.Parallel()
	wrong := harness.Finding{Rule: "schema.required", Severity: harness.Error, Direction: harness.InResponse}
	sent := harness.Finding{Rule: "schema.type", Severity: harness.Error, Direction: harness.InRequest}
	answer := harness.Response{Status: 200, Body: harness.Body{Bytes: []byte("{}"), Size: 2}}
	judged := func(found ...harness.Finding) harness.Judged {
		return harness.Judged{Exchange: harness.Exchange{Response: answer}, Findings: found}
	}

	got := migrate.Settled(judged(), judged(wrong, sent), nil)
	assert.Zero(t, got.Response.Status)
	assert.Equal(t, &answer, got.Expect)
	assert.Equal(t, []harness.Finding{sent}, got.Findings, "the request is judged alone")

	warning := wrong
	warning.Severity = harness.Warning
	got = migrate.Settled(judged(), judged(warning), nil)
	assert.Nil(t, got.Expect)
	assert.Equal(t, answer, got.Response)

	meant := sent
	meant.Expected = true
	got = migrate.Settled(judged(meant), judged(sent, warning), nil)
	assert.True(t, got.Findings[0].Expected, "who meant to send what is wrong still means it")
	assert.False(t, got.Findings[1].Expected)
}

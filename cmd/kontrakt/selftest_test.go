package main

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"

	"kontrakt/steps/selftest"
)

func TestStatusOfTheSelftest(t *testing.T) {
	t.Parallel()
	caught := selftest.Trial{Kind: selftest.SeededDefect, Kills: []selftest.Kill{{By: "a"}}}
	survives := selftest.Trial{Kind: selftest.SeededDefect}
	untried := selftest.Trial{Kind: selftest.SeededDefect, Err: errors.New("no room")}
	for _, tt := range []struct {
		name string
		m    selftest.Matrix
		want int
	}{
		{"all is caught", selftest.Matrix{Defects: []selftest.Trial{caught}}, conforms},
		{"one survives", selftest.Matrix{Defects: []selftest.Trial{caught, survives}}, violates},
		{"one could not be tried", selftest.Matrix{Defects: []selftest.Trial{caught, untried}}, unjudged},
		{"one survives, one could not be tried", selftest.Matrix{Defects: []selftest.Trial{untried, survives}}, violates},
		{"interrupted", selftest.Matrix{Defects: []selftest.Trial{caught}, Interrupted: true}, unjudged},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := outside(nil, new(output), new(output))
			assert.Equal(t, tt.want, e.status(verdictOf(tt.m)))
		})
	}
}

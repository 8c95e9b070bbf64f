package main

import (
	"go/build"
	"go/parser"
	"go/token"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A command is handed what it needs of the machine: main.go takes it from the
// process, folder.go reaches the files that are written, signals.go the processes.
func TestTheMachineIsReachedInThreeFiles(t *testing.T) {
	t.Parallel()
	here, err := build.ImportDir(".", 0)
	require.NoError(t, err)
	var reach []string
	for _, name := range here.GoFiles {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		require.NoError(t, err)
		for _, i := range file.Imports {
			if path := strings.Trim(i.Path.Value, `"`); path == "os" || path == "os/signal" || path == "io/ioutil" {
				reach = append(reach, name+" "+path)
			}
		}
	}
	assert.Equal(t, []string{"folder.go os", "main.go os", "signals.go os", "signals.go os/signal"}, reach)
}

package main

import (
	"image"
	"image/color"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"rsc.io/qr"
)

// What is drawn is the code, module by module, with a quiet zone of four.
func TestTheCodeIsDrawnAsItIs(t *testing.T) {
	t.Parallel()
	const link = "https://apitest.vipps.no/dwo-api-application/v1/deeplink/vippsgateway?v=2&token=not-a-token-of-anybody"
	code, err := qr.Encode(link, qr.L)
	require.NoError(t, err)
	lines := strings.Split(strings.TrimSuffix(drawn(link, false), "\n"), "\n")
	require.Len(t, lines, (code.Size+8+1)/2)
	light := image.NewGray(image.Rect(0, 0, code.Size+8, 2*len(lines)))
	for y, line := range lines {
		cells := []rune(line)
		require.Len(t, cells, code.Size+8)
		for x, cell := range cells {
			if cell == '█' || cell == '▀' {
				light.SetGray(x, 2*y, color.Gray{Y: 255})
			}
			if cell == '█' || cell == '▄' {
				light.SetGray(x, 2*y+1, color.Gray{Y: 255})
			}
		}
	}
	for y := range code.Size + 8 {
		for x := range code.Size + 8 {
			assert.Equal(t, code.Black(x-4, y-4), light.GrayAt(x, y).Y == 0, "%d, %d", x, y)
		}
	}
	coloured := drawn(link, true)
	assert.Equal(t, drawn(link, false), strings.NewReplacer("\x1b[97;40m", "", "\x1b[0m", "").Replace(coloured))
	assert.Empty(t, drawn(strings.Repeat("x", 5000), false), "no code is so large")
}

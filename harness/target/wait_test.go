package target

import (
	"context"
	"errors"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness"
)

func TestATargetThatSaysNothingIsTold(t *testing.T) {
	t.Parallel()
	silent := &Target{Target: harness.Target{URL: "http://127.0.0.1:1"}}
	err := silent.unreachable(t.Context(), 10*time.Second, &url.Error{Op: "Get", Err: context.DeadlineExceeded})
	var stop *harness.Stop
	require.True(t, errors.As(err, &stop))
	assert.Equal(t, "target http://127.0.0.1:1 has not answered within 10s", stop.Error())
	assert.Contains(t, stop.Hint, "is it this that listens there")
	assert.False(t, stop.Usage)
}

func TestAnAddressOfIPv4IsNoneOfIPv6(t *testing.T) {
	t.Parallel()
	l, err := Listen("0.0.0.0:0")
	require.NoError(t, err)
	t.Cleanup(func() { _ = l.Close() })
	assert.Regexp(t, `^0\.0\.0\.0:[0-9]+$`, l.Addr().String())
	_, err = Listen("nowhere")
	assert.Error(t, err)
}

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// installed puts the official SDK beside a script of ours, in a folder of its
// own, and gives the script. It skips where that cannot be had.
func installed(t *testing.T) string {
	t.Helper()
	for _, program := range []string{"node", "npm"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skip("no " + program + " here")
		}
	}
	dir := t.TempDir()
	for _, name := range []string{"package.json", "shop.mjs"} {
		data, err := os.ReadFile(filepath.Join("testdata", "sdk", name))
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), data, 0o600))
	}
	install := exec.CommandContext(t.Context(), "npm", "install", "--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund",
		"--fetch-retries=1", "--fetch-timeout=20000", "--prefer-offline")
	install.Dir = dir
	if said, err := install.CombinedOutput(); err != nil {
		t.Skipf("the SDK cannot be had: %v\n%s", err, said)
	}
	return filepath.Join(dir, "shop.mjs")
}

// The official SDK, as published and unaltered, is led to the sandbox although
// its host stands in its code. All of it conforms.
func TestInterceptTheTypeScriptSDK(t *testing.T) {
	t.Parallel()
	script := installed(t)
	o := kontrakt(t, nil, "proxy", "--intercept", "apitest.vipps.no", "--ca-dir", filepath.Join(t.TempDir(), "ca"), "--", "node", script).held(t, conforms)
	r := o.report(t)
	assert.Zero(t, r.Totals.Findings.Error, "%v", allShown(r.Findings))
	calls := map[string]int{}
	for _, op := range r.Operations {
		calls[op.Operation] = op.OK
		assert.Equal(t, op.Calls, op.OK, op.Operation)
	}
	for _, operation := range []string{
		"fetchAuthorizationTokenUsingPost",
		"registerWebhook", "listWebhooks", "deleteWebhook",
		"createPayment", "getPayment", "forceApprove", "capturePayment", "refundPayment", "cancelPayment", "getPaymentEventLog",
		"DraftAgreementV3", "acceptUsingPATCHV3", "FetchAgreementV3", "ListAgreementsV3", "UpdateAgreementPatchV3",
		"CreateChargeV3", "FetchChargeV3", "FetchChargeByIdV3", "ListChargesV3", "CancelChargeV3", "CaptureChargeV3", "RefundChargeV3",
		"createSession", "getSession",
	} {
		assert.Positive(t, calls[operation], "%s, of %v", operation, calls)
	}
	assert.Equal(t, 2, calls["UpdateAgreementPatchV3"])
}

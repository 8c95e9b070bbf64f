package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// installed puts the official SDK beside scripts of ours, those of a folder in
// testdata, in a folder of its own, and gives that. It skips where the SDK cannot
// be had, unless KONTRAKT_NODE=required.
func installed(t *testing.T, scripts string) string {
	t.Helper()
	skip := t.Skipf
	if os.Getenv("KONTRAKT_NODE") == "required" {
		skip = t.Fatalf
	}
	for _, program := range []string{"node", "npm"} {
		if _, err := exec.LookPath(program); err != nil {
			skip("no %s here", program)
		}
	}
	dir := t.TempDir()
	require.NoError(t, os.CopyFS(dir, os.DirFS(filepath.Join("testdata", scripts))))
	install := exec.CommandContext(t.Context(), "npm", "install", "--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund",
		"--fetch-retries=1", "--fetch-timeout=20000", "--prefer-offline")
	install.Dir = dir
	if said, err := install.CombinedOutput(); err != nil {
		skip("the SDK cannot be had: %v\n%s", err, said)
	}
	return dir
}

// The official SDK, as published and unaltered, is led to the sandbox although
// its host stands in its code. All of it conforms.
func TestInterceptTheTypeScriptSDK(t *testing.T) {
	t.Parallel()
	script := filepath.Join(installed(t, "sdk"), "shop.mjs")
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

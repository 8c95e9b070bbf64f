package ecom

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestDecimalIsExact(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int64{
		"0": 0, "0.0": 0, "49": 4900, "49.5": 4950, "49.50": 4950, "49.500": 4950, "0.1": 10, "0.29": 29, "1.15": 115,
		"4.95e1": 4950, "4950E-2": 4950, "-0": 0, "90071992547409.93": 9007199254740993,
	} {
		var d decimal
		require.NoError(t, json.Unmarshal([]byte(text), &d), text)
		got, err := d.ore()
		require.NoError(t, err, text)
		assert.Equal(t, want, got, text)
	}
	for _, text := range []string{"-1", "0.001", "1e-3", "1e99", "1e999999999", "92233720368547758.08", `"49"`, "null", "true", "{}"} {
		var d decimal
		err := json.Unmarshal([]byte(text), &d)
		if err == nil {
			_, err = d.ore()
		}
		assert.Error(t, err, text)
	}
}

func TestDecimalThereAndBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		ore := rapid.Int64Range(0, 1<<62).Draw(t, "ore")
		raw, err := json.Marshal(inKroner(ore))
		require.NoError(t, err)
		assert.Equal(t, fmt.Sprintf("%d.%02d", ore/100, ore%100), string(raw))
		var d decimal
		require.NoError(t, json.Unmarshal(raw, &d))
		back, err := d.ore()
		require.NoError(t, err)
		assert.Equal(t, ore, back)
	})
}

func FuzzDecimal(f *testing.F) {
	for _, seed := range []string{"49.5", "1e2", "-0", "0.001", "1e999999999", `"1"`, "1/3", "0x10", "Inf"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var d decimal
		if json.Unmarshal([]byte(text), &d) != nil {
			return
		}
		ore, err := d.ore()
		if err == nil {
			assert.GreaterOrEqual(t, ore, int64(0))
			again, err := inKroner(ore).ore()
			assert.NoError(t, err)
			assert.Equal(t, ore, again)
		}
	})
}

func FuzzRepairPhone(f *testing.F) {
	for _, seed := range []string{"40000001", "+47 400 00 001", "004740000001", "4740000001", "12", "47474747", "+++"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, sent string) {
		if number, ok := repairPhone(sent); ok {
			assert.Regexp(t, `^\d{8}$`, number)
		}
	})
}

func TestRepairPhone(t *testing.T) {
	t.Parallel()
	for sent, want := range map[string]string{
		"40000001": "40000001", "+4740000001": "40000001", "004740000001": "40000001", "4740000001": "40000001",
		"400 00 001": "40000001", "+47 400-00-001": "40000001", "47474747": "47474747",
	} {
		number, ok := repairPhone(sent)
		assert.True(t, ok, sent)
		assert.Equal(t, want, number, sent)
	}
	for _, sent := range []string{"", "12", "abcdefgh", "+46701234567", "400000011"} {
		_, ok := repairPhone(sent)
		assert.False(t, ok, sent)
	}
}

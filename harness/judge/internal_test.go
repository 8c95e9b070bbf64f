package judge

import (
	"reflect"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"kontrakt/harness"
)

func TestQuantilesAreCloseToTheExactOnes(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		durations := rapid.SliceOfN(rapid.Int64Range(0, int64(time.Hour)), 1, 200).Draw(t, "durations")
		var l latencies
		for _, d := range durations {
			l.add(time.Duration(d))
		}
		slices.Sort(durations)
		for _, q := range []float64{0.5, 0.95, 1} {
			rank := max(int(float64(len(durations))*q+0.999999), 1)
			exact := time.Duration(durations[min(rank, len(durations))-1])
			got := l.quantile(q)
			require.GreaterOrEqual(t, got, exact)
			require.LessOrEqual(t, got, exact+exact/128+1)
		}
		require.Equal(t, time.Duration(durations[len(durations)-1]), l.max)
	})
}

func TestRecordsAreReadAsWritten(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String()
		header := rapid.Map(rapid.MapOfN(text, rapid.SliceOfN(text, 1, 3), 0, 3), func(m map[string][]string) map[string][]string { return m })
		bytes := rapid.Map(rapid.SliceOfN(rapid.Byte(), 1, 50), func(b []byte) []byte { return b })
		want := harness.Judged{Exchange: harness.Exchange{
			ID: text.Draw(t, "id"), Flow: harness.FlowCallback, Scenario: text.Draw(t, "scenario"), Started: time.Unix(rapid.Int64Range(-62135596800, 1<<33).Draw(t, "s"), 7).UTC(),
			Duration: time.Duration(rapid.Int64().Draw(t, "duration")), Waited: 1,
			Request:  harness.Request{Method: "GET", Scheme: "http", Host: text.Draw(t, "host"), Target: text.Draw(t, "target"), Proto: "p", Header: header.Draw(t, "header"), Body: harness.Body{Bytes: bytes.Draw(t, "body"), Size: rapid.Int64().Draw(t, "size")}},
			Response: harness.Response{Status: rapid.IntRange(0, 999).Draw(t, "status"), Header: header.Draw(t, "answer"), Trailer: header.Draw(t, "trailer"), Body: harness.Body{Bytes: bytes.Draw(t, "answer body")}},
		}}
		if rapid.Bool().Draw(t, "more") {
			want.Operation = &harness.Operation{Contract: text.Draw(t, "contract"), ID: "op", Deprecated: true}
			want.Failure = &harness.Failure{Kind: harness.CutOff, Detail: "because"}
			want.Findings = []harness.Finding{{Rule: "a.b", Got: text.Draw(t, "got"), Exchanges: []string{"x"}, Expected: true}}
			want.Redacted = []string{text.Draw(t, "place"), "b"}
		}
		if rapid.Bool().Draw(t, "verified") {
			want.Signature = &harness.Signature{Flaws: []harness.Flaw{{Header: "Authorization", Want: text.Draw(t, "want"), Got: "g", Cause: "c"}}}
		}
		record, err := encode([]byte("before"), &want)
		require.NoError(t, err)
		got, err := decode(record[len("before"):])
		require.NoError(t, err)
		require.Equal(t, want, got)
	})
}

func TestEveryFieldOfAFindingIsKept(t *testing.T) {
	t.Parallel()
	want := make([]harness.Finding, 2)
	n := 0
	fill(t, reflect.ValueOf(&want[1]).Elem(), &n)
	require.Greater(t, n, 20)
	record, err := encode(nil, &harness.Judged{Findings: want})
	require.NoError(t, err)
	got, err := decode(record)
	require.NoError(t, err)
	require.Equal(t, want, got.Findings)
}

// fill sets every field to a value of its own.
func fill(t *testing.T, v reflect.Value, n *int) {
	*n++
	switch v.Kind() {
	case reflect.String:
		v.SetString(strconv.Itoa(*n))
	case reflect.Int:
		v.SetInt(int64(*n))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Slice:
		v.Set(reflect.ValueOf([]string{strconv.Itoa(*n)}))
	case reflect.Struct:
		for i := range v.NumField() {
			fill(t, v.Field(i), n)
		}
	default:
		t.Fatalf("a field of kind %s", v.Kind())
	}
}

func FuzzDecode(f *testing.F) {
	record, err := encode(nil, &harness.Judged{Exchange: harness.Exchange{ID: "x0001", Request: harness.Request{Header: map[string][]string{"A": {"b"}}}}})
	require.NoError(f, err)
	f.Add(record)
	f.Add([]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f})
	f.Fuzz(func(t *testing.T, damaged []byte) {
		if judged, err := decode(damaged); err == nil {
			_, err = encode(nil, &judged)
			require.NoError(t, err)
		}
	})
}

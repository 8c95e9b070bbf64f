package config_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"testing"

	"github.com/spf13/pflag"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/config"
)

func TestSecretDoesNotPrint(t *testing.T) {
	t.Parallel()
	const clear = "c2FuZGJveC1zZWNyZXQtMDE="
	credentials := config.Credentials{ClientSecret: config.NewSecret(clear)}
	var logged bytes.Buffer
	slog.New(slog.NewJSONHandler(&logged, nil)).Info("x", "credentials", credentials)
	encoded, err := json.Marshal(credentials)
	require.NoError(t, err)
	for _, shown := range []string{
		fmt.Sprint(credentials), fmt.Sprintf("%v %+v %#v %q %x", credentials, credentials, credentials, credentials, credentials),
		fmt.Sprintf("%s %v", credentials.ClientSecret, &credentials), string(encoded), logged.String(),
	} {
		assert.NotContains(t, shown, clear)
		assert.NotContains(t, shown, "c2Fu")
	}
	assert.Contains(t, string(encoded), "(secret, 24 characters)")
	assert.Equal(t, clear, credentials.ClientSecret.Reveal())
}

func TestApplyHoldsTheOrderOfPrecedence(t *testing.T) {
	t.Parallel()
	file, err := config.Parse("kontrakt.yaml", []byte("target: from-file\nout: from-file\nfail-on: from-file\napi: [ecom.v2, epayment.v1]\n"), nil)
	require.NoError(t, err)
	flags := pflag.NewFlagSet("run", pflag.ContinueOnError)
	target := flags.String("target", "default", "")
	out := flags.String("out", "default", "")
	failOn := flags.String("fail-on", "default", "")
	listen := flags.String("listen", "default", "")
	apis := flags.StringSlice("api", nil, "")
	require.NoError(t, flags.Parse([]string{"--target", "from-flag"}))
	env := func(name string) (string, bool) {
		v, ok := map[string]string{"KONTRAKT_TARGET": "from-env", "KONTRAKT_OUT": "from-env", "KONTRAKT_FAIL_ON": ""}[name]
		return v, ok
	}
	require.NoError(t, config.Apply(flags, env, file, []string{"target", "out", "fail-on", "listen", "api"}))
	assert.Equal(t, []string{"from-flag", "from-env", "from-file", "default"}, []string{*target, *out, *failOn, *listen})
	assert.Equal(t, []string{"ecom.v2", "epayment.v1"}, *apis)
}

func TestParseReportsEveryMistakeWithItsLine(t *testing.T) {
	t.Parallel()
	_, err := config.Parse("kontrakt.yaml", []byte("target: a\ntarget: b\nseverity:\n  schema.type: off\n  guide.polling-rate: loud\n  guide.poling-rate: off\n  shop.nothing: note\nroute: {a: {b: c}}\n"), []string{"guide.polling-rate", "schema.type"})
	require.Error(t, err)
	for _, want := range []string{
		"kontrakt.yaml:2: target stands here a second time",
		`kontrakt.yaml:4: severity of "schema.type" cannot be set`,
		`kontrakt.yaml:5: severity of guide.polling-rate: want error, warning, note or off, got "loud"`,
		`kontrakt.yaml:6: severity of "guide.poling-rate": there is no such rule (did you mean "guide.polling-rate"?)`,
		"kontrakt.yaml:7: severity of \"shop.nothing\": there is no such rule\n",
		`kontrakt.yaml:8: route: want a plain value for "a"`,
	} {
		assert.ErrorContains(t, err, want)
	}
}

func TestApplyNamesUnknownKeys(t *testing.T) {
	t.Parallel()
	file, err := config.Parse("kontrakt.yaml", []byte("failOn: error\nnonsense: 1\n"), nil)
	require.NoError(t, err)
	none := func(string) (string, bool) { return "", false }
	err = config.Apply(pflag.NewFlagSet("run", pflag.ContinueOnError), none, file, []string{"fail-on", "target"})
	assert.EqualError(t, err, "kontrakt.yaml:1: unknown key \"failOn\" (did you mean \"fail-on\"?)\nkontrakt.yaml:2: unknown key \"nonsense\"")
}

func TestParseRefusesWhatIsNotYAML(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"- a\n- b\n", "target: [unclosed", "just text"} {
		_, err := config.Parse("kontrakt.yaml", []byte(text), nil)
		assert.ErrorContains(t, err, "kontrakt.yaml", text)
	}
}

func TestAShardMayHaveASalesUnitOfItsOwn(t *testing.T) {
	t.Parallel()
	vars := map[string]string{}
	for name, value := range map[string]string{"CLIENT_ID": "id", "CLIENT_SECRET": "secret", "SUBSCRIPTION_KEY": "key", "MSN": "123456"} {
		vars["KONTRAKT_"+name], vars["KONTRAKT_"+name+"_3"] = value, value+"-of-3"
	}
	vars["KONTRAKT_MSN_4"], vars["KONTRAKT_TARGET"] = "444444", "test"
	env := func(name string) (string, bool) { v, ok := vars[name]; return v, ok }

	for shard, want := range map[int][2]string{0: {"id", "123456"}, 2: {"id", "123456"}, 3: {"id-of-3", "123456-of-3"}} {
		own, err := config.Unit(env, shard)
		require.NoError(t, err)
		c := config.CredentialsFrom(own)
		assert.Equal(t, want, [2]string{c.ClientID.Reveal(), c.MSN})
		assert.True(t, c.Complete())
		target, _ := own("KONTRAKT_TARGET")
		assert.Equal(t, "test", target)
	}
	_, err := config.Unit(env, 4)
	assert.EqualError(t, err, "KONTRAKT_CLIENT_ID_4, KONTRAKT_CLIENT_SECRET_4, KONTRAKT_SUBSCRIPTION_KEY_4: not set, and a shard with a sales unit of its own wants all four credentials")
}

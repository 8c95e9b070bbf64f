package steps

import (
	"io"
	"sync"

	"github.com/cucumber/godog"
)

// silently names the formatter that says nothing.
const silently = "kontrakt"

// nameSilent tells godog of it, once: godog knows formatters by name alone.
var nameSilent = sync.OnceFunc(func() {
	godog.Format(silently, "nothing is said: kontrakt reports by itself", func(suite string, out io.Writer) godog.Formatter {
		return silent{godog.NewBaseFmt(suite, out)}
	})
})

// silent keeps nothing and reckons up nothing: godog's own formatters cost a sixth of
// what a scenario does.
type silent struct{ *godog.BaseFmt }

func (silent) Summary() {}

package sandbox_test

import (
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"

	"kontrakt/harness/sandbox"
)

// Calls that meet see what was there before either acted, as on a server that locks
// nothing; a call alone goes on by itself.
func TestTwoCallsMeet(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		stock := 1
		m := open(t, func(o *sandbox.Options) {
			o.Services[0].Routes = append(o.Services[0].Routes, sandbox.Route{Method: "POST", Path: "/shop/v1/sell", Handle: func(c *sandbox.Call) sandbox.Reply {
				seen := stock
				c.Box.Meet("sell")
				if seen == 0 {
					return sandbox.JSON(400, "application/json", "sold out")
				}
				stock--
				return sandbox.JSON(200, "application/json", "sold")
			}})
		})
		sell := func() int { return m.api("POST", "/shop/v1/sell", "").Code }

		began := time.Now()
		var codes [2]int
		var both sync.WaitGroup
		for i := range codes {
			both.Go(func() { codes[i] = sell() })
		}
		both.Wait()
		assert.Equal(t, [2]int{200, 200}, codes)
		assert.Equal(t, -1, stock, "both have sold the last")
		assert.Less(t, time.Since(began), 500*time.Millisecond)

		stock, began = 1, time.Now()
		assert.Equal(t, 200, sell())
		assert.Equal(t, 500*time.Millisecond, time.Since(began), "nobody came")
		assert.Equal(t, 400, sell())
	})
}

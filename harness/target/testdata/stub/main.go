// Command stub is what stands in the containers of the tests: a server that is
// ready after a while, shows its environment, and calls where it is told to; or
// a program that ends at once.
//
//	stub serve N PORT   the first N requests for /health get 503; PORT is 8080
//	stub crash          writes its environment, and ends with status 7
package main

import (
	"fmt"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync/atomic"
)

func main() {
	if os.Args[1] == "crash" {
		fmt.Println("starting \x1b[31mnow\x1b[0m")
		fmt.Fprintln(os.Stderr, "cannot log in with "+os.Getenv("SHOP_PASSWORD"))
		os.Exit(7)
	}
	unready, _ := strconv.ParseInt(os.Args[2], 10, 64)
	var asked atomic.Int64
	http.HandleFunc("/health", func(w http.ResponseWriter, _ *http.Request) {
		if asked.Add(1) <= unready {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	})
	http.HandleFunc("/environment", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, strings.Join(os.Environ(), "\n"))
	})
	http.HandleFunc("/call", func(w http.ResponseWriter, r *http.Request) {
		answer, err := http.Get(r.URL.Query().Get("url"))
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		w.WriteHeader(answer.StatusCode)
	})
	port := "8080"
	if len(os.Args) > 3 {
		port = os.Args[3]
	}
	fmt.Println("stub serves")
	fmt.Fprintln(os.Stderr, http.ListenAndServe(":"+port, nil))
	os.Exit(1)
}

package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"regexp"
	"strings"
	"time"
)

// fake is a little program for scripts: other people's servers and clients.
//
//	fake serve STATUS BODY         answers everything like that, until killed
//	fake post PATH BODY            posts JSON to KONTRAKT_URL, prints the answer
//	fake nothing                   does nothing
func fake() {
	if err := faked(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "fake:", err)
		os.Exit(1)
	}
}

func faked(args []string) error {
	switch args[0] {
	case "serve":
		return fakeServer(args[1], args[2])
	case "post":
		return fakeClient(os.Getenv("KONTRAKT_URL")+args[1], args[2])
	case "nothing":
		return nil
	}
	return fmt.Errorf("unknown %q", args[0])
}

func fakeServer(status, body string) error {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Printf("fake listening on http://%s\n", listener.Addr())
	var code int
	if _, err := fmt.Sscan(status, &code); err != nil {
		return err
	}
	server := &http.Server{ReadHeaderTimeout: time.Second, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		sent, _ := io.ReadAll(r.Body)
		fmt.Printf("%s %s %s\n", r.Method, r.RequestURI, sent)
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(code)
		_, _ = io.WriteString(w, body)
	})}
	return server.Serve(listener)
}

var listeningOn = regexp.MustCompile(`listening on (http://\S+)`)

// awaitAddress polls until a program has said where it listens.
func awaitAddress(fatalf func(string, ...any), read func() string) string {
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if m := listeningOn.FindStringSubmatch(read()); m != nil {
			return m[1]
		}
	}
	fatalf("no address after 20 s: %s", read())
	return ""
}

func fakeClient(url, body string) error {
	answer, err := http.Post(url, "application/json", strings.NewReader(body))
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	got, err := io.ReadAll(answer.Body)
	fmt.Printf("%d %s\n", answer.StatusCode, got)
	return err
}

package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"regexp"
	"strings"
	"time"
)

// fake is a little program for scripts: other people's servers and clients.
//
//	fake serve STATUS BODY         answers everything like that, until killed
//	fake post PATH BODY            posts JSON to KONTRAKT_URL, prints the answer
//	fake shop MOBILENUMBER STATUS  sells something to that number through
//	                               KONTRAKT_URL and ends with that status
//	fake leak                      puts what is planted wherever a client can
//	fake variables                 prints what KONTRAKT_… it was given
//	fake wait                      says ready and waits for a signal
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
	case "shop":
		return fakeShop(args[1], args[2])
	case "leak":
		return fakeLeak()
	case "variables":
		for _, v := range os.Environ() {
			if strings.HasPrefix(v, "KONTRAKT_") {
				fmt.Println(v)
			}
		}
		return nil
	case "wait":
		return fakeWait()
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

// fakeWait ends as programs do that a person interrupts.
func fakeWait() error {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt)
	fmt.Println("ready")
	<-signals
	return errors.New("interrupted")
}

// fakeShop is a small integration of its own: it shares no code with ours.
func fakeShop(mobile, status string) error {
	id := os.Getenv("KONTRAKT_CLIENT_ID")
	token, err := fakeCall("POST", "/accesstoken/get", "", map[string]string{"client_id": id, "client_secret": os.Getenv("KONTRAKT_CLIENT_SECRET")})
	if err != nil {
		return err
	}
	bearer := map[string]string{"Authorization": "Bearer " + token["access_token"].(string), "X-Request-Id": "fake-1"}
	msn := `"merchantInfo":{"merchantSerialNumber":"` + os.Getenv("KONTRAKT_MSN") + `"`
	callback := os.Getenv("KONTRAKT_CALLBACK_URL")
	order := "fake-shop-" + fmt.Sprint(os.Getpid())
	for _, call := range [][3]string{
		{"POST", "/ecomm/v2/payments", `{"customerInfo":{"mobileNumber":"` + mobile + `"},` + msn + `,"callbackPrefix":"` + callback + `","fallBack":"` + callback + `/back"},` +
			`"transaction":{"amount":49900,"orderId":"` + order + `","transactionText":"Socks"}}`},
		{"POST", "/ecomm/v2/integration-test/payments/" + order + "/approve", `{"customerPhoneNumber":"91234567"}`},
		{"POST", "/ecomm/v2/payments/" + order + "/capture", `{` + msn + `},"transaction":{"amount":49900,"transactionText":"Socks"}}`},
		{"GET", "/ecomm/v2/payments/" + order + "/details", ""},
	} {
		if _, err := fakeCall(call[0], call[1], call[2], bearer); err != nil {
			return err
		}
	}
	if status != "0" {
		return errors.New("the shop's own tests fail")
	}
	return nil
}

func fakeCall(method, path, body string, header map[string]string) (map[string]any, error) {
	q, err := http.NewRequest(method, os.Getenv("KONTRAKT_URL")+path, strings.NewReader(body))
	if err != nil {
		return nil, err
	}
	if body != "" {
		q.Header.Set("Content-Type", "application/json")
	}
	q.Header.Set("Ocp-Apim-Subscription-Key", os.Getenv("KONTRAKT_SUBSCRIPTION_KEY"))
	q.Header.Set("Merchant-Serial-Number", os.Getenv("KONTRAKT_MSN"))
	for name, value := range header {
		q.Header.Set(name, value)
	}
	answer, err := http.DefaultClient.Do(q)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	got, err := io.ReadAll(answer.Body)
	fmt.Println(method, path, answer.StatusCode)
	object := map[string]any{}
	if len(got) > 0 && err == nil {
		err = json.Unmarshal(got, &object)
	}
	return object, err
}

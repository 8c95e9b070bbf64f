// Command demoshop is a small shop that takes payments with ePayment on the web and
// at the till, with eCom and its express, and with Checkout, and subscriptions with
// Recurring, as the guides ask for. It is what kontrakt certify is shown with, and
// tested on: --mistake makes it do one thing wrong that real integrations do wrong.
//
// It shares no code with kontrakt, and keeps its orders in memory.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Getenv, os.Stdout, os.Stderr))
}

// run serves the shop until the context ends; its result is the exit status.
func run(ctx context.Context, args []string, getenv func(string) string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("demoshop", flag.ContinueOnError)
	flags.SetOutput(stderr)
	listen := flags.String("listen", "127.0.0.1:3000", "`address` to listen on")
	public := flags.String("public", "", "the shop's public https `origin` (default KONTRAKT_CALLBACK_URL's, else https://demoshop.example)")
	wrong := flags.String("mistake", "", "`names` of mistakes to make, separated by commas")
	list := flags.Bool("mistakes", false, "list the mistakes, and serve nothing")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return 0
		}
		return 2
	}
	if *list {
		for _, m := range mistakes() {
			fmt.Fprintf(stdout, "%-24s %-48s %s\n", m.name, strings.Join(m.breaks, ","), m.says)
		}
		return 0
	}
	h := good()
	if err := h.spoil(*wrong); err != nil {
		fmt.Fprintf(stderr, "demoshop: %v\n", err)
		return 2
	}
	keys, err := keysFrom(getenv)
	if err != nil {
		fmt.Fprintf(stderr, "demoshop: %v\n", err)
		return 2
	}
	s := newShop(keys, h, origin(*public, getenv))
	listener, err := net.Listen("tcp", *listen)
	if err != nil {
		fmt.Fprintf(stderr, "demoshop: %v\n", err)
		return 2
	}
	fmt.Fprintf(stdout, "demoshop listening on http://%s\n", listener.Addr())
	server := &http.Server{Handler: s.handler(), ReadHeaderTimeout: 10 * time.Second}
	if err := s.open(ctx); err != nil { // who calls meanwhile waits
		fmt.Fprintf(stderr, "demoshop: register the webhook: %v\n", err)
	}
	go func() { _ = server.Serve(listener) }()
	s.watch(ctx)
	end, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	_ = server.Shutdown(end)
	return 0
}

func keysFrom(getenv func(string) string) (keys, error) {
	k := keys{
		url: strings.TrimSuffix(getenv("KONTRAKT_URL"), "/"), id: getenv("KONTRAKT_CLIENT_ID"), secret: getenv("KONTRAKT_CLIENT_SECRET"),
		subscription: getenv("KONTRAKT_SUBSCRIPTION_KEY"), msn: getenv("KONTRAKT_MSN"),
	}
	if k.url == "" || k.id == "" || k.secret == "" || k.subscription == "" || k.msn == "" {
		return k, errors.New("want KONTRAKT_URL, KONTRAKT_CLIENT_ID, KONTRAKT_CLIENT_SECRET, KONTRAKT_SUBSCRIPTION_KEY and KONTRAKT_MSN; kontrakt certify -- demoshop sets them")
	}
	return k, nil
}

func origin(named string, getenv func(string) string) string {
	if named != "" {
		return strings.TrimSuffix(named, "/")
	}
	if given := getenv("DEMOSHOP_PUBLIC"); given != "" {
		return strings.TrimSuffix(given, "/")
	}
	return "https://demoshop.example"
}

package steps

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strings"

	"kontrakt/harness/api"
	"kontrakt/harness/client/receiver"
)

func saySessionTold(b *book) {
	b.say(`the merchant is told that the session is (paid|ended without payment)`, merchantIsToldOfSession)
	b.say(`what it is told is what it reads`, toldIsWhatItReads)
	b.say(`it is told with its own token, and nothing before that`, toldWithOwnToken)
	b.say(`the merchant was told {number} times? of the end`, merchantWasToldOfEnd)
	b.say(`the merchant was not told of any end`, merchantWasNotTold)
	b.say(`the merchant's endpoint says that it will see to it`, endpointSeesToIt)
	b.say(`the merchant's endpoint lets nobody in`, endpointLetsNobodyIn)
	b.say(`the merchant's endpoint breaks for the first {number} times`, endpointBreaksTimes)
}

// endings gives what the merchant was told of the session's end.
func (w *world) endings(ctx context.Context) ([]receiver.Call, error) {
	box, err := w.inbox()
	if err != nil {
		return nil, err
	}
	s, err := w.sessions(ctx)
	if err != nil {
		return nil, err
	}
	path := w.endingPath(s)
	return slices.DeleteFunc(box.Calls(), func(c receiver.Call) bool {
		return c.Method != http.MethodPost || !strings.HasSuffix(c.Path, path)
	}), nil
}

// endingPath is how the address ends at which the merchant is told.
func (w *world) endingPath(s api.Sessions) string {
	reference := w.shops.opened.Reference
	return "/callbacks/" + reference + s.CallbackPath(reference)
}

// ending waits for the first of them.
func (w *world) ending(ctx context.Context) (receiver.Call, api.Session, error) {
	box, err := w.inbox()
	if err != nil {
		return receiver.Call{}, api.Session{}, err
	}
	s, err := w.sessions(ctx)
	if err != nil {
		return receiver.Call{}, api.Session{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	call, err := w.await(ctx, box, http.MethodPost, w.endingPath(s))
	if err != nil {
		return call, api.Session{}, err
	}
	told, err := s.Told(call.Body)
	return call, told, err
}

func merchantIsToldOfSession(ctx context.Context, state string) error {
	w := worldFrom(ctx)
	_, told, err := w.ending(ctx)
	if err != nil {
		return err
	}
	if err := equal("state in the callback", api.SessionState(state), told.State); err != nil {
		return err
	}
	if told.MSN != w.merchant.credentials.MSN {
		return errors.New("merchantSerialNumber of the callback: want the merchant's own, got another")
	}
	return equal("reference in the callback", w.shops.opened.Reference, told.Reference)
}

// toldIsWhatItReads compares field by field what both say. Versions whose
// callback has a form of its own say the same in other words, and leave out how
// the money stands.
func toldIsWhatItReads(ctx context.Context) error {
	w := worldFrom(ctx)
	_, told, err := w.ending(ctx)
	if err != nil {
		return err
	}
	read, err := w.look(ctx)
	if err != nil {
		return err
	}
	if told.Word == read.Word {
		for _, name := range slices.Sorted(maps.Keys(told.Fields)) {
			if !reflect.DeepEqual(told.Fields[name], read.Fields[name]) {
				return fmt.Errorf("%s in the callback: want what polling says, got something else", name)
			}
		}
		return equal("number of fields in the callback", len(read.Fields), len(told.Fields))
	}
	for _, s := range []*api.Session{&told, &read} {
		s.Fields, s.Word, s.MSN, s.Sums = nil, "", "", nil
	}
	if !reflect.DeepEqual(told, read) {
		return errors.New("callback: want what polling says, got something else")
	}
	return nil
}

func toldWithOwnToken(ctx context.Context) error {
	w := worldFrom(ctx)
	if _, _, err := w.ending(ctx); err != nil {
		return err
	}
	all, err := w.endings(ctx)
	if err != nil {
		return err
	}
	for _, c := range all {
		if got := c.Header.Values("Authorization"); len(got) != 1 || got[0] != w.callbackToken {
			return errors.New("callback: want the merchant's token as it was given, got another Authorization")
		}
	}
	return nil
}

// merchantWasToldOfEnd counts when nothing is on its way any more.
func merchantWasToldOfEnd(ctx context.Context, n int) error {
	w := worldFrom(ctx)
	if _, err := w.sent(ctx, w.shops.opened.Reference); err != nil {
		return err
	}
	all, err := w.endings(ctx)
	if err != nil {
		return err
	}
	return equal("calls about the end of the session", n, len(all))
}

func merchantWasNotTold(ctx context.Context) error { return merchantWasToldOfEnd(ctx, 0) }

func endpointSeesToIt(ctx context.Context) error {
	box, err := worldFrom(ctx).inbox()
	if err == nil {
		box.On(http.MethodPost, "", receiver.Behaviour{Status: http.StatusAccepted})
	}
	return err
}

func endpointLetsNobodyIn(ctx context.Context) error {
	box, err := worldFrom(ctx).inbox()
	if err == nil {
		box.On(http.MethodPost, "", receiver.Behaviour{Status: http.StatusUnauthorized})
	}
	return err
}

func endpointBreaksTimes(ctx context.Context, n int) error {
	box, err := worldFrom(ctx).inbox()
	if err == nil {
		box.On(http.MethodPost, "", receiver.Behaviour{Status: http.StatusInternalServerError, Times: n})
	}
	return err
}

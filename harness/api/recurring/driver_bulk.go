package recurring

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"

	"kontrakt/harness/api"
	"kontrakt/harness/client"
)

// A BulkCharge is one of many charges that are made with one call.
type BulkCharge struct {
	Agreement string
	api.ChargeOrder
}

// A BulkAnswer says which charges passed, by their numbers, and why others did
// not.
type BulkAnswer struct {
	Valid   []string
	Invalid map[string][]string
}

// CreateCharges asks for many charges, of one agreement or of several.
func (d *Driver) CreateCharges(ctx context.Context, all []BulkCharge, key string) (BulkAnswer, error) {
	list := make([]fields, len(all))
	for i, one := range all {
		list[i] = orderBody(one.ChargeOrder)
		list[i]["agreementId"] = one.Agreement
		for _, e := range one.Edits {
			if err := e.Apply(list[i]); err != nil {
				return BulkAnswer{}, fmt.Errorf("write the charges: %w", err)
			}
		}
	}
	body, err := api.Encode(list)
	if err != nil {
		return BulkAnswer{}, fmt.Errorf("write the charges: %w", err)
	}
	var answer struct {
		ValidCharges   []string
		InvalidCharges []struct {
			ChargeBatchItemDto struct{ OrderID string }
			Errors             []string
		}
	}
	r := client.Request{Method: http.MethodPost, Target: driven + "/charges", Header: d.keyed(key), Body: body}
	if err := d.call(ctx, api.ChargeIt, r, &answer); err != nil {
		return BulkAnswer{}, err
	}
	got := BulkAnswer{Valid: answer.ValidCharges, Invalid: map[string][]string{}}
	for _, i := range answer.InvalidCharges {
		got.Invalid[i.ChargeBatchItemDto.OrderID] = i.Errors
	}
	return got, nil
}

func readAnswer(a client.Answer, v any) error {
	if err := json.Unmarshal(a.Body, v); err != nil {
		return api.Plain(err)
	}
	return nil
}

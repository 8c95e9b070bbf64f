package main

import (
	"encoding/json"
	"net/http"
)

// shipping answers Checkout's question how an order can be shipped to an address.
// It is asked anew for every address, and answers from memory: the customer waits
// for eight seconds at most. Who knows the address of the question is who was told
// it when the session was opened.
func (s *shop) shipping(w http.ResponseWriter, r *http.Request) {
	o := s.order(r.PathValue("order"))
	if o == nil || r.PathValue("token") != o.address {
		http.NotFound(w, r)
		return
	}
	var to struct{ Country, PostalCode string }
	if err := json.NewDecoder(r.Body).Decode(&to); err != nil {
		http.Error(w, "no address", http.StatusBadRequest)
		return
	}
	if north := to.Country == "NO" && to.PostalCode >= "9000"; north && s.northAfter > 0 {
		_ = pause(r.Context(), s.northAfter)
	}
	switch {
	case s.shippingStatus != 0:
		w.WriteHeader(s.shippingStatus)
	case s.waysInAnObject:
		answer(w, http.StatusOK, object{"shippingDetails": s.ways(to.Country, to.PostalCode)})
	default:
		answer(w, http.StatusOK, s.ways(to.Country, to.PostalCode))
	}
}

// ways are those to an address, what they cost in øre. The north pays more.
func (s *shop) ways(country, code string) []object {
	price := int64(4900)
	switch {
	case country != "NO" && s.noForeignWays:
		return []object{}
	case country != "NO":
		price = 14900
	case code >= "9000":
		price = 7900
	}
	carrier := map[bool]string{true: "POSTEN", false: "POSTNORD"}[country == "NO"]
	return []object{
		s.wayTo("pickup", carrier, "PICKUP_POINT", price, 0),
		s.wayTo("home", carrier, "HOME_DELIVERY", 2*price, 1),
	}
}

// fixedWays are what the customer is shown where the shop does not answer in
// time.
func (s *shop) fixedWays() []object {
	if s.nothingFixed {
		return []object{}
	}
	return []object{s.wayTo("anywhere", "POSTNORD", "PICKUP_POINT", 14900, 0)}
}

func (s *shop) wayTo(id, carrier, kind string, price int64, priority int) object {
	return object{
		"id": id, "brand": carrier, "type": kind, "priority": priority, "isDefault": priority == 0,
		"amount": money{"NOK", s.shippingPrice(price)},
	}
}

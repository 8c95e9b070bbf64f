package proxy

type flights struct{}

func newFlights() *flights { return &flights{} }

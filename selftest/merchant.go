package selftest

func (t *trials) merchants() []job { return nil }

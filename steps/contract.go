package steps

import (
	"context"
)

func sayContract(b *book) {
	b.say(`every exchange keeps to the contract`, everyExchangeKeepsToTheContract)
	b.say(`the request breaks the contract at {text}`, requestBreaksTheContractAt)
	b.say(`the request is reported as {text}`, isReportedAs)
	b.say(`the answer to the callback is reported as {text}`, isReportedAs)
}

// What a scenario does wrong on purpose is looked for at its end, when all is
// judged: see weigh.
func requestBreaksTheContractAt(ctx context.Context, pointer string) error {
	w := worldFrom(ctx)
	w.expected = append(w.expected, expectation{pointer: pointer})
	return nil
}

func isReportedAs(ctx context.Context, rule string) error {
	w := worldFrom(ctx)
	w.expected = append(w.expected, expectation{rule: rule, anywhere: true})
	return nil
}

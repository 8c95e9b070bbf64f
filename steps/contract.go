package steps

import (
	"context"
	"fmt"
)

func sayContract(b *book) {
	b.say(`every exchange keeps to the contract`, everyExchangeKeepsToTheContract)
	b.say(breaksAt, requestBreaksTheContractAt)
	b.say(reportedAs, requestIsReportedAs)
	b.say(answeredWrong, answerIsReportedAs)
	b.say(delivered, deliveryIsReportedAs)
	b.say(offeredWrong, shippingAnswerIsReported)
}

// everyExchangeKeepsToTheContract asks the judge now; the scenario's end asks
// again.
func everyExchangeKeepsToTheContract(ctx context.Context) error {
	w := worldFrom(ctx)
	settled, err := w.settled(ctx)
	if err != nil {
		return err
	}
	if errors := w.weigh(settled.Findings); len(errors) > 0 {
		return fmt.Errorf("the contract is broken: %s", describe(errors[0]))
	}
	return nil
}

func requestBreaksTheContractAt(ctx context.Context, pointer string) error {
	return reported(ctx, expectation{pointer: pointer})
}

func requestIsReportedAs(ctx context.Context, rule string) error {
	return reported(ctx, expectation{rule: rule})
}

func answerIsReportedAs(ctx context.Context, rule string) error {
	return reported(ctx, expectation{rule: rule, inAnswer: true})
}

func deliveryIsReportedAs(ctx context.Context, rule string) error {
	return reported(ctx, expectation{rule: rule, inCall: true})
}

func shippingAnswerIsReported(ctx context.Context) error {
	return reported(ctx, expectation{inAnswer: true})
}

@epayment.v1 @extended @wire @generated
Feature: Mistakes and edges in what ePayment is asked
  The contract says of every field what may stand in it. From requests that hold,
  all are made that one mistake away do not, and all that just about do.

  Background:
    Given a merchant that sells in NOK

  @rule:epayment-mistakes
  Rule: A request with one mistake in it is refused as documented

    Scenario Outline: Asking ePayment to <what> with one mistake in the request is refused
      Then every request "<operation>" with one mistake in it is refused

      Examples: all that a merchant asks
        | what                    | operation          |
        | start a payment         | createPayment      |
        | show a payment          | getPayment         |
        | show what has happened  | getPaymentEventLog |
        | capture                 | capturePayment     |
        | refund                  | refundPayment      |
        | cancel                  | cancelPayment      |
        | approve in Kari's place | forceApprove       |

  @rule:epayment-edges
  Rule: A request that just about holds is taken

    Scenario Outline: Asking ePayment to <what> with values that just about hold is no mistake
      Then every request "<operation>" at an edge of what is allowed is taken

      Examples: all that a merchant asks
        | what                    | operation          |
        | start a payment         | createPayment      |
        | show a payment          | getPayment         |
        | show what has happened  | getPaymentEventLog |
        | capture                 | capturePayment     |
        | refund                  | refundPayment      |
        | cancel                  | cancelPayment      |
        | approve in Kari's place | forceApprove       |

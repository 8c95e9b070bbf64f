@ecom.v2 @extended @wire @generated
Feature: Mistakes and edges in what eCom is asked
  The contract says of every field what may stand in it. From requests that hold,
  all are made that one mistake away do not, and all that just about do.

  Background:
    Given a merchant that sells in NOK

  @rule:ecom-mistakes
  Rule: A request with one mistake in it is refused as documented

    Scenario Outline: Asking eCom to <what> with one mistake in the request is refused
      Then every request "<operation>" with one mistake in it is refused

      Examples: all that a merchant asks
        | what                    | operation                     |
        | start a payment         | initiatePaymentV3UsingPOST    |
        | show a payment          | getPaymentDetailsUsingGET     |
        | show its status         | getOrderStatusUsingGET        |
        | capture                 | capturePaymentUsingPOST       |
        | refund                  | refundPaymentUsingPOST        |
        | cancel                  | cancelPaymentRequestUsingPUT  |
        | approve in Kari's place | integrationTestApprovePayment |

  @rule:ecom-edges
  Rule: A request that just about holds is taken

    Scenario Outline: Asking eCom to <what> with values that just about hold is no mistake
      Then every request "<operation>" at an edge of what is allowed is taken

      Examples: all that a merchant asks
        | what                    | operation                     |
        | start a payment         | initiatePaymentV3UsingPOST    |
        | show a payment          | getPaymentDetailsUsingGET     |
        | show its status         | getOrderStatusUsingGET        |
        | capture                 | capturePaymentUsingPOST       |
        | refund                  | refundPaymentUsingPOST        |
        | cancel                  | cancelPaymentRequestUsingPUT  |
        | approve in Kari's place | integrationTestApprovePayment |

@ecom.v2 @epayment.v1 @core
Feature: Cancelling a payment
  What is not captured can be given up: a payment that waits, a reservation, the
  rest of an order that ships only in part.

  Background:
    Given a merchant that sells in NOK
    And the merchant has asked Kari for 499.00 NOK

  @rule:payment-cancel-pending
  Rule: A pending payment can be cancelled before the customer has reacted

    Scenario: Kari's phone is out of battery at the counter
      When the merchant cancels the payment
      Then the payment is cancelled
      And the payment stands at
        | authorized | captured | refunded | cancelled |
        | 0.00       | 0.00     | 0.00     | 0.00      |
      And every exchange keeps to the contract

    @sandbox
    Scenario: A payment that was cancelled while pending cannot be approved any more
      Given the merchant has cancelled the payment
      When Kari tries to approve in the app
      Then Kari is too late
      And the payment is cancelled
      And nothing stands authorized

  @rule:payment-cancel-reservation
  Rule: A reservation can be given up as a whole

    Scenario: The goods are sold out and the reservation is given up
      Given Kari has approved
      When the merchant cancels the payment
      Then the payment is cancelled
      And the payment stands at
        | authorized | captured | refunded | cancelled |
        | 499.00     | 0.00     | 0.00     | 499.00    |
      And nothing stands left to capture
      And every exchange keeps to the contract

    Scenario: A payment cannot be cancelled twice
      Given Kari has approved
      And the merchant has cancelled the payment
      When the merchant tries to cancel the payment
      Then the cancellation is refused because the payment is cancelled already
      And 499.00 NOK stands cancelled

    @sandbox
    Scenario Outline: After Kari has <ended> there is nothing to cancel
      Given Kari has <ended>
      When the merchant tries to cancel the payment
      Then the cancellation is refused because the payment is cancelled already
      And the payment is over

      Examples: by the customer or by time
        | ended                    |
        | rejected the payment     |
        | let the payment time out |

  @rule:payment-cancel-remainder
  Rule: The rest of a partly captured payment can be released

    Scenario: Half the order is sold out and its amount is released
      Given Kari has approved
      And the merchant has captured 199.00 NOK
      When the merchant releases the rest
      Then the payment stands at
        | authorized | captured | refunded | cancelled |
        | 499.00     | 199.00   | 0.00     | 300.00    |
      And nothing stands left to capture
      And every exchange keeps to the contract

    Scenario: What was captured before the rest was released can still be given back
      Given Kari has approved
      And the merchant has captured 199.00 NOK
      And the merchant has released the rest
      When the merchant refunds 199.00 NOK
      Then the payment stands at
        | authorized | captured | refunded | cancelled |
        | 499.00     | 199.00   | 199.00   | 300.00    |

    Scenario: A reservation without captures is released as a whole
      Given Kari has approved
      When the merchant releases the rest
      Then the payment stands at
        | authorized | captured | refunded | cancelled |
        | 499.00     | 0.00     | 0.00     | 499.00    |

  @rule:payment-cancel-captured
  Rule: What is captured is given back, not cancelled

    Scenario: A fully captured payment cannot be cancelled
      Given Kari has approved
      And the merchant has captured everything
      When the merchant tries to cancel the payment
      Then the cancellation is refused because money is captured already
      And the payment stands at
        | authorized | captured | refunded | cancelled |
        | 499.00     | 499.00   | 0.00     | 0.00      |

    Scenario: A fully captured payment has no rest to release
      Given Kari has approved
      And the merchant has captured everything
      When the merchant tries to release the rest
      Then the cancellation is refused because money is captured already
      And 499.00 NOK stands captured

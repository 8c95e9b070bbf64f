@ecom.v2 @epayment.v1 @core
Feature: Two changes at once
  Two tills, two tabs of a browser, a job that runs twice: a merchant's software may
  ask for the same at the same moment. The money moves as if one had come first.

  Background:
    Given a merchant that sells in NOK
    And Kari has approved a payment of 499.00 NOK

  @rule:payment-changes-at-once
  Rule: Of two changes at once none takes what the other has taken

    Scenario: Two captures at once take no more than was reserved
      When the merchant tries to capture 300.00 NOK twice at once
      Then one of the two goes through
      And the other is refused because it exceeds the authorization, or the payment is being worked on
      And the payment stands at
        | authorized | captured | refunded | cancelled |
        | 499.00     | 300.00   | 0.00     | 0.00      |
      And every exchange keeps to the contract

    Scenario: Two refunds at once give back no more than was taken
      Given the merchant has captured 300.00 NOK
      When the merchant tries to refund 200.00 NOK twice at once
      Then one of the two goes through
      And the other is refused because it exceeds what is captured, or the payment is being worked on
      And the payment stands at
        | authorized | captured | refunded | cancelled |
        | 499.00     | 300.00   | 200.00   | 0.00      |

    Scenario: Two parcels that leave at once are both paid
      When the merchant captures 199.00 NOK twice at once
      Then 398.00 NOK stands captured
      And the history holds 2 captures
      And every capture has a number and a key of its own

  @rule:idempotency-at-once
  Rule: One change that is sent twice at once happens once

    Scenario: A capture that is sent twice at once takes the money once
      When the merchant captures 199.00 NOK twice at once with the key "parcel"
      Then the two are answered as one
      And 199.00 NOK stands captured
      And the history holds 1 capture

    Scenario: A refund that is sent twice at once gives the money back once
      Given the merchant has captured everything
      When the merchant refunds 99.00 NOK twice at once with the key "article"
      Then the two are answered as one
      And 99.00 NOK stands refunded
      And the history holds 1 refund

@epayment.v1 @core
Feature: Reading what happened to a payment
  The event log holds one entry for each operation, oldest first. What failed is
  there too, and says so.

  Background:
    Given a merchant that sells in NOK
    And the merchant has asked Kari for 499.00 NOK

  @rule:epayment-events
  Rule: Every operation leaves one event

    Scenario: An order that shipped in part and came back reads from start to end
      Given Kari has approved
      And the merchant has captured 199.00 NOK
      And the merchant has captured 100.00 NOK
      And the merchant has released the rest
      And the merchant has refunded 99.00 NOK
      Then the history reads
        | operation  | amount |
        | CREATED    | 499.00 |
        | AUTHORIZED | 499.00 |
        | CAPTURED   | 199.00 |
        | CAPTURED   | 100.00 |
        | CANCELLED  | 200.00 |
        | REFUNDED   | 99.00  |
      And every event has a number of its own, and the payment that of the first
      And every exchange keeps to the contract

    Scenario: Answers bear the number of the payment, not of the event
      Given Kari has approved
      And the merchant has captured 199.00 NOK
      And the merchant has refunded 99.00 NOK
      When the merchant releases the rest
      Then the answers bear the number of the payment
      And every event has a number of its own, and the payment that of the first

    Scenario: An event carries the key that it was asked for with
      Given Kari has approved
      When the merchant captures 199.00 NOK with the key "parcel"
      And the merchant refunds 99.00 NOK with the key "article"
      Then the entry CAPTURED carries the key "parcel"
      And the entry REFUNDED carries the key "article"

    Scenario: The start and the approval carry the key of the start
      Given an order of 499.00 NOK
      And the merchant has started the payment with the key "order"
      And Kari has approved
      Then the entry CREATED carries the key "order"
      And the entry AUTHORIZED carries the key "order"

    Scenario: A payment that was taken back ends with TERMINATED
      When the merchant cancels the payment
      Then the history reads
        | operation  | amount |
        | CREATED    | 499.00 |
        | TERMINATED | 499.00 |

    Scenario: A reservation that was given up ends with CANCELLED
      Given Kari has approved
      When the merchant cancels the payment
      Then the history ends with CANCELLED

    @sandbox
    Scenario: An attempt that failed is listed as failed
      Given Kari has approved
      And the bank lets the next change fail
      And the merchant tries to capture 199.00 NOK
      Then the history reads
        | operation  | amount | outcome |
        | CREATED    | 499.00 |         |
        | AUTHORIZED | 499.00 |         |
        | CAPTURED   | 199.00 | failed  |
      And nothing stands captured

  @rule:epayment-issuer-refuses
  Rule: What the issuer of the card refuses leaves room for another card

    @sandbox
    Scenario Outline: A payment of <amount> NOK waits on because <reason>
      Given the merchant has asked Kari for <amount> NOK
      When Kari approves in the app
      Then the payment is pending
      And nothing stands authorized
      And the history reads
        | operation  | amount   | outcome |
        | CREATED    | <amount> |         |
        | AUTHORIZED | <amount> | failed  |

      Examples: amounts that the test environment refuses
        | amount | reason                 |
        | 1.51   | the account is empty   |
        | 1.86   | the card has expired   |
        | 1.97   | 3-D Secure is denied   |

    @sandbox
    Scenario: Without another card a refused payment expires
      Given the merchant has asked Kari for 1.51 NOK
      And Kari has approved in the app
      When 10 minutes pass
      Then its state is EXPIRED
      And nothing stands authorized

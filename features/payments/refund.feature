@ecom.v2 @epayment.v1 @core
Feature: Refunding a captured payment
  Goods come back, and so does the money: all of it or a part, never more than
  was taken.

  Background:
    Given a merchant that sells in NOK
    And Kari has approved a payment of 499.00 NOK

  @rule:payment-refund-full
  Rule: All that was captured may be given back

    Scenario: The whole order comes back
      Given the merchant has captured everything
      When the merchant refunds 499.00 NOK
      Then the payment stands at
        | authorized | captured | refunded | cancelled |
        | 499.00     | 499.00   | 499.00   | 0.00      |
      And nothing stands left to refund
      And every exchange keeps to the contract

  @rule:payment-refund-partial
  Rule: A part may be given back, and another part later

    Scenario: One article comes back
      Given the merchant has captured everything
      When the merchant refunds 99.00 NOK
      Then the payment stands at
        | authorized | captured | refunded | cancelled |
        | 499.00     | 499.00   | 99.00    | 0.00      |
      And 400.00 NOK stands left to refund
      And every exchange keeps to the contract

    Scenario: Two articles come back one after the other
      Given the merchant has captured everything
      And the merchant has refunded 99.00 NOK
      When the merchant refunds 400.00 NOK
      Then the payment stands at
        | authorized | captured | refunded | cancelled |
        | 499.00     | 499.00   | 499.00   | 0.00      |
      And every refund has a number and a key of its own

  @rule:payment-refund-within-captured
  Rule: Nobody gives back more than was captured

    Scenario Outline: With <captured> NOK captured and <refunded> NOK given back, another <attempt> NOK is refused
      Given the merchant has captured <captured> NOK
      And the merchant has refunded <refunded> NOK
      When the merchant tries to refund <attempt> NOK
      Then the refund is refused because it exceeds what is captured
      And <captured> NOK stands captured
      And <refunded> NOK stands refunded

      Examples: one øre too many
        | captured | refunded | attempt |
        | 499.00   | 99.00    | 400.01  |
        | 199.00   | 100.00   | 99.01   |

      Examples: after all was given back
        | captured | refunded | attempt |
        | 199.00   | 199.00   | 1.00    |

    Scenario: A first refund of one øre more than is captured is refused
      Given the merchant has captured 199.00 NOK
      When the merchant tries to refund 199.01 NOK
      Then the refund is refused because it exceeds what is captured
      And nothing stands refunded

    Scenario: A third refund over the limit is refused after two that held
      Given the merchant has captured everything
      And the merchant has refunded 200.00 NOK
      And the merchant has refunded 200.00 NOK
      When the merchant tries to refund 100.00 NOK
      Then the refund is refused because it exceeds what is captured
      And 400.00 NOK stands refunded

  @rule:payment-refund-needs-capture
  Rule: Where nothing was captured there is nothing to give back

    Scenario: A reservation cannot be refunded
      When the merchant tries to refund 499.00 NOK
      Then the refund is refused because nothing is captured
      And the payment stands at
        | authorized | captured | refunded | cancelled |
        | 499.00     | 0.00     | 0.00     | 0.00      |

    Scenario: A cancelled reservation cannot be refunded
      Given the merchant has cancelled the payment
      When the merchant tries to refund 499.00 NOK
      Then the refund is refused because the payment is cancelled already
      And nothing stands refunded

    Scenario: A payment that still waits cannot be refunded
      Given the merchant has asked Kari for another 299.00 NOK
      When the merchant tries to refund 299.00 NOK
      Then the refund is refused
      And the payment is pending

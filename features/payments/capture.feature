@ecom.v2 @epayment.v1 @core
Feature: Capturing a reserved payment
  When a customer approves, the money is reserved. The merchant takes it when the
  goods ship: all at once or in parts.

  Background:
    Given a merchant that sells in NOK
    And Kari has approved a payment of 499.00 NOK

  @rule:payment-capture-full
  Rule: A reservation may be captured at once

    Scenario: The whole order ships at once
      When the merchant captures 499.00 NOK
      Then the payment stands at
        | authorized | captured | refunded | cancelled |
        | 499.00     | 499.00   | 0.00     | 0.00      |
      And every exchange keeps to the contract

  @rule:payment-capture-partial
  Rule: A reservation may be captured in parts

    Scenario: Part of the order ships now
      When the merchant captures 199.00 NOK
      Then the payment stands at
        | authorized | captured | refunded | cancelled |
        | 499.00     | 199.00   | 0.00     | 0.00      |
      And every exchange keeps to the contract

    Scenario: Two parcels take the whole amount
      Given the merchant has captured 199.00 NOK
      When the merchant captures 300.00 NOK
      Then the payment stands at
        | authorized | captured | refunded | cancelled |
        | 499.00     | 499.00   | 0.00     | 0.00      |
      And every capture has a number and a key of its own

    Scenario Outline: Parts of <first>, <second> and <third> NOK leave <left> NOK to capture
      When the merchant captures <first> NOK
      And the merchant captures <second> NOK
      And the merchant captures <third> NOK
      Then <left> NOK stands left to capture
      And the history holds 3 captures

      Examples: down to the last øre
        | first  | second | third  | left |
        | 166.33 | 166.33 | 166.33 | 0.01 |
        | 166.33 | 166.33 | 166.34 | 0.00 |
        | 1.00   | 1.01   | 2.02   | 494.97 |

    Scenario: A capture goes on after an earlier part was given back
      Given the merchant has captured 199.00 NOK
      And the merchant has refunded 199.00 NOK
      When the merchant captures 300.00 NOK
      Then the payment stands at
        | authorized | captured | refunded | cancelled |
        | 499.00     | 499.00   | 199.00   | 0.00      |

  @rule:payment-capture-within-authorization
  Rule: Nobody can take more than was reserved

    Scenario Outline: With <captured> NOK taken, another <attempt> NOK is refused
      Given the merchant has captured <captured> NOK
      When the merchant tries to capture <attempt> NOK
      Then the capture is refused because it exceeds the authorization
      And <captured> NOK stands captured
      And <left> NOK stands left to capture

      Examples: one øre too many
        | captured | attempt | left   |
        | 199.00   | 300.01  | 300.00 |
        | 399.00   | 100.01  | 100.00 |

      Examples: the whole amount once more
        | captured | attempt | left   |
        | 1.00     | 499.00  | 498.00 |

    Scenario: A first capture of one øre more than is reserved is refused
      When the merchant tries to capture 499.01 NOK
      Then the capture is refused because it exceeds the authorization
      And the payment stands at
        | authorized | captured | refunded | cancelled |
        | 499.00     | 0.00     | 0.00     | 0.00      |

    Scenario: When all is captured nothing more can be taken
      Given the merchant has captured everything
      When the merchant tries to capture 1.00 NOK
      Then the capture is refused because nothing is left to capture
      And 499.00 NOK stands captured

    Scenario: A refund does not make room for another capture
      Given the merchant has captured everything
      And the merchant has refunded 199.00 NOK
      When the merchant tries to capture 199.00 NOK
      Then the capture is refused because nothing is left to capture
      And 499.00 NOK stands captured
      And 199.00 NOK stands refunded

    Scenario: A released rest cannot be captured any more
      Given the merchant has captured 199.00 NOK
      And the merchant has released the rest
      When the merchant tries to capture 1.00 NOK
      Then the capture is refused because nothing is left to capture
      And 199.00 NOK stands captured

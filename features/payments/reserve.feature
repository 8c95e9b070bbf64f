@ecom.v2 @epayment.v1 @core
Feature: Reserving a payment
  The merchant asks, the customer approves, and the amount is reserved for the
  merchant. No money has moved yet.

  Background:
    Given a merchant that sells in NOK

  @rule:payment-starts-pending
  Rule: A payment waits for its customer

    Scenario: A payment that nobody has reacted to is pending
      When the merchant asks Kari for 499.00 NOK
      Then the payment is pending
      And the payment stands at
        | authorized | captured | refunded | cancelled |
        | 0.00       | 0.00     | 0.00     | 0.00      |
      And every exchange keeps to the contract

  @rule:payment-reserve
  Rule: What the customer approves is reserved to the øre

    Scenario Outline: An approved payment of <amount> NOK is reserved in full
      Given the merchant has asked Kari for <amount> NOK
      When Kari approves
      Then the payment is reserved
      And the payment stands at
        | authorized | captured | refunded | cancelled |
        | <amount>   | 0.00     | 0.00     | 0.00      |
      And every exchange keeps to the contract

      Examples: the least that can be paid
        | amount |
        | 1.00   |

      Examples: an odd number of øre
        | amount  |
        | 1234.57 |

    Scenario: Two orders of one merchant do not touch each other
      Given Kari has approved a payment of 100.00 NOK
      When the merchant asks Kari for another 250.00 NOK
      Then the payment is pending
      And the payment before it has 100.00 NOK authorized

  @rule:payment-reference-once
  Rule: A reference is used once

    Scenario: A reference that is taken cannot start a second payment
      Given the merchant has asked Kari for 499.00 NOK
      When the merchant tries to ask for 299.00 NOK under the same reference
      Then the payment is refused because the reference is taken
      And the payment is pending
      And 499.00 NOK stands ordered

    Scenario: The reference of a cancelled payment stays taken
      Given the merchant has asked Kari for 499.00 NOK
      And the merchant has cancelled the payment
      When the merchant tries to ask for 499.00 NOK under the same reference
      Then the payment is refused because the reference is taken
      And the payment is cancelled

  @rule:payment-unknown
  Rule: Nobody reads or changes a payment that the merchant does not have

    Scenario Outline: A merchant that tries to <act> an order it never made is refused
      When the merchant tries to <act> an order that it never made
      Then the <noun> is refused because the merchant has no such payment

      @production-safe
      Examples: to look
        | act  | noun    |
        | read | reading |

      Examples: to change
        | act     | noun         |
        | capture | capture      |
        | cancel  | cancellation |
        | refund  | refund       |

    @sandbox
    Scenario Outline: A merchant that tries to <act> the order of another merchant is refused
      Given Kari has approved a payment of 499.00 NOK
      When another merchant tries to <act> that order
      Then the <noun> is refused because the merchant has no such payment
      And the payment stands at
        | authorized | captured | refunded | cancelled |
        | 499.00     | 0.00     | 0.00     | 0.00      |

      Examples: every act
        | act     | noun         |
        | read    | reading      |
        | capture | capture      |
        | cancel  | cancellation |
        | refund  | refund       |

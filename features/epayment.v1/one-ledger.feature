@epayment.v1 @extended
Feature: Payments made with eCom
  What was started with eCom can be read and changed with ePayment, and not the
  other way round.

  Background:
    Given a merchant that sells in NOK

  @rule:epayment-one-ledger
  Rule: One payment is one payment, whichever API asks

    Scenario: A payment of eCom is captured with ePayment
      Given Kari has approved a payment of 499.00 NOK made with eCom
      When the merchant captures 199.00 NOK
      Then the payment stands at
        | authorized | captured | refunded | cancelled |
        | 499.00     | 199.00   | 0.00     | 0.00      |
      And every exchange keeps to the contract

    Scenario: A payment of eCom is refunded and released with ePayment
      Given Kari has approved a payment of 499.00 NOK made with eCom
      And the merchant has captured 199.00 NOK
      And the merchant has refunded 99.00 NOK
      When the merchant releases the rest
      Then the payment stands at
        | authorized | captured | refunded | cancelled |
        | 499.00     | 199.00   | 99.00    | 300.00    |
      And every exchange keeps to the contract

    Scenario Outline: A payment of ePayment that eCom is asked to <act> is unknown to it
      Given Kari has approved a payment of 499.00 NOK
      When the merchant tries to <act> the payment with eCom
      Then the <noun> is refused because the merchant has no such payment
      And nothing stands captured

      Examples: every act
        | act     | noun         |
        | read    | reading      |
        | capture | capture      |
        | cancel  | cancellation |
        | refund  | refund       |

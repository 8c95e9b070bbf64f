@ecom.v2 @core
Feature: Refunding without naming an amount
  An amount may be left out of a refund, which then gives back all that is left.

  Background:
    Given a merchant that sells in NOK
    And Kari has approved a payment of 499.00 NOK

  @rule:ecom-refund-no-amount
  Rule: A refund without an amount gives back everything

    Scenario: All that was captured is refunded without naming an amount
      Given the merchant has captured 199.00 NOK
      When the merchant refunds everything that is left
      Then the payment stands at
        | authorized | captured | refunded | cancelled |
        | 499.00     | 199.00   | 199.00   | 0.00      |
      And every exchange keeps to the contract

    Scenario: The rest of a refund is given back without naming an amount
      Given the merchant has captured everything
      And the merchant has refunded 99.99 NOK
      When the merchant refunds everything that is left
      Then 499.00 NOK stands refunded

@ecom.v2 @core
Feature: Capturing without naming an amount
  An amount may be left out of a capture, which then takes all that is left.

  Background:
    Given a merchant that sells in NOK
    And Kari has approved a payment of 499.00 NOK

  @rule:ecom-capture-no-amount
  Rule: A capture without an amount takes everything

    Scenario: All that is reserved is captured without naming an amount
      When the merchant captures everything that is left
      Then the payment stands at
        | authorized | captured | refunded | cancelled |
        | 499.00     | 499.00   | 0.00     | 0.00      |
      And every exchange keeps to the contract

    Scenario: The rest is captured without naming an amount
      Given the merchant has captured 199.01 NOK
      When the merchant captures everything that is left
      Then the payment stands at
        | authorized | captured | refunded | cancelled |
        | 499.00     | 499.00   | 0.00     | 0.00      |

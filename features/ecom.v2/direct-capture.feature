@ecom.v2 @extended
Feature: A sales unit that captures directly
  Where a sales unit is set up for it, approval takes the money at once. There is
  nothing to capture and nothing to cancel; what is undone is refunded.

  Background:
    Given a merchant whose sales unit captures directly
    And the merchant has asked Kari for 499.00 NOK
    And Kari has approved

  @rule:ecom-direct-capture
  Rule: Approval is a sale

    Scenario: Approval takes the money at once
      Then the payment is sold
      And the history ends with SALE
      And the payment stands at
        | authorized | captured | refunded | cancelled |
        | 499.00     | 499.00   | 0.00     | 0.00      |
      And the merchant is told SALE
      And every exchange keeps to the contract

    Scenario: A sale cannot be cancelled
      When the merchant tries to cancel the payment
      Then the cancellation is refused because money is captured already
      And 499.00 NOK stands captured

    Scenario: A sale leaves nothing to capture
      When the merchant tries to capture 499.00 NOK
      Then the capture is refused because nothing is left to capture
      And 499.00 NOK stands captured

    Scenario: A sale is undone by a refund
      When the merchant refunds 499.00 NOK
      Then the payment stands at
        | authorized | captured | refunded | cancelled |
        | 499.00     | 499.00   | 499.00   | 0.00      |

@ecom.v2 @epayment.v1 @extended @sandbox
Feature: A customer who does not pay
  The customer may reject, or do nothing. No money moves then, and the merchant
  can see it.

  Background:
    Given a merchant that sells in NOK

  @rule:payment-rejected
  Rule: A rejected payment is over

    Scenario: A payment that Kari rejects is over
      Given the merchant has asked Kari for 499.00 NOK
      When Kari rejects the payment
      Then the payment is cancelled
      And nothing stands authorized

  @rule:payment-timeout
  Rule: The customer has ten minutes

    Scenario: Approved after nine minutes a payment is reserved
      Given the merchant has asked Kari for 499.00 NOK
      And 9 minutes have passed
      When Kari approves in the app
      Then the payment is reserved
      And 499.00 NOK stands authorized

    Scenario: A payment that Kari leaves for ten minutes is over
      Given the merchant has asked Kari for 499.00 NOK
      When 10 minutes pass
      Then the payment is over
      And nothing stands authorized

    Scenario: After ten minutes it is too late to approve
      Given the merchant has asked Kari for 499.00 NOK
      And 11 minutes have passed
      When Kari tries to approve in the app
      Then Kari is too late
      And nothing stands authorized

@ecom.v2 @extended @sandbox
Feature: A customer who does not pay
  The customer may reject, do nothing, or have a card that is refused. No money
  moves then, and the merchant can see it.

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
      Then the payment is cancelled
      And nothing stands authorized

    Scenario: After ten minutes it is too late to approve
      Given the merchant has asked Kari for 499.00 NOK
      And 11 minutes have passed
      When Kari tries to approve in the app
      Then Kari is too late
      And nothing stands authorized

  @rule:payment-issuer-refuses
  Rule: What the issuer of the card refuses is not reserved

    Scenario Outline: A payment of <amount> NOK fails because <reason>
      Given the merchant has asked Kari for <amount> NOK
      When Kari approves in the app
      Then the payment is failed
      And nothing stands authorized
      And nothing stands left to capture

      Examples: amounts that the test environment refuses
        | amount | reason                      |
        | 1.51   | the account is empty        |
        | 1.82   | the issuer refuses          |
        | 1.83   | fraud is suspected          |
        | 1.84   | the daily limit is exceeded |
        | 1.86   | the card has expired        |
        | 1.87   | the card is not valid       |
        | 1.97   | 3-D Secure is denied        |

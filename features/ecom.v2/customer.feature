@ecom.v2 @extended @sandbox
Feature: A customer whose card is refused
  What the issuer refuses ends the payment. No money moves, and the merchant can
  see it.

  Background:
    Given a merchant that sells in NOK

  @rule:ecom-issuer-refuses
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

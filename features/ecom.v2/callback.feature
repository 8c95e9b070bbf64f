@ecom.v2 @extended
Feature: Telling the merchant how a payment ended
  Vipps calls the merchant once, when the customer has approved or rejected or
  the time is over. A merchant that misses it asks for the details.

  Background:
    Given a merchant that sells in NOK

  @rule:ecom-callback
  Rule: The merchant is told every outcome

    Scenario: The merchant is told of a reservation with the token it gave
      Given the merchant wants to be told with a token
      And the merchant has asked Kari for 499.00 NOK
      When Kari approves
      Then the merchant is told RESERVED
      And the callback carries the merchant's token
      And the callback is about 499.00 NOK
      And every exchange keeps to the contract

    Scenario: A merchant that gave no token is told without one
      Given the merchant has asked Kari for 499.00 NOK
      When Kari approves
      Then the merchant is told RESERVED
      And the callback carries no token

    @sandbox
    Scenario: The merchant is told that Kari rejected
      Given the merchant has asked Kari for 499.00 NOK
      When Kari rejects the payment
      Then the merchant is told CANCELLED
      And every exchange keeps to the contract

    @sandbox
    Scenario: The merchant is told that time ran out
      Given the merchant has asked Kari for 499.00 NOK
      When 10 minutes pass
      Then the merchant is told REJECTED
      And every exchange keeps to the contract

    @sandbox
    Scenario Outline: The merchant is told that <amount> NOK could not be reserved
      Given the merchant has asked Kari for <amount> NOK
      When Kari approves in the app
      Then the merchant is told RESERVE_FAILED
      And every exchange keeps to the contract

      Examples: no money, refused, expired
        | amount |
        | 1.51   |
        | 1.82   |
        | 1.86   |

    @sandbox
    Scenario: The merchant is not told of what it does itself
      Given Kari has approved a payment of 499.00 NOK
      And the merchant has captured 199.00 NOK
      And the merchant has released the rest
      And the merchant has refunded 199.00 NOK
      When 24 hours pass
      Then the merchant was told once

  @rule:ecom-callback-once
  Rule: A callback that is not answered with 200 is not repeated

    @sandbox
    Scenario Outline: A merchant whose endpoint <does> recovers by asking
      Given the merchant's endpoint <does>
      And the merchant has asked Kari for 499.00 NOK
      When Kari approves in the app
      And 24 hours pass
      Then the merchant was told once
      And the answer to the callback is reported as "<rule>"
      And the payment is reserved

      Examples: what merchants' servers do
        | does            | rule                |
        | redirects       | callback.redirected |
        | breaks          | callback.refused    |
        | never answers   | callback.late       |

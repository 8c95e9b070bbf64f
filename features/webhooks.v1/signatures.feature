@webhooks.v1 @extended @sandbox
Feature: Taking only what is signed
  A merchant holds every delivery against the secret of its registration: the
  body as it came, the address as it was registered, the date. What does not hold
  is refused.

  Background:
    Given a merchant that sells in NOK

  @rule:webhooks-signature
  Rule: A delivery whose signature does not hold is refused

    Scenario Outline: A merchant refuses deliveries that are <spoilt>
      Given deliveries are <spoilt>
      And the merchant listens for "created"
      When the merchant asks Kari for 499.00 NOK
      Then the merchant refuses the delivery
      And the delivery is reported as "callback.signature"

      Examples: what does not hold
        | spoilt                     |
        | changed on their way       |
        | signed with another secret |
        | signed for another port    |

    Scenario: A merchant refuses a delivery that bears an old date
      Given deliveries are repeated with their first date
      And the merchant's endpoint breaks
      And the merchant listens for "created"
      And the merchant has asked Kari for 499.00 NOK
      And 1 hour has passed
      And the merchant's endpoint works again
      When 2 hours pass
      Then the merchant refuses the delivery
      And the delivery is reported as "callback.signature"
      And the answer to the callback is reported as "callback.refused"

    Scenario: Who takes whatever comes is told so
      Given deliveries are changed on their way
      And the merchant takes whatever comes
      And the merchant listens for "created"
      When the merchant asks Kari for 499.00 NOK
      Then the merchant was told of CREATED once
      And the delivery is reported as "callback.signature"
      And the answer to the callback is reported as "callback.signature"

    Scenario: Who ignores the date is told so
      Given deliveries are repeated with their first date
      And the merchant's endpoint breaks
      And the merchant listens for "created"
      And the merchant has asked Kari for 499.00 NOK
      And 1 hour has passed
      And the merchant ignores the date
      When 2 hours pass
      Then the delivery is reported as "callback.signature"
      And the answer to the callback is reported as "callback.signature"
      And the answer to the callback is reported as "callback.refused"

  @rule:webhooks-signature-holds
  Rule: A delivery whose signature holds is taken

    Scenario: Who hashes the body written anew refuses what is right and is told so
      Given the merchant hashes the body written anew
      And the merchant listens for "created"
      When the merchant asks Kari for 499.00 NOK
      Then the merchant refuses the delivery
      And the answer to the callback is reported as "callback.signature"

    Scenario: A delivery that comes twice tells of one event
      Given deliveries are repeated after they were taken
      And the merchant listens for "created"
      When the merchant asks Kari for 499.00 NOK
      Then the merchant was told of CREATED 2 times
      And the merchant hears of CREATED

@checkout.v2 @checkout.v3 @core @sandbox
Feature: Telling the merchant how a session ended
  The merchant is told of every end of a payment, with the token it gave. What is
  not taken comes three times more.

  Background:
    Given a merchant that sells in NOK

  @rule:session-told
  Rule: The merchant is told what it could read

    Scenario: The merchant is told of a session that was paid
      Given the merchant has opened a session of 499.00 NOK
      When Kari pays
      Then the merchant is told that the session is paid
      And what it is told is what it reads
      And it is told with its own token, and nothing before that
      And the merchant was told 1 time of the end
      And every exchange keeps to the contract

    Scenario: The merchant is told of shipping, address and identity too
      Given an order of 499.00 NOK
      And the order names these ways to ship
        | id   | carrier | type         | cost  | default |
        | shop | POSTEN  | PICKUP_POINT | 49.00 | yes     |
      And the order asks who the customer is
      And the merchant has opened the session
      When Kari pays
      Then the merchant is told that the session is paid
      And what it is told is what it reads
      And every exchange keeps to the contract

    Scenario: The merchant is told of a customer who left the payment
      Given the merchant has opened a session of 499.00 NOK
      When Kari leaves the payment
      Then the merchant is told that the session is ended without payment
      And what it is told is what it reads
      And it is told with its own token, and nothing before that
      And the merchant was told 1 time of the end
      And every exchange keeps to the contract

    Scenario: The merchant is told of a payment that nobody finished
      Given the merchant has opened a session of 499.00 NOK
      And Kari has gone to pay
      When 10 minutes pass
      Then the merchant is told that the session is ended without payment
      And every exchange keeps to the contract

    Scenario: The merchant is told of a bank that declined
      Given the merchant has opened a session of 499.00 NOK
      When Kari's bank declines the payment
      Then the merchant is told that the session is ended without payment
      And every exchange keeps to the contract

    Scenario: The merchant is told nothing while the customer pays
      Given the merchant has opened a session of 499.00 NOK
      When Kari goes to pay
      Then the session is being paid
      And the merchant was not told of any end

    Scenario: The merchant is not told of a session that nobody paid
      Given the merchant has opened a session of 499.00 NOK
      When 2 hours pass
      Then the session is over, and nobody has paid
      And the merchant was not told of any end

  @rule:session-told-again
  Rule: What is not taken comes again, later each time, three times at most

    Scenario: A merchant that sees to it later has taken it
      Given the merchant's endpoint says that it will see to it
      And the merchant has opened a session of 499.00 NOK
      And Kari has paid
      When 1 hour passes
      Then the merchant was told 1 time of the end
      And every exchange keeps to the contract

    Scenario Outline: After <seconds> seconds a merchant that breaks was told <times> times
      Given the merchant's endpoint breaks
      And the merchant has opened a session of 499.00 NOK
      And Kari has paid
      When <seconds> seconds pass
      Then the merchant was told <times> times of the end
      And it is told with its own token, and nothing before that
      And the answer to the callback is reported as "callback.refused"

      Examples: further and further apart
        | seconds | times |
        | 2       | 2     |
        | 4       | 2     |
        | 6       | 3     |
        | 20      | 3     |
        | 22      | 4     |
        | 3600    | 4     |

    Scenario: A merchant that broke once is told once more
      Given the merchant's endpoint breaks for the first 1 times
      And the merchant has opened a session of 499.00 NOK
      And Kari has paid
      When 1 hour passes
      Then the merchant was told 2 times of the end
      And what it is told is what it reads
      And the answer to the callback is reported as "callback.refused"

    Scenario: A merchant that does not let Vipps in has not taken it
      Given the merchant's endpoint lets nobody in
      And the merchant has opened a session of 499.00 NOK
      And Kari has paid
      When 1 hour passes
      Then the merchant was told 4 times of the end
      And the answer to the callback is reported as "callback.refused"

    Scenario: A merchant that leads elsewhere has not taken it
      Given the merchant's endpoint redirects
      And the merchant has opened a session of 499.00 NOK
      And Kari has paid
      When 1 hour passes
      Then the merchant was told 4 times of the end
      And the answer to the callback is reported as "callback.redirected"

    Scenario: A merchant that never answers has not taken it
      Given Vipps is impatient
      And the merchant's endpoint never answers
      And the merchant has opened a session of 499.00 NOK
      And Kari has paid
      And the merchant's endpoint works again
      When 2 seconds pass
      Then the merchant was told 2 times of the end
      And the session is paid
      And the answer to the callback is reported as "callback.late"

    Scenario: A merchant that was never told finds it out by asking
      Given the merchant's endpoint breaks
      And the merchant has opened a session of 499.00 NOK
      When Kari pays
      Then the session is paid
      And 499.00 NOK stands authorized
      And the answer to the callback is reported as "callback.refused"

@webhooks.v1 @extended @sandbox
Feature: Telling a merchant that does not listen
  What a merchant does not take comes again, for seven days. What happened to the
  same payment later waits behind it.

  Background:
    Given a merchant that sells in NOK

  @rule:webhooks-retry
  Rule: An event comes again until it is taken

    Scenario: A merchant that broke once hears everything in order
      Given the merchant's endpoint breaks once
      And the merchant listens for "every payment event"
      And Kari has approved a payment of 499.00 NOK
      And the merchant has captured 499.00 NOK
      When 1 minute passes
      Then the merchant hears of CREATED, AUTHORIZED, CAPTURED
      And the merchant was told of CREATED 2 times
      And nothing was told twice
      And the answer to the callback is reported as "callback.refused"

    Scenario: A merchant that was away for an hour hears with a fresh date
      Given the merchant's endpoint breaks
      And the merchant listens for "created"
      And the merchant has asked Kari for 499.00 NOK
      And 1 hour has passed
      And the merchant's endpoint works again
      When 2 hours pass
      Then the merchant hears of CREATED
      And the answer to the callback is reported as "callback.refused"

    Scenario: A merchant that redirects has not been told
      Given the merchant's endpoint redirects
      And the merchant listens for "created"
      And the merchant has asked Kari for 499.00 NOK
      And the merchant was told of CREATED once
      And the merchant's endpoint works again
      When 1 minute passes
      Then the merchant hears of CREATED
      And the merchant was told of CREATED 2 times
      And the answer to the callback is reported as "callback.redirected"

    Scenario: A merchant that does not answer has not been told
      Given Vipps is impatient
      And the merchant's endpoint never answers
      And the merchant listens for "created"
      And the merchant has asked Kari for 499.00 NOK
      And the merchant was told of CREATED once
      And the merchant's endpoint works again
      When 1 minute passes
      Then the merchant hears of CREATED
      And the answer to the callback is reported as "callback.late"

    Scenario: What was taken does not come again
      Given the merchant listens for "every payment event"
      And the merchant has asked Kari for 499.00 NOK
      When 24 hours pass
      Then nothing was told twice

  @rule:webhooks-order
  Rule: A payment waits for its own events, not for those of another

    Scenario: An event that is not taken holds back those of its payment only
      Given the merchant listens for "created, authorized, captured"
      And the merchant has asked Kari for 499.00 NOK
      And the merchant hears of CREATED
      And the merchant's endpoint breaks for that payment
      And Kari has approved
      And the merchant has captured 499.00 NOK
      When Kari has approved another payment of 299.00 NOK
      Then the merchant hears of CREATED, AUTHORIZED
      And of the payment before it the merchant was told AUTHORIZED only, once it had CREATED
      And the answer to the callback is reported as "callback.refused"

  @rule:webhooks-give-up
  Rule: After seven days an event is dropped, after fourteen the registration

    Scenario: After seven days nothing is told any more
      Given the merchant's endpoint breaks
      And the merchant listens for "created"
      And the merchant has asked Kari for 499.00 NOK
      When 8 days pass
      Then in the 3 days that follow the merchant is told nothing
      And the registration is listed
      And the answer to the callback is reported as "callback.refused"

    Scenario: A registration that nobody answers for two weeks is deleted
      Given the merchant's endpoint breaks
      And the merchant listens for "created"
      And the merchant has asked Kari for 499.00 NOK
      When 15 days pass
      Then the registration is listed no more
      And the answer to the callback is reported as "callback.refused"

    Scenario: A merchant that answers again in time keeps its registration
      Given the merchant's endpoint breaks once
      And the merchant listens for "created"
      And the merchant has asked Kari for 499.00 NOK
      When 15 days pass
      Then the registration is listed
      And the merchant hears of CREATED
      And the answer to the callback is reported as "callback.refused"

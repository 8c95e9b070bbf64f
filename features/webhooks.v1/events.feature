@webhooks.v1 @core
Feature: Being told what happened to a payment
  Each event of a payment is told once, in order, signed with the secret of the
  registration.

  Background:
    Given a merchant that sells in NOK

  @rule:webhooks-all-events
  Rule: All eight events are told

    Scenario: A payment that shipped in part and came back is told from start to end
      Given the merchant listens for "every payment event"
      And Kari has approved a payment of 499.00 NOK
      And the merchant has captured 199.00 NOK with the key "parcel"
      And the merchant has refunded 99.00 NOK
      When the merchant releases the rest
      Then the merchant hears of CREATED, AUTHORIZED, CAPTURED, REFUNDED, CANCELLED
      And every exchange keeps to the contract

    Scenario: A payment that was taken back is told as terminated
      Given the merchant listens for "every payment event"
      And the merchant has asked Kari for 499.00 NOK
      When the merchant cancels the payment
      Then the merchant hears of CREATED, TERMINATED
      And every exchange keeps to the contract

    Scenario: A reservation that was given up is told as cancelled
      Given the merchant listens for "every payment event"
      And Kari has approved a payment of 499.00 NOK
      When the merchant cancels the payment
      Then the merchant hears of CREATED, AUTHORIZED, CANCELLED

    @sandbox
    Scenario: A payment that Kari declines is told as aborted
      Given the merchant listens for "every payment event"
      And the merchant has asked Kari for 499.00 NOK
      When Kari rejects the payment
      Then the merchant hears of CREATED, ABORTED
      And every exchange keeps to the contract

    @sandbox
    Scenario: A payment that nobody reacts to is told as expired
      Given the merchant listens for "every payment event"
      And the merchant has asked Kari for 499.00 NOK
      When 10 minutes pass
      Then the merchant hears of CREATED, EXPIRED
      And every exchange keeps to the contract

    @sandbox
    Scenario: A capture that failed is told as failed and moves nothing
      Given the merchant listens for "every payment event"
      And Kari has approved a payment of 499.00 NOK
      And the bank lets the next change fail
      When the merchant tries to capture 199.00 NOK
      Then the merchant hears of CREATED, AUTHORIZED, CAPTURED in vain
      And nothing stands captured
      And every exchange keeps to the contract

    @sandbox
    Scenario: An express payment is told with what Kari shares
      Given a merchant whose sales unit may sell with express
      And the merchant listens for "authorized"
      And an express order of 499.00 NOK with these ways to ship
        | id     | method          | cost | default |
        | pickup | Pick up at shop | 0.00 | yes     |
      And the merchant has started the payment
      When Kari approves in the app
      Then the merchant hears of AUTHORIZED
      And every exchange keeps to the contract

  @rule:webhooks-portal
  Rule: What somebody does in the portal is told as well

    @sandbox
    Scenario: A capture and a refund in the portal are told
      Given the merchant listens for "captured, refunded"
      And Kari has approved a payment of 499.00 NOK
      And somebody captures the payment in the portal
      When somebody refunds the payment in the portal
      Then the merchant hears of CAPTURED, REFUNDED
      And 499.00 NOK stands refunded
      And every exchange keeps to the contract

    @sandbox
    Scenario: A cancellation in the portal is told
      Given the merchant listens for "cancelled"
      And Kari has approved a payment of 499.00 NOK
      When somebody cancels the payment in the portal
      Then the merchant hears of CANCELLED
      And 499.00 NOK stands cancelled

  @rule:webhooks-asked-for
  Rule: A registration is told what it asked for

    Scenario: A merchant that asked for captures hears of captures
      Given the merchant listens for "captured"
      And Kari has approved a payment of 499.00 NOK
      When the merchant captures 199.00 NOK
      Then the merchant hears of CAPTURED

    @sandbox
    Scenario: Two registrations for one event are both told, each with its secret
      Given the merchant listens for "authorized, captured"
      And the merchant also listens at a second address for "authorized"
      When Kari has approved a payment of 499.00 NOK
      Then the merchant hears of AUTHORIZED
      And the second address hears of AUTHORIZED

    Scenario: The query of an address is called and signed too
      Given the merchant listens at an address with a query for "authorized"
      When Kari has approved a payment of 499.00 NOK
      Then the merchant hears of AUTHORIZED

    @sandbox
    Scenario: A merchant that deleted its registration hears nothing
      Given the merchant listens for "every payment event"
      And the merchant has deleted the registration
      When the merchant asks Kari for 499.00 NOK
      Then the merchant hears nothing

    @sandbox
    Scenario: A payment of eCom is told to nobody
      Given the merchant listens for "every payment event"
      When Kari has approved a payment of 499.00 NOK made with eCom
      Then the merchant hears nothing

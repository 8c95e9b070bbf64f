@ecom.v2 @extended @sandbox
Feature: Express checkout
  The customer gives address and way to ship in the app; the merchant gets them
  together with the payment.

  Background:
    Given a merchant that sells in NOK

  @rule:ecom-express-static
  Rule: Ways to ship that are given at the start save a round trip

    Scenario: Click and collect is chosen without asking the merchant
      Given an express order of 499.00 NOK with these ways to ship
        | id     | method          | cost  | default |
        | pickup | Pick up at shop | 0.00  | yes     |
        | home   | To your door    | 49.50 | no      |
      And the merchant has started the payment
      When Kari approves in the app
      Then the merchant is told RESERVE
      And the callback says that the goods are sent by "pickup" for 0.00 NOK
      And the callback says who Kari is and where she lives
      And the merchant was not asked for ways to ship
      And every exchange keeps to the contract

    Scenario: Fixed ways to ship win over an address that gives others
      Given an express order of 499.00 NOK with these ways to ship
        | id     | method          | cost | default |
        | pickup | Pick up at shop | 0.00 | yes     |
      And the order also names an address that gives ways to ship
      And the merchant has started the payment
      When Kari approves in the app
      Then the callback says that the goods are sent by "pickup" for 0.00 NOK
      And the merchant was not asked for ways to ship

    Scenario: Another way to ship is chosen in the app
      Given an express order of 499.00 NOK with these ways to ship
        | id     | method          | cost  | default |
        | pickup | Pick up at shop | 0.00  | yes     |
        | home   | To your door    | 49.50 | no      |
      And the merchant has started the payment
      When Kari approves in the app and chooses "home"
      Then the callback says that the goods are sent by "home" for 49.50 NOK
      And 548.50 NOK stands authorized
      And every exchange keeps to the contract

    Scenario: The merchant learns who Kari is and where she lives
      Given an express order of 499.00 NOK with these ways to ship
        | id     | method          | cost | default |
        | pickup | Pick up at shop | 0.00 | yes     |
      And the merchant has started the payment
      When Kari approves in the app
      Then the details hold Kari's name, address and a sub
      And every exchange keeps to the contract

    Scenario Outline: The explicit flow is the only flow, with the flag set to <flag>
      Given an express order of 499.00 NOK with these ways to ship
        | id     | method          | cost | default |
        | pickup | Pick up at shop | 0.00 | yes     |
      And the order carries <flag> at "/transaction/useExplicitCheckoutFlow"
      And the merchant has started the payment
      When Kari approves in the app
      Then the merchant is told RESERVE
      And the details hold Kari's name, address and a sub
      And the request is reported as "guide.unused-field"

      Examples: no effect since March 2023
        | flag  |
        | true  |
        | false |

  @rule:ecom-express-dynamic
  Rule: Otherwise the merchant is asked for ways to ship

    Scenario: The merchant offers ways to ship to Kari's address
      Given an express order of 499.00 NOK whose shipping the merchant is asked for
      And the merchant offers these ways to ship
        | id      | method        | cost  | default |
        | parcel  | Parcel        | 59.00 | yes     |
        | freight | Up the stairs | 299.90 | no     |
      And the merchant has started the payment
      When Kari approves in the app and chooses "freight"
      Then the merchant was asked once for ways to ship to Kari's address
      And the callback says that the goods are sent by "freight" for 299.90 NOK
      And every exchange keeps to the contract

    Scenario Outline: A merchant that <does> loses the payment
      Given an express order of 499.00 NOK whose shipping the merchant is asked for
      And the merchant <does>
      And the merchant has started the payment
      When Kari tries to approve in the app
      Then the merchant is told RESERVE_FAILED
      And nothing stands authorized
      And the answer about shipping is reported

      Examples: answers that the app cannot show
        | does                                            |
        | answers the question for ways to ship with text |
        | answers the question for ways to ship with 500  |

  @rule:ecom-express-addresses
  Rule: An express order needs its addresses

    Scenario: An express order without an address for the removal of consent is refused
      Given an express order of 499.00 NOK whose shipping the merchant is asked for
      And the order carries nothing at "/merchantInfo/consentRemovalPrefix"
      When the merchant tries to start the payment
      Then the payment is refused because the request is invalid
      And the request is reported as "guide.express-addresses"

    Scenario: Express and a scope do not go together
      Given an express order of 499.00 NOK whose shipping the merchant is asked for
      And the order carries "name email" at "/transaction/scope"
      When the merchant tries to start the payment
      Then the payment is refused because the request is invalid
      And the request is reported as "guide.express-scope"

    Scenario: An express order that says nothing of shipping is refused
      Given an express order of 499.00 NOK whose shipping the merchant is asked for
      And the order carries nothing at "/merchantInfo/shippingDetailsPrefix"
      When the merchant tries to start the payment
      Then the payment is refused because the request is invalid
      And the request is reported as "guide.express-addresses"

  @rule:ecom-profile-expires
  Rule: Profile data is there for seven days

    Scenario: After seven days the details say no more who Kari is
      Given an express order of 499.00 NOK with these ways to ship
        | id     | method          | cost | default |
        | pickup | Pick up at shop | 0.00 | yes     |
      And the merchant has started the payment
      And Kari has approved in the app
      When 8 days pass
      Then the details hold "[Expired]" in place of Kari's name and address
      And 499.00 NOK stands authorized

    Scenario: After six days the details still say who Kari is
      Given an express order of 499.00 NOK with these ways to ship
        | id     | method          | cost | default |
        | pickup | Pick up at shop | 0.00 | yes     |
      And the merchant has started the payment
      And Kari has approved in the app
      When 6 days pass
      Then the details hold Kari's name, address and a sub

  @rule:ecom-consent-removal
  Rule: A customer may withdraw consent

    Scenario: Kari withdraws her consent and the merchant is told
      Given an express order of 499.00 NOK with these ways to ship
        | id     | method          | cost | default |
        | pickup | Pick up at shop | 0.00 | yes     |
      And the merchant has started the payment
      And Kari has approved in the app
      When Kari withdraws her consent
      Then the merchant is told whose consent is gone
      And every exchange keeps to the contract

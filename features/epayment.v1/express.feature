@epayment.v1 @extended @sandbox
Feature: Express with ePayment
  The customer gives address and way to ship in the app; the merchant finds them
  in the payment. What shipping costs is added to the amount.

  @rule:epayment-express-fixed
  Rule: Ways to ship that are given at the start save a round trip

    Scenario: Click and collect is chosen without asking the merchant
      Given a merchant whose sales unit may sell with express
      And an express order of 499.00 NOK with these ways to ship
        | id     | method          | cost  | default |
        | pickup | Pick up at shop | 0.00  | yes     |
        | home   | To your door    | 49.50 | no      |
      And the merchant has started the payment
      When Kari approves in the app
      Then the payment says that the goods are sent by "pickup" for 0.00 NOK
      And the payment says who Kari is and where she lives
      And the payment holds a sub
      And the merchant was not asked for ways to ship
      And every exchange keeps to the contract

    Scenario: What shipping costs is authorized and captured with the rest
      Given a merchant whose sales unit may sell with express
      And an express order of 499.00 NOK with these ways to ship
        | id     | method          | cost  | default |
        | pickup | Pick up at shop | 0.00  | yes     |
        | home   | To your door    | 49.50 | no      |
      And the merchant has started the payment
      When Kari approves in the app and chooses "home"
      Then the payment says that the goods are sent by "home" for 49.50 NOK
      And 548.50 NOK stands authorized
      And every exchange keeps to the contract

    Scenario: Where the merchant does not ship nobody can approve
      Given a merchant whose sales unit may sell with express
      And an express order of 499.00 NOK with these ways to ship
        | id   | method       | cost  | default |
        | home | To your door | 49.50 | yes     |
      And the merchant ships to FI only
      And the merchant has started the payment
      When Kari tries to approve in the app
      Then Kari cannot
      And nothing stands authorized

  @rule:epayment-express-dynamic
  Rule: Otherwise the merchant is asked for ways to ship

    Scenario: The merchant offers ways to ship to Kari's address
      Given a merchant whose sales unit may sell with express
      And an express order of 499.00 NOK whose shipping the merchant is asked for
      And the merchant offers these ways to ship
        | id      | method        | cost   | default |
        | parcel  | Parcel        | 59.00  | yes     |
        | freight | Up the stairs | 299.90 | no      |
      And the merchant has started the payment
      When Kari approves in the app and chooses "freight"
      Then the merchant was asked once for ways to ship to Kari's address
      And the question carries the merchant's token
      And the payment says that the goods are sent by "freight" for 299.90 NOK
      And 798.90 NOK stands authorized
      And every exchange keeps to the contract

    Scenario: A merchant that cannot ship there loses no payment
      Given a merchant whose sales unit may sell with express
      And an express order of 499.00 NOK whose shipping the merchant is asked for
      And the merchant answers the question for ways to ship with 400
      And the merchant has started the payment
      When Kari approves in the app
      Then the merchant was asked once for ways to ship to Kari's address
      And the payment is pending
      And every exchange keeps to the contract

    Scenario Outline: A merchant that <does> cannot be paid
      Given a merchant whose sales unit may sell with express
      And an express order of 499.00 NOK whose shipping the merchant is asked for
      And the merchant <does>
      And the merchant has started the payment
      When Kari approves in the app
      Then the merchant was asked once for ways to ship to Kari's address
      And nothing stands authorized
      And the answer about shipping is reported

      Examples: answers that the app cannot show
        | does                                            |
        | answers the question for ways to ship with text |
        | answers the question for ways to ship with 500  |

    Scenario: While Kari's approval is under way nobody cancels it
      Given a merchant whose sales unit may sell with express
      And an express order of 499.00 NOK whose shipping the merchant is asked for
      And the merchant is slow to say how it ships
      And the merchant offers these ways to ship
        | id     | method | cost  | default |
        | parcel | Parcel | 59.00 | yes     |
      And the merchant has started the payment
      And Kari has approved in the app
      When the merchant tries to cancel the payment
      Then the cancellation is refused because the payment is being worked on
      And the refusal has the code 6250
      When the merchant says how it ships
      Then 558.00 NOK stands authorized

  @rule:epayment-express-needs
  Rule: Express needs an approval, its own scope, and the customer

    Scenario: A unit that was not approved for express cannot sell with it
      Given a merchant that sells in NOK
      And an express order of 499.00 NOK with these ways to ship
        | id     | method          | cost | default |
        | pickup | Pick up at shop | 0.00 | yes     |
      When the merchant tries to start the payment
      Then the payment is refused because the sales unit may not do that
      And the refusal has the code 5020

    Scenario: An express order that asks for less than an address is refused
      Given a merchant whose sales unit may sell with express
      And an express order of 499.00 NOK with these ways to ship
        | id     | method          | cost | default |
        | pickup | Pick up at shop | 0.00 | yes     |
      And the order asks for "name"
      When the merchant tries to start the payment
      Then the payment is refused because the request is invalid
      And the request is reported as "guide.express-scope"

    Scenario: Nobody approves an express order in the customer's place
      Given a merchant whose sales unit may sell with express
      And an express order of 499.00 NOK with these ways to ship
        | id     | method          | cost | default |
        | pickup | Pick up at shop | 0.00 | yes     |
      And the merchant has started the payment
      When somebody tries to approve the payment without the app
      Then the approval is refused because only the customer can approve it
      And the payment is pending

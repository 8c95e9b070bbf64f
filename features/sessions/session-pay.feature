@checkout.v2 @checkout.v3 @core @sandbox
Feature: Paying in a session
  The customer fills in what she is asked for, goes to pay, and approves. The
  money is reserved under the merchant's reference, where ePayment finds it.

  Background:
    Given a merchant that sells in NOK

  @rule:session-paid
  Rule: What the customer pays is reserved to the øre

    Scenario Outline: A session of <amount> NOK is paid with the wallet
      Given the merchant has opened a session of <amount> NOK
      When Kari pays
      Then the session is paid
      And the session was paid with the wallet
      And the session comes to <amount> NOK
      And the session stands at
        | authorized | captured | refunded | cancelled |
        | <amount>   | 0.00     | 0.00     | 0.00      |
      And the payment is reserved
      And every exchange keeps to the contract

      Examples: the least, and an odd number of øre
        | amount  |
        | 1.00    |
        | 1234.57 |

    Scenario: A session may be paid by card
      Given the merchant has opened a session of 499.00 NOK
      When Kari pays by card
      Then the session is paid
      And the session was paid by card
      And 499.00 NOK stands authorized
      And every exchange keeps to the contract

    Scenario: A session whose customer is at the payment is being paid
      Given the merchant has opened a session of 499.00 NOK
      When Kari goes to pay
      Then the session is being paid
      And the session comes to 499.00 NOK
      And the payment is pending
      And every exchange keeps to the contract

    Scenario: Before the customer goes to pay there is no payment
      Given the merchant has opened a session of 499.00 NOK
      And Kari has given her address
      When the merchant tries to read the payment
      Then the reading is refused because the merchant has no such payment
      And the session is open

  @rule:session-unpaid
  Rule: A payment that comes to nothing ends the session

    Scenario: A customer who leaves the payment has not paid
      Given the merchant has opened a session of 499.00 NOK
      When Kari leaves the payment
      Then the session is ended without payment
      And the payment is over
      And nothing stands authorized
      And every exchange keeps to the contract

    Scenario: A bank that declines ends the session
      Given the merchant has opened a session of 499.00 NOK
      When Kari's bank declines the payment
      Then the session is ended without payment
      And nothing stands authorized
      And every exchange keeps to the contract

    Scenario: A payment that nobody finishes ends the session
      Given the merchant has opened a session of 499.00 NOK
      And Kari has gone to pay
      When 10 minutes pass
      Then the session is ended without payment
      And the payment is over
      And every exchange keeps to the contract

    Scenario: A payment is waited for until its own time is up
      Given the merchant has opened a session of 499.00 NOK
      And Kari has gone to pay
      When 9 minutes pass
      Then the session is being paid

    Scenario: A session that ended cannot be paid any more
      Given the merchant has opened a session of 499.00 NOK
      And Kari has left the payment
      When Kari tries to pay
      Then Kari cannot
      And the session is ended without payment
      And nothing stands authorized

    Scenario: A unit that takes money at once cannot sell with Checkout
      Given a merchant whose sales unit captures directly
      And the merchant has opened a session of 499.00 NOK
      When Kari pays
      Then the session is ended without payment
      And nothing stands captured

  @rule:session-time
  Rule: A session is open for an hour

    Scenario: A session that nobody pays within the hour is over
      Given the merchant has opened a session of 499.00 NOK
      When 60 minutes pass
      Then the session is over, and nobody has paid
      And every exchange keeps to the contract

    Scenario: A minute before the hour is over the session is open
      Given the merchant has opened a session of 499.00 NOK
      When 59 minutes pass
      Then the session is open

    Scenario: A customer who comes after the hour cannot pay
      Given the merchant has opened a session of 499.00 NOK
      And 60 minutes have passed
      When Kari tries to pay
      Then Kari cannot
      And the session is over, and nobody has paid

    Scenario: A session that was paid stays paid
      Given the merchant has opened a session of 499.00 NOK
      And Kari has paid
      When 2 hours pass
      Then the session is paid
      And 499.00 NOK stands authorized

    Scenario: A payment that began before the hour was over may end after it
      Given the merchant has opened a session of 499.00 NOK
      And 55 minutes have passed
      And Kari has gone to pay
      And 6 minutes have passed
      When Kari pays
      Then the session is paid

  @rule:session-forms
  Rule: The merchant learns what it asked for, and no more

    Scenario: All forms tell who pays and where she lives
      Given an order of 499.00 NOK
      And the customer fills in all forms
      And the merchant has opened the session
      When Kari pays
      Then the session says who Kari is and where she lives
      And every exchange keeps to the contract

    Scenario: Without a word on forms the customer fills in all of them
      Given the merchant has opened a session of 499.00 NOK
      When Kari pays
      Then the session says who Kari is and where she lives

    Scenario: Without an address the merchant learns who pays
      Given an order of 499.00 NOK
      And the customer fills in no address
      And the merchant has opened the session
      When Kari pays
      Then the session is paid
      And the session says who Kari is but not where she lives
      And every exchange keeps to the contract

    Scenario: Without forms the merchant learns nothing
      Given an order of 499.00 NOK
      And the customer fills in no forms
      And the merchant has opened the session
      When Kari pays with what is filled in
      Then the session is paid
      And the session says nothing of Kari
      And every exchange keeps to the contract

    Scenario: Goods may go to another than who pays
      Given the merchant has opened a session of 499.00 NOK
      When Kari pays for Ola, who lives in Bergen
      Then the session says that the goods go to Ola in Bergen
      And every exchange keeps to the contract

    Scenario: What the merchant knew is filled in already
      Given an order of 499.00 NOK
      And the merchant knows who Kari is
      And the merchant has opened the session
      When Kari pays with what is filled in
      Then the session says who Kari is and where she lives

    Scenario: A customer from abroad lives where she says
      Given the merchant has opened a session of 499.00 NOK
      And Kari has given an address in Stockholm
      When Kari pays
      Then the session says who Kari is and where she lives

  @rule:session-identity
  Rule: A customer is named only to a merchant that asked

    Scenario: A merchant that asks learns a sub and an e-mail
      Given an order of 499.00 NOK
      And the order asks who the customer is
      And the merchant has opened the session
      When Kari pays
      Then the session names her to the merchant
      And every exchange keeps to the contract

    Scenario: A merchant that does not ask learns none
      Given the merchant has opened a session of 499.00 NOK
      When Kari pays
      Then the session is paid
      And the session does not name her to the merchant

    Scenario: Nobody is named before she pays
      Given an order of 499.00 NOK
      And the order asks who the customer is
      And the merchant has opened the session
      When Kari goes to pay
      Then the session is being paid
      And the session does not name her to the merchant

    Scenario: Nobody is named who pays by card
      Given an order of 499.00 NOK
      And the order asks who the customer is
      And the merchant has opened the session
      When Kari pays by card
      Then the session is paid
      And the session does not name her to the merchant

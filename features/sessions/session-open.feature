@checkout.v2 @checkout.v3 @core
Feature: Opening a session
  The merchant says what is to be paid and gets a page for the customer. What
  does not hold is refused before the customer sees anything.

  Background:
    Given a merchant that sells in NOK

  @rule:session-starts-open
  Rule: A session waits for its customer

    Scenario: A session that nobody has looked at is open
      When the merchant opens a session of 499.00 NOK
      Then the session is open
      And the session's page and the address to ask at are on the web
      And every exchange keeps to the contract

    @sandbox
    Scenario: The customer finds the page of the session
      When the merchant opens a session of 499.00 NOK
      Then the page for the customer opens

    Scenario: A session may ask for everything that both versions know
      Given an order of 499.00 NOK
      And the order names these ways to ship
        | id     | carrier | type         | title          | cost  | default |
        | mail   | POSTEN  | MAILBOX      |                | 49.00 | yes     |
        | pickup | OTHER   | PICKUP_POINT | Pick up at shop | 0.00 | no      |
      And the customer fills in all forms
      And the merchant knows who Kari is
      And the order asks who the customer is
      And the customer stands at the counter
      And the customer comes back to the merchant's app
      When the merchant opens the session
      Then the session is open
      And every exchange keeps to the contract

    Scenario: Two sessions of one merchant do not touch each other
      Given the merchant has opened a session of 100.00 NOK
      When the merchant opens another session of 250.00 NOK
      Then the session is open
      And the session that was opened first is open as well
      And every exchange keeps to the contract

  @rule:session-reference-once
  Rule: A reference is used once

    Scenario: A reference that is taken opens no second session
      Given the merchant has opened a session of 499.00 NOK
      When the merchant tries to open a session of 299.00 NOK under the same reference
      Then the session is refused because the reference is taken
      And the session is open

    @sandbox
    Scenario: The reference of a session that ended stays taken
      Given the merchant has opened a session of 499.00 NOK
      And Kari has left the payment
      When the merchant tries to open a session of 499.00 NOK under the same reference
      Then the session is refused because the reference is taken
      And the session is ended without payment

    @sandbox
    Scenario: The reference of a session that nobody paid in time stays taken
      Given the merchant has opened a session of 499.00 NOK
      And 60 minutes have passed
      When the merchant tries to open a session of 499.00 NOK under the same reference
      Then the session is refused because the reference is taken
      And the session is over, and nobody has paid

    Scenario Outline: A reference of <length> characters opens a session
      Given an order of 499.00 NOK
      And its reference has <length> characters
      When the merchant opens the session
      Then the session is open
      And every exchange keeps to the contract

      Examples: the shortest and the longest
        | length |
        | 8      |
        | 50     |

  @rule:session-fields
  Rule: What does not hold is refused

    Scenario Outline: A text of <length> characters is refused
      Given an order of 499.00 NOK
      And its text has <length> characters
      When the merchant tries to open the session
      Then the session is refused because the request is invalid
      And the request breaks the contract at "/transaction/paymentDescription"

      Examples: one too few, one too many
        | length |
        | 2      |
        | 101    |

    Scenario Outline: A text of <length> characters may stand there
      Given an order of 499.00 NOK
      And its text has <length> characters
      When the merchant opens the session
      Then the session is open
      And every exchange keeps to the contract

      Examples: the shortest and the longest text
        | length |
        | 3      |
        | 100    |

    Scenario: An amount below nothing is refused
      Given an order of 499.00 NOK
      And the order carries -1 at "/transaction/amount/value"
      When the merchant tries to open the session
      Then the session is refused because the request is invalid
      And the request breaks the contract at "/transaction/amount/value"

    Scenario Outline: A session without <what> is refused
      Given an order of 499.00 NOK
      And the order carries nothing at "<place>"
      When the merchant tries to open the session
      Then the session is refused because the request is invalid
      And the request breaks the contract at "<place>"

      Examples: what every session needs
        | what                             | place                                    |
        | a word on the merchant           | /merchantInfo                            |
        | a way back                       | /merchantInfo/returnUrl                  |
        | a token for the callback         | /merchantInfo/callbackAuthorizationToken |
        | a transaction                    | /transaction                             |
        | an amount                        | /transaction/amount                      |
        | a currency                       | /transaction/amount/currency             |
        | a text                           | /transaction/paymentDescription          |

    @sandbox
    Scenario: A currency that the sales unit does not sell in is refused
      Given an order of 499.00 SEK
      When the merchant tries to open the session
      Then the session is refused because the request is invalid

    Scenario: A Danish merchant sells in its own currency
      Given a merchant that sells in DKK
      When the merchant opens a session of 0.01 DKK
      Then the session is open

  @rule:session-something-to-pay
  Rule: In the end there is something to pay

    Scenario: Goods for nothing may be sent for a price
      Given an order of 0.00 NOK
      And the order names these ways to ship
        | id   | carrier | type    | cost | default |
        | mail | POSTEN  | MAILBOX | 1.00 | yes     |
      When the merchant opens the session
      Then the session is open
      And every exchange keeps to the contract

    @sandbox
    Scenario Outline: Goods for nothing that are sent <how> are refused
      Given an order of 0.00 NOK
      And the order names these ways to ship
        | id     | carrier | type         | title           | cost   | default |
        | mail   | POSTEN  | MAILBOX      |                 | <cost> | yes     |
        | pickup | OTHER   | PICKUP_POINT | Pick up at shop | 0.00   | no      |
      When the merchant tries to open the session
      Then the session is refused because the request is invalid
      And the request is reported as "guide.minimum-amount"

      Examples: for nothing, or perhaps for nothing
        | how                         | cost  |
        | for nothing in every way    | 0.00  |
        | for nothing in one way      | 49.00 |

  @rule:session-unknown
  Rule: Nobody looks at a session that the merchant does not have

    Scenario: A session that nobody opened is not there
      When the merchant tries to look at a session that nobody opened
      Then the look is refused because the merchant has no such session
      And every exchange keeps to the contract

    @sandbox
    Scenario: The session of another merchant is not there
      Given the merchant has opened a session of 499.00 NOK
      When another merchant tries to look at that session
      Then the look is refused because the merchant has no such session
      And the session is open

    @sandbox
    Scenario: A unit that is for login only opens no session
      Given a merchant whose sales unit is for login only
      And an order of 499.00 NOK
      When the merchant tries to open the session
      Then the session is refused because the sales unit may not do that

@checkout.v3 @extended
Feature: Changing and ending a session
  As long as nobody pays the merchant may change what is to be paid and how it is
  sent, or end the session. Both are answered without a word.

  Background:
    Given a merchant that sells in NOK
    And an order of 499.00 NOK
    And the order names these ways to ship
      | id   | carrier | type    | cost  | default |
      | mail | POSTEN  | MAILBOX | 49.00 | yes     |
    And the merchant has opened the session

  @rule:checkout-change-open
  Rule: An open session may be changed

    Scenario: A session that was changed is open
      When the merchant changes the session to 299.00 NOK
      Then the session is open
      And every exchange keeps to the contract

    Scenario: A change of nothing is one
      When the merchant changes nothing of the session
      Then the session is open
      And every exchange keeps to the contract

    @sandbox
    Scenario: The customer pays what the session was changed to
      Given the merchant has changed the session to 299.00 NOK
      When Kari pays
      Then the session comes to 348.00 NOK
      And 348.00 NOK stands authorized
      And every exchange keeps to the contract

    @sandbox
    Scenario: Goods are sent in a way that came later
      Given the merchant has changed the ways to ship to
        | id   | carrier | type          | cost  | default |
        | door | BRING   | HOME_DELIVERY | 99.00 | yes     |
      When Kari pays
      Then the goods are sent by "door" for 99.00 NOK
      And the session comes to 598.00 NOK
      And every exchange keeps to the contract

    @sandbox
    Scenario: A choice that is still there stays when the ways to ship change
      Given Kari has given her address
      And Kari has chosen "mail"
      And the merchant has changed the ways to ship to
        | id   | carrier | type          | cost  | default |
        | door | BRING   | HOME_DELIVERY | 99.00 | yes     |
        | mail | POSTEN  | MAILBOX       | 59.00 | no      |
      When Kari pays
      Then the goods are sent by "mail" for 59.00 NOK

    @sandbox
    Scenario: A choice that is gone falls back to the default
      Given Kari has given her address
      And Kari has chosen "mail"
      And the merchant has changed the ways to ship to
        | id   | carrier | type          | cost  | default |
        | door | BRING   | HOME_DELIVERY | 99.00 | yes     |
      When Kari pays
      Then the goods are sent by "door" for 99.00 NOK

    @sandbox
    Scenario: A reference cannot be changed
      When the merchant changes the session to 299.00 NOK, under the reference "another-reference"
      Then the session is open
      When Kari pays
      Then 348.00 NOK stands authorized

  @rule:checkout-change-refused
  Rule: What does not hold changes nothing

    Scenario Outline: A change to a session without <what> is refused
      When the merchant tries to change the session so that it carries nothing at "<place>"
      Then the change of the session is refused because the request is invalid
      And the request breaks the contract at "<place>"
      And the session is open

      Examples: what goes with an amount
        | what       | place                           |
        | a text     | /transaction/paymentDescription |
        | an amount  | /transaction/amount             |
        | a currency | /transaction/amount/currency    |

    Scenario: A change to less than nothing is refused
      When the merchant tries to change the session so that it carries -1 at "/transaction/amount/value"
      Then the change of the session is refused because the request is invalid
      And the request breaks the contract at "/transaction/amount/value"

    Scenario: A change to a carrier that does not deliver so is refused
      When the merchant tries to change the ways to ship to
        | id   | carrier  | type    | cost  | default |
        | mail | POSTNORD | MAILBOX | 49.00 | yes     |
      Then the change of the session is refused because the request is invalid
      And the request breaks the contract at "/logisticOptions/0/type"

    @wire
    Scenario: Ways to ship under the name that they have at the start change nothing
      When the merchant tries to change the session so that it carries {"fixedOptions":[]} at "/logistics"
      Then the session is open
      And the request is reported as "guide.unused-field"

    @sandbox
    Scenario: A change to nothing to pay is refused
      Given the merchant has changed the ways to ship to
        | id     | carrier | title           | cost | default |
        | pickup | OTHER   | Pick up at shop | 0.00 | yes     |
      When the merchant tries to change the session to 0.00 NOK
      Then the change of the session is refused because the request is invalid
      When Kari pays
      Then the session comes to 499.00 NOK

  @rule:checkout-change-closed
  Rule: Once the customer pays nothing can be changed

    @sandbox
    Scenario: A session that is being paid cannot be changed
      Given Kari has gone to pay
      When the merchant tries to change the session to 299.00 NOK
      Then the change of the session is refused because the session is not open any more
      And the session is being paid
      And the session comes to 548.00 NOK

    @sandbox
    Scenario: A session that was paid cannot be changed
      Given Kari has paid
      When the merchant tries to change the session to 299.00 NOK
      Then the change of the session is refused because the session is not open any more
      And 548.00 NOK stands authorized

    @sandbox
    Scenario: A session that ended without payment cannot be changed
      Given Kari has left the payment
      When the merchant tries to change the session to 299.00 NOK
      Then the change of the session is refused because the session is not open any more
      And the session is ended without payment

    @sandbox
    Scenario: A session that expired cannot be changed
      Given 60 minutes have passed
      When the merchant tries to change the session to 299.00 NOK
      Then the change of the session is refused because the merchant has no such session
      And the session is over, and nobody has paid

    Scenario Outline: A merchant that tries to <act> a session that nobody opened is refused
      When the merchant tries to <act> a session that nobody opened
      Then the <noun> is refused because the merchant has no such session
      And the session is open

      Examples: both changes
        | act    | noun                  |
        | change | change of the session |
        | end    | end of the session    |

    @sandbox
    Scenario Outline: Another merchant that tries to <act> that session is refused
      When another merchant tries to <act> that session
      Then the <noun> is refused because the merchant has no such session
      And the session is open

      Examples: changes by a stranger
        | act    | noun                  |
        | change | change of the session |
        | end    | end of the session    |

  @rule:checkout-end
  Rule: The merchant may end a session that nobody pays

    Scenario: A session that the merchant ended is over
      When the merchant ends the session
      Then the session is over, and nobody has paid
      And every exchange keeps to the contract

    @sandbox
    Scenario: Nobody pays a session that the merchant ended
      Given the merchant has ended the session
      When Kari tries to pay
      Then Kari cannot
      And the session is expired
      And the merchant was not told of any end

    @sandbox
    Scenario: The merchant is not told of what it ended, and nothing revives it
      Given the merchant has ended the session
      When 2 hours pass
      Then the session is expired
      And the merchant was not told of any end

    @sandbox
    Scenario: A session that is being paid cannot be ended
      Given Kari has gone to pay
      When the merchant tries to end the session
      Then the end of the session is refused because the session is not open any more
      And the session is being paid
      And the payment is pending

    @sandbox
    Scenario: A session that was paid cannot be ended
      Given Kari has paid
      When the merchant tries to end the session
      Then the end of the session is refused because the session is not open any more
      And 548.00 NOK stands authorized

    @sandbox
    Scenario: A session that the merchant ended cannot be ended again
      Given the merchant has ended the session
      When the merchant tries to end the session
      Then the end of the session is refused because the merchant has no such session
      And the session is over, and nobody has paid

    @sandbox
    Scenario: The reference of a session that the merchant ended stays taken
      Given the merchant has ended the session
      When the merchant tries to open a session of 499.00 NOK under the same reference
      Then the session is refused because the reference is taken
      And the session is over, and nobody has paid

  @rule:checkout-expired
  Rule: An expired session is known for a day

    @sandbox
    Scenario: A session that expired a day ago is not there
      Given 60 minutes have passed
      And the session is expired
      When 24 hours pass
      And the merchant tries to look at the session
      Then the look is refused because the merchant has no such session
      And the refusal is called "Session-00100"

    @sandbox
    Scenario: A session that expired 23 hours ago is known as expired
      Given 60 minutes have passed
      When 23 hours pass
      Then the session is expired

    @sandbox
    Scenario: An expired session may be forgotten at once
      Given 60 minutes have passed
      When the session is forgotten
      Then the session is over, and nobody has paid
      When the merchant tries to look at the session
      Then the look is refused because the merchant has no such session

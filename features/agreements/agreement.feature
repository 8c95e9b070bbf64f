@recurring.v2 @recurring.v3 @core
Feature: Agreeing on a subscription
  The merchant offers an agreement, and it begins when the payer accepts. Nothing
  is charged by that alone.

  Background:
    Given a merchant that sells in NOK

  @rule:agreement-offered
  Rule: An agreement waits until its payer acts

    Scenario: An agreement that was offered is pending
      Given an agreement of 349.00 NOK every month
      When the merchant offers it to Kari
      Then the agreement is pending
      And the agreement reads as it was offered
      And the agreement has not begun
      And the agreement's link opens a web page and carries a token
      And every exchange keeps to the contract

    Scenario Outline: An agreement that is paid every <interval> says so
      Given an agreement of 349.00 NOK every <interval>
      When the merchant offers it to Kari
      Then the agreement reads as it was offered

      Examples: the units, and the most of one
        | interval |
        | 31 days  |
        | 2 weeks  |
        | 3 months |
        | year     |

    Scenario Outline: An agreement that is paid every <interval> cannot be offered
      Given an agreement of 349.00 NOK every <interval>
      When the merchant tries to offer it to Kari
      Then the draft is refused because the request is invalid
      And the request is reported as "<rule>"

      Examples: none, and one more than there can be
        | interval | rule           |
        | 0 days   | schema.minimum |
        | 32 days  | schema.maximum |

    Scenario Outline: <words> may be told of an agreement
      Given an agreement of 349.00 NOK every month
      And its <what> has <number> characters
      When the merchant offers it to Kari
      Then the agreement reads as it was offered

      Examples: the longest
        | words                                 | what        | number |
        | A product of 45 characters            | product     | 45     |
        | A description of 100 characters       | description | 100    |

    Scenario Outline: <words> is more than can be told
      Given an agreement of 349.00 NOK every month
      And its <what> has <number> characters
      When the merchant tries to offer it to Kari
      Then the draft is refused because the request is invalid
      And the request is reported as "schema.maxLength"

      Examples: one character too many
        | words                           | what        | number |
        | A product of 46 characters      | product     | 46     |
        | A description of 101 characters | description | 101    |

    Scenario: Kari may be offered two agreements at a time
      Given Kari was offered an agreement of 349.00 NOK every month
      When Kari is offered another agreement of 49.00 NOK every month
      Then both agreements are there

    Scenario: A unit that may not skip the landing page is told so
      Given an agreement of 349.00 NOK every month
      And it skips the landing page
      When the merchant tries to offer it to Kari
      Then the draft is refused because the sales unit may not do that

  @rule:agreement-accepted
  Rule: It begins when the payer accepts

    Scenario: An agreement that Kari accepts is active and has no charge
      Given Kari was offered an agreement of 349.00 NOK every month
      When Kari accepts it
      Then the agreement is active
      And the agreement has begun
      And the agreement has not ended
      And the agreement reads as it was offered
      And the agreement has 0 charges
      And every exchange keeps to the contract

    @sandbox
    Scenario: An agreement that Kari accepts in the app is active
      Given Kari was offered an agreement of 349.00 NOK every month
      When Kari accepts it in the app
      Then the agreement is active
      And the agreement has begun

    Scenario: An agreement that is active cannot be accepted again
      Given Kari has an agreement of 349.00 NOK every month
      When somebody tries to accept it without the app for the number "91234567"
      Then the approval is refused
      And the agreement is active

    Scenario: Nobody accepts for a number that nobody has
      Given Kari was offered an agreement of 349.00 NOK every month
      When somebody tries to accept it without the app for the number "4700000000"
      Then the approval is refused because the phone number cannot be used
      And the agreement is pending

  @rule:agreement-ended-early
  Rule: Without a yes it comes to nothing

    @sandbox
    Scenario: An agreement that Kari rejects is stopped
      Given Kari was offered an agreement of 349.00 NOK every month
      When Kari rejects the agreement
      Then the agreement is stopped
      And the agreement has not begun

    @sandbox
    Scenario: After ten minutes an agreement that nobody accepted has expired
      Given Kari was offered an agreement of 349.00 NOK every month
      When 10 minutes pass
      Then the agreement is expired
      And the agreement has not begun

    @sandbox
    Scenario: After nine minutes Kari is still in time
      Given Kari was offered an agreement of 349.00 NOK every month
      And 9 minutes have passed
      And the agreement is pending
      When Kari accepts it in the app
      Then the agreement is active

    @sandbox
    Scenario: After eleven minutes Kari cannot accept any more
      Given Kari was offered an agreement of 349.00 NOK every month
      And 11 minutes have passed
      When Kari tries to accept it in the app
      Then Kari is too late
      And the agreement is expired

  @rule:agreement-variable
  Rule: The payer chooses the most that a charge may be

    Scenario: The merchant's suggestion stands until Kari chooses
      Given an agreement of at most 1000.00 NOK every month, as Kari chooses
      When the merchant offers it to Kari
      Then the agreement reads as it was offered
      And Kari has no maximum yet

    Scenario: Kari keeps to what the merchant suggests
      Given an agreement of at most 1000.00 NOK every month, as Kari chooses
      And the merchant has offered it to Kari
      When Kari accepts it
      Then the agreement reads as it was offered
      And Kari's maximum is 1000.00 NOK

    @sandbox
    Scenario: Kari chooses less than the merchant suggests
      Given an agreement of at most 1000.00 NOK every month, as Kari chooses
      And the merchant has offered it to Kari
      When Kari accepts it in the app, with at most 400.00 NOK
      Then Kari's maximum is 400.00 NOK
      And the agreement reads as it was offered

    Scenario: A maximum of 20000.00 NOK can be suggested
      Given an agreement of at most 20000.00 NOK every month, as Kari chooses
      When the merchant offers it to Kari
      Then the agreement reads as it was offered

  @rule:agreement-campaign
  Rule: A lower price at the start stands beside the usual one

    Scenario: Eight weeks at 1.00 NOK stand beside the usual price
      Given an agreement of 349.00 NOK every month
      And for the next 8 weeks each payment costs 1.00 NOK
      When the merchant offers it to Kari
      Then the agreement reads as it was offered
      And every exchange keeps to the contract

    Scenario: A lower price stands after Kari has accepted it
      Given an agreement of 349.00 NOK every month
      And for the next 8 weeks each payment costs 1.00 NOK
      And the merchant has offered it to Kari
      When Kari accepts it
      Then the agreement is active
      And the agreement reads as it was offered

    Scenario: An agreement without a lower price has no campaign
      Given Kari has an agreement of 349.00 NOK every month
      Then the agreement has no campaign

  @rule:agreement-profile
  Rule: Whose agreement it is says one that asked

    Scenario: An agreement that asked for the name says whose it is
      Given an agreement of 349.00 NOK every month
      And it asks Kari for "name email"
      And the merchant has offered it to Kari
      When Kari accepts it
      Then the agreement names whose it is

    Scenario: An agreement that asked for nothing does not say whose it is
      Given Kari has an agreement of 349.00 NOK every month
      Then the agreement does not name whose it is

  @rule:agreement-unknown
  Rule: Nobody reads what is not theirs

    @production-safe
    Scenario: An agreement that nobody has is not there
      When the merchant tries to read an agreement that nobody has
      Then the reading is refused because the merchant has no such agreement

    @sandbox
    Scenario: What another merchant agreed on is not there
      Given Kari has an agreement of 349.00 NOK every month
      When another merchant tries to read that agreement
      Then the reading is refused because the merchant has no such agreement
      And the agreement is active

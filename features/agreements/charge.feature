@recurring.v2 @recurring.v3 @core
Feature: Charging under an agreement
  The merchant makes every charge itself, at least a day before it is due. On the
  day it is collected, or tried again.

  Background:
    Given a merchant that sells in NOK

  @rule:charge-made
  Rule: A charge waits for its day

    Scenario: A charge that was made waits for its day
      Given Kari has an agreement of 349.00 NOK every month
      When the merchant charges Kari 349.00 NOK, due in 3 days
      Then the charge waits
      And the charge reads as it was made
      And it is the recurring charge of the agreement
      And the charge stands at
        | amount | captured | refunded | cancelled |
        | 349.00 | 0.00     | 0.00     | 0.00      |
      And every exchange keeps to the contract

    Scenario: A charge in six weeks is pending
      Given Kari has an agreement of 349.00 NOK every month
      When the merchant charges Kari 349.00 NOK, due in 42 days
      Then the charge is pending

    @sandbox
    Scenario: A charge is due when its day is less than thirty days away
      Given Kari has an agreement of 349.00 NOK every month
      And the merchant has charged Kari 349.00 NOK, due in 42 days
      When 13 days pass
      Then the charge is due

    Scenario: A charge may have a number of the merchant's own
      Given Kari has an agreement of 349.00 NOK every month
      And a charge of 349.00 NOK that is due in 3 days
      And it has the number "march"
      When the merchant makes the charge
      Then the charge reads as it was made

    Scenario: A number serves one charge only
      Given Kari has an agreement of 349.00 NOK every month
      And a charge of 349.00 NOK that is due in 3 days
      And it has the number "march"
      And the merchant has made the charge
      When the merchant tries to make the charge
      Then the charge is refused because the reference is taken
      And the agreement has 1 charge

    Scenario: Two charges of one agreement have numbers of their own
      Given Kari has an agreement of 349.00 NOK every month
      And the merchant has charged Kari 349.00 NOK, due in 3 days
      When the merchant charges Kari 349.00 NOK, due in 33 days
      Then there are 2 charges, each with a number of its own
      And 2 charges of the agreement are waiting
      And 0 charges of the agreement are charged

    Scenario: A charge that was asked for twice with one key is made once
      Given Kari has an agreement of 349.00 NOK every month
      And a charge of 349.00 NOK that is due in 3 days
      And the merchant has made the charge with the key "march"
      When the merchant makes the charge with the key "march"
      Then the charge was made once

  @rule:charge-amount
  Rule: A charge is at most five times the price

    Scenario: Five times the price can be charged
      Given Kari has an agreement of 349.00 NOK every month
      When the merchant charges Kari 1745.00 NOK, due in 3 days
      Then the charge waits

    Scenario: One øre more than five times the price is refused
      Given Kari has an agreement of 349.00 NOK every month
      When the merchant tries to charge Kari 1745.01 NOK, due in 3 days
      Then the charge is refused because the amount is too high
      And the agreement has 0 charges

    Scenario: More than Kari's maximum and the suggestion is refused
      Given an agreement of at most 1000.00 NOK every month, as Kari chooses
      And the merchant has offered it to Kari
      And Kari has accepted it
      When the merchant tries to charge Kari 1000.01 NOK, due in 3 days
      Then the charge is refused because the amount is too high
      And the agreement has 0 charges

    Scenario: As much as Kari allows can be charged
      Given an agreement of at most 1000.00 NOK every month, as Kari chooses
      And the merchant has offered it to Kari
      And Kari has accepted it
      When the merchant charges Kari 1000.00 NOK, due in 3 days
      Then the charge waits

  @rule:charge-due
  Rule: A charge is due tomorrow at the earliest and in two years at the latest

    Scenario: A charge that is due today is refused
      Given Kari has an agreement of 349.00 NOK every month
      When the merchant tries to charge Kari 349.00 NOK, due in 0 days
      Then the charge is refused because it is due too soon
      And the request is reported as "guide.charge-due"
      And the agreement has 0 charges

    Scenario: A charge that was due yesterday is refused
      Given Kari has an agreement of 349.00 NOK every month
      And a charge of 349.00 NOK that was due yesterday
      When the merchant tries to make the charge
      Then the charge is refused because it is due too soon
      And the request is reported as "guide.charge-due"
      And the agreement has 0 charges

    Scenario: A charge that is due in two years and a day is refused
      Given Kari has an agreement of 349.00 NOK every month
      And a charge of 349.00 NOK that is due in two years and a day
      When the merchant tries to make the charge
      Then the charge is refused because it is due too far ahead
      And the request is reported as "guide.charge-due"
      And the agreement has 0 charges

    @sandbox
    Scenario: A charge that is due tomorrow waits
      Given Kari has an agreement of 349.00 NOK every month
      When the merchant charges Kari 349.00 NOK, due in 1 day
      Then the charge waits

  @rule:charge-retries
  Rule: It can be tried again for up to fourteen days

    Scenario: A charge that is tried again for fourteen days can be made
      Given Kari has an agreement of 349.00 NOK every month
      And a charge of 349.00 NOK that is due in 3 days
      And it is tried again for 14 days
      When the merchant makes the charge
      Then the charge reads as it was made

    Scenario: A charge that is not tried again on other days can be made
      Given Kari has an agreement of 349.00 NOK every month
      And a charge of 349.00 NOK that is due in 3 days
      And it is tried again for 0 days
      When the merchant makes the charge
      Then the charge reads as it was made
      And the request is reported as "guide.retry-days"

    Scenario: A charge that is tried again for fifteen days is refused
      Given Kari has an agreement of 349.00 NOK every month
      And a charge of 349.00 NOK that is due in 3 days
      And it is tried again for 15 days
      When the merchant tries to make the charge
      Then the charge is refused because the request is invalid
      And the request is reported as "schema.maximum"
      And the agreement has 0 charges

    Scenario: A charge that is tried again for less than no days is refused
      Given Kari has an agreement of 349.00 NOK every month
      And a charge of 349.00 NOK that is due in 3 days
      And the charge carries -1 at "/retryDays"
      When the merchant tries to make the charge
      Then the charge is refused because the request is invalid
      And the request is reported as "schema.minimum"
      And the agreement has 0 charges

  @rule:charge-agreement-active
  Rule: Only an active agreement is charged

    Scenario: An agreement that Kari has not accepted cannot be charged
      Given Kari was offered an agreement of 349.00 NOK every month
      When the merchant tries to charge Kari 349.00 NOK, due in 3 days
      Then the charge is refused because the agreement is not active
      And the agreement has 0 charges

    Scenario: An agreement that was stopped cannot be charged
      Given Kari has an agreement of 349.00 NOK every month
      And the merchant has stopped the agreement
      When the merchant tries to charge Kari 349.00 NOK, due in 3 days
      Then the charge is refused because the agreement is not active
      And the agreement has 0 charges

    @sandbox
    Scenario: An agreement that expired cannot be charged
      Given Kari was offered an agreement of 349.00 NOK every month
      And 10 minutes have passed
      When the merchant tries to charge Kari 349.00 NOK, due in 3 days
      Then the charge is refused because the agreement is not active
      And the agreement has 0 charges
      And the agreement is expired

  @rule:charge-cancel
  Rule: What is not collected yet can be called off

    Scenario: A charge that waits is cancelled
      Given Kari has an agreement of 349.00 NOK every month
      And the merchant has charged Kari 349.00 NOK, due in 3 days
      When the merchant cancels the charge
      Then the charge stands at
        | state     | captured | cancelled |
        | cancelled | 0.00     | 349.00    |
      And 1 charge of the agreement is cancelled
      And 0 charges of the agreement are waiting
      And the agreement is active

    Scenario: A charge six weeks ahead is cancelled
      Given Kari has an agreement of 349.00 NOK every month
      And the merchant has charged Kari 349.00 NOK, due in 42 days
      When the merchant cancels the charge
      Then the charge is cancelled

    Scenario: A charge cannot be cancelled twice
      Given Kari has an agreement of 349.00 NOK every month
      And the merchant has charged Kari 349.00 NOK, due in 3 days
      And the merchant has cancelled the charge
      When the merchant tries to cancel the charge
      Then the cancellation is refused because nothing can be cancelled any more
      And the charge is cancelled

    @sandbox
    Scenario: A cancelled charge is not collected
      Given Kari has an agreement of 349.00 NOK every month
      And the merchant has charged Kari 349.00 NOK, due in 3 days
      And the merchant has cancelled the charge
      When the last day of trying passes
      Then the charge stands at
        | state     | captured |
        | cancelled | 0.00     |

    Scenario: What waits can neither be captured nor given back
      Given Kari has an agreement of 349.00 NOK every month
      And the merchant has charged Kari 349.00 NOK, due in 3 days
      And the merchant tries to capture the charge
      And the capture is refused because nothing is reserved
      When the merchant tries to refund the charge
      Then the refund is refused because nothing is captured
      And the charge waits

  @rule:charge-foreign
  Rule: A charge is found under its own agreement

    Scenario Outline: Nobody can <act> a charge that nobody has
      Given Kari has an agreement of 349.00 NOK every month
      When the merchant tries to <act> a charge that nobody has
      Then the <noun> is refused because the merchant has no such charge
      And the agreement has 0 charges

      Examples: whatever is done with it
        | act     | noun         |
        | read    | reading      |
        | capture | capture      |
        | cancel  | cancellation |
        | refund  | refund       |

    Scenario Outline: Nobody can <act> a charge under another agreement
      Given Kari has an agreement of 349.00 NOK every month
      And Kari has 199.00 NOK reserved for an agreement of 49.00 NOK every month
      When the merchant tries to <act> that charge under another agreement
      Then the <noun> is refused because the merchant has no such charge
      And the charge is reserved

      Examples: whatever is done with it
        | act     | noun         |
        | read    | reading      |
        | capture | capture      |
        | cancel  | cancellation |

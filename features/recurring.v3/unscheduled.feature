@recurring.v3 @extended @sandbox
Feature: Charging at any time
  A unit that may do so charges under an active agreement at once. Such a charge
  has no day and is tried once.

  @rule:unscheduled-allowed
  Rule: The unit must be allowed to

    Scenario: A unit that may not charge at any time is told so
      Given a merchant that sells in NOK
      And Kari has an agreement of 349.00 NOK every month
      And a charge of 99.00 NOK at once
      When the merchant tries to make the charge
      Then the charge is refused because the sales unit may not do that
      And the refusal says "UNSCHEDULED"
      And the agreement has 0 charges

  @rule:unscheduled-collected
  Rule: It is collected at once

    Background:
      Given a merchant whose sales unit may charge at any time
      And Kari has an agreement of 349.00 NOK every month

    Scenario: A charge at any time is collected within a minute
      Given a charge of 99.00 NOK at once
      And the merchant has made the charge
      When 1 minute passes
      Then it is the unscheduled charge of the agreement
      And the charge stands at
        | state   | amount | captured |
        | charged | 99.00  | 99.00    |
      And every exchange keeps to the contract

    Scenario: A charge at any time may be reserved first
      Given a charge of 99.00 NOK at once
      And it is reserved first
      And the merchant has made the charge
      And 1 minute has passed
      And the charge is reserved
      When the merchant captures the whole charge
      Then the charge is charged

    Scenario: A charge at any time is not tried again
      Given a charge of 1.51 NOK at once
      And the merchant has made the charge
      When 1 minute passes
      Then the charge failed because "user action required"

    Scenario: A charge at any time with days to try again is refused
      Given a charge of 99.00 NOK at once
      And it is tried again for 3 days
      When the merchant tries to make the charge
      Then the charge is refused because the request is invalid
      And the request is reported as "guide.charge-type"
      And the agreement has 0 charges

    Scenario: A charge at any time that says how it is tried is refused
      Given a charge of 99.00 NOK at once
      And it is tried once
      When the merchant tries to make the charge
      Then the charge is refused because the request is invalid
      And the request is reported as "guide.charge-type"

    Scenario: A charge of which nobody knows is processing for an hour
      Given a charge of 2.01 NOK at once
      And the merchant has made the charge
      And 1 minute has passed
      And the charge is processing
      And the merchant tries to cancel the charge
      And the cancellation is refused
      And the charge is processing
      When 1 hour passes
      Then the charge is charged

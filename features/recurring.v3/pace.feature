@recurring.v3 @extended @sandbox
Feature: How often Recurring may be asked
  Each agreement and each charge may be asked about so often a minute. Who asks
  more often waits.

  Background:
    Given a merchant that sells in NOK
    And Kari has an agreement of 349.00 NOK every month

  @rule:pace-charge
  Rule: A charge may be read ten times a minute

    Scenario: The eleventh reading within a minute is refused
      Given the merchant has charged Kari 349.00 NOK, due in 3 days
      And the merchant has read the charge 10 times
      When the merchant tries to read the charge
      Then the reading is refused because there are too many calls

    Scenario: After a minute the charge can be read again
      Given the merchant has charged Kari 349.00 NOK, due in 3 days
      And the merchant has read the charge 10 times
      And 1 minute has passed
      Then the charge waits

    Scenario: Another charge can be read meanwhile
      Given the merchant has charged Kari 349.00 NOK, due in 3 days
      And the merchant has read the charge 10 times
      When the merchant charges Kari 349.00 NOK, due in 4 days
      Then the charge waits

@recurring.v3 @extended
Feature: Making many charges at once
  Up to two thousand charges of any agreements are made with one call. What is
  wrong with one by itself is said at once and does not hold up the others.

  Background:
    Given a merchant that sells in NOK
    And Kari has an agreement of 349.00 NOK every month

  @rule:bulk-answer
  Rule: What passes and what is turned down is named

    Scenario: Charges of two agreements pass
      Given Kari has another agreement of 49.00 NOK every month
      When the merchant makes these charges at once
        | charge | amount | due in | agreement      |
        | honey  | 349.00 | 3      | the one before |
        | jam    | 49.00  | 3      |                |
      Then the charges "honey, jam" pass
      And none is turned down
      And every exchange keeps to the contract

    @sandbox
    Scenario: Charges that passed wait for their day
      Given the merchant makes these charges at once
        | charge | amount | due in |
        | march  | 349.00 | 3      |
        | april  | 349.00 | 33     |
      When 1 minute passes
      Then the charge "march" waits
      And the charge "april" waits
      And the agreement has 2 charges

    Scenario: A charge of today and one of nobody are turned down
      When the merchant makes these charges at once
        | charge | amount | due in | agreement |
        | march  | 349.00 | 3      |           |
        | today  | 349.00 | 0      |           |
        | astray | 349.00 | 3      | nobody's  |
      Then the charge "march" passes
      And the charges "today, astray" are turned down

    @sandbox
    Scenario: A charge that was turned down is not made
      Given the merchant makes these charges at once
        | charge | amount | due in |
        | march  | 349.00 | 3      |
        | today  | 349.00 | 0      |
      When 1 minute passes
      Then the charge "march" waits
      And the charge "today" is not there
      And the agreement has 1 charge

    Scenario: Of two charges with one number one is turned down
      Given a charge of 349.00 NOK that is due in 3 days
      And it has the number "march"
      And the merchant has made the charge
      When the merchant makes these charges at once
        | charge | amount | due in |
        | march  | 349.00 | 3      |
        | april  | 349.00 | 33     |
      Then the charge "april" passes
      And the charge "march" is turned down

  @rule:bulk-later
  Rule: What the agreement does not allow is told later

    @sandbox
    Scenario: A charge above five times the price passes, is not made, and is told
      Given the merchant listens for "charge-creation-failed"
      When the merchant makes these charges at once
        | charge | amount  | due in |
        | march  | 1745.01 | 3      |
        | april  | 349.00  | 33     |
      And 1 minute passes
      Then the charges "march, april" pass
      And the charge "march" is not there
      And the charge "april" waits
      And the merchant is told that the charge "march" was not made
      And every exchange keeps to the contract

  @rule:bulk-limit
  Rule: Two thousand are the most

    Scenario: Two thousand charges and one are refused
      When the merchant tries to make 2001 charges at once
      Then the charge is refused because the request is invalid
      And the request is reported as "guide.bulk-size"
      And the agreement has 0 charges

    Scenario: No charge at all is refused
      When the merchant tries to make 0 charges at once
      Then the charge is refused because the request is invalid
      And the request is reported as "guide.bulk-size"

@recurring.v3 @core
Feature: Making charges with version 3
  A charge says whether it is reserved first, how often it is tried, and which
  number and which settlement reference it has.

  Background:
    Given a merchant that sells in NOK
    And Kari has an agreement of 349.00 NOK every month

  @rule:charge-reference
  Rule: A number identifies the charge, a reference the settlement

    Scenario: A charge without a number is given one
      When the merchant charges Kari 349.00 NOK, due in 3 days
      Then the charge has a number that the API made
      And the history of the charge is CREATE
      And every exchange keeps to the contract

    Scenario: A settlement reference leaves the number to the API
      Given a charge of 349.00 NOK that is due in 3 days
      And it has the settlement reference "march 2030 / member 4711"
      When the merchant makes the charge
      Then the charge has a number that the API made
      And the charge reads as it was made

    Scenario: A charge has both
      Given a charge of 349.00 NOK that is due in 3 days
      And it has the number "march"
      And it has the settlement reference "march 2030"
      When the merchant makes the charge
      Then the charge reads as it was made
      And the charge is found without its agreement

    Scenario: A number of 64 characters is the longest
      Given a charge of 349.00 NOK that is due in 3 days
      And it has a number of 64 characters
      When the merchant makes the charge
      Then the charge reads as it was made
      And every exchange keeps to the contract

    Scenario: A number of 65 characters is refused
      Given a charge of 349.00 NOK that is due in 3 days
      And it has a number of 65 characters
      When the merchant tries to make the charge
      Then the charge is refused because the request is invalid
      And the request breaks the contract at "/orderId"
      And the agreement has 0 charges

    Scenario Outline: A number with <sign> is refused
      Given a charge of 349.00 NOK that is due in 3 days
      And the charge carries "<number>" at "/orderId"
      When the merchant tries to make the charge
      Then the charge is refused because the request is invalid
      And the request breaks the contract at "/orderId"
      And the agreement has 0 charges

      Examples: signs at the start and at the end
        | sign         | number        |
        | a stroke     | _march2030    |
        | an exclamation mark | march2030! |

    Scenario: The number of another agreement's charge is taken
      Given a charge of 349.00 NOK that is due in 3 days
      And it has the number "march"
      And the merchant has made the charge
      And Kari has another agreement of 49.00 NOK every month
      And a charge of 49.00 NOK that is due in 3 days
      And it has the number of the charge before it
      When the merchant tries to make the charge
      Then the charge is refused because the reference is taken
      And the agreement has 0 charges

  @rule:charge-fields
  Rule: A charge says what it is

    Scenario: A charge that does not say whether it is reserved is refused
      Given a charge of 349.00 NOK that is due in 3 days
      And the charge carries nothing at "/transactionType"
      When the merchant tries to make the charge
      Then the charge is refused because the request is invalid
      And the request breaks the contract at "/transactionType"
      And the agreement has 0 charges

    Scenario: A description of 100 characters is the longest
      Given a charge of 349.00 NOK that is due in 3 days
      And the charge's text has 100 characters
      When the merchant makes the charge
      Then the charge reads as it was made
      And the request is reported as "guide.description-length"

    Scenario: A description of 101 characters is refused
      Given a charge of 349.00 NOK that is due in 3 days
      And the charge's text has 101 characters
      When the merchant tries to make the charge
      Then the charge is refused because the request is invalid
      And the request breaks the contract at "/description"

    Scenario: Less than 1.00 NOK cannot be charged
      When the merchant tries to charge Kari 0.99 NOK, due in 3 days
      Then the charge is refused because the amount is too small
      And the agreement has 0 charges

    Scenario: A charge without a day is refused
      Given a charge of 349.00 NOK that is due in 3 days
      And the charge carries nothing at "/due"
      When the merchant tries to make the charge
      Then the charge is refused because the request is invalid
      And the request is reported as "guide.charge-type"
      And the agreement has 0 charges

    Scenario: A day with slashes is refused
      Given a charge of 349.00 NOK that is due in 3 days
      And the charge carries "2030/12/01" at "/due"
      When the merchant tries to make the charge
      Then the charge is refused because the request is invalid
      And the request breaks the contract at "/due"
      And the agreement has 0 charges

  @rule:charge-mode
  Rule: A charge may be tried once

    Scenario: A charge that is tried once has no days of trying
      Given a charge of 349.00 NOK that is due in 3 days
      And it is tried once
      And it is tried again for 0 days
      When the merchant makes the charge
      Then the charge reads as it was made
      And every exchange keeps to the contract

    Scenario: A charge that is tried once cannot be tried again
      Given a charge of 349.00 NOK that is due in 3 days
      And it is tried once
      And it is tried again for 3 days
      When the merchant tries to make the charge
      Then the charge is refused because the request is invalid
      And the request is reported as "guide.charge-type"
      And the agreement has 0 charges

    @sandbox
    Scenario: A charge that is tried once fails in the morning
      Given a charge of 1.51 NOK that is due in 3 days
      And it is tried once
      And it is tried again for 0 days
      And the merchant has made the charge
      When it is noon of the day of the charge
      Then the charge failed because "user action required"

    @sandbox
    Scenario: A charge that is tried more than once is still due at noon
      Given a charge of 1.51 NOK that is due in 3 days
      And it is tried again for 2 days
      And the merchant has made the charge
      When it is noon of the day of the charge
      Then the charge is due

  @rule:charge-cap-each
  Rule: The cap holds for each charge

    Scenario: Two charges of five times the price can be made
      Given the merchant has charged Kari 1745.00 NOK, due in 3 days
      When the merchant charges Kari 1745.00 NOK, due in 4 days
      Then 2 charges of the agreement are waiting

  @rule:charge-failure
  Rule: A failure names its reason

    @sandbox
    Scenario: A charge that looks like fraud fails for good
      Given a charge of 1.83 NOK that is due in 3 days
      And it is tried again for 2 days
      And the merchant has made the charge
      When the last day of trying passes
      Then the charge failed because "non technical error"
      And the history of the charge is CREATE, FAIL

    @sandbox
    Scenario: A charge that her bank turned down can only be made anew
      Given the merchant has charged Kari 349.00 NOK, due in 3 days
      And Kari's bank turns the charge down
      And the charge is failed
      When the merchant charges Kari 349.00 NOK, due in 6 days
      And the day of the charge passes
      Then the charge is charged
      And the agreement has 2 charges

@ecom.v2 @core
Feature: Capture and cancel as only eCom has them
  An amount may be left out, zero or null to capture all; the rest of a partly
  captured order is released by a flag.

  Background:
    Given a merchant that sells in NOK
    And Kari has approved a payment of 499.00 NOK

  @rule:ecom-capture-all
  Rule: No amount, zero and null all mean everything

    Scenario Outline: An amount of <amount> captures everything
      When the merchant captures with <amount> as the amount
      Then the payment stands at
        | authorized | captured | refunded | cancelled |
        | 499.00     | 499.00   | 0.00     | 0.00      |
      And every exchange keeps to the contract

      Examples: other words for everything
        | amount |
        | 0      |
        | null   |

    Scenario: Zero captures what an earlier part has left
      Given the merchant has captured 199.00 NOK
      When the merchant captures with 0 as the amount
      Then 499.00 NOK stands captured
      And the history holds 2 captures

  @rule:ecom-cancel-flag
  Rule: Since April 2022 a flag releases the rest of a partly captured order

    Scenario: Without the flag a partly captured order is not cancelled
      Given the merchant has captured 199.00 NOK
      When the merchant tries to cancel the payment
      Then the cancellation is refused because money is captured already
      And 199.00 NOK stands captured
      And 300.00 NOK stands left to capture

    Scenario: A flag in the wrong place releases nothing
      Given the merchant has captured 199.00 NOK
      When the merchant tries to release the rest with the flag inside the transaction
      Then the cancellation is refused because money is captured already
      And 300.00 NOK stands left to capture
      And the request is reported as "guide.release-flag-place"

    Scenario: A rest that was released cannot be released again
      Given the merchant has captured 199.00 NOK
      And the merchant has released the rest
      When the merchant tries to release the rest
      Then the cancellation is refused
      And 199.00 NOK stands captured
      And 300.00 NOK stands cancelled

  @rule:ecom-capture-limits
  Rule: A change outside the limits moves nothing

    Scenario: A capture of less than nothing is refused
      When the merchant tries to capture with -100 as the amount
      Then the capture is refused because the request is invalid
      And the request breaks the contract at "/transaction/amount"
      And nothing stands captured

@recurring.v3 @extended @sandbox
Feature: A subscription of goods
  A box a month is reserved on its day and captured when it ships, all of it or
  what is in stock.

  Background:
    Given a merchant that sells in NOK
    And Kari has an agreement of 500.00 NOK every month

  @rule:goods-reserved
  Rule: A charge may be reserved on its day and captured later

    Scenario: A box is reserved on its day and captured when it ships
      Given the merchant has charged Kari 500.00 NOK, due in 3 days, to be captured later
      And the charge reads as it was made
      And the day of the charge has passed
      And the charge stands at
        | state    | amount | captured |
        | reserved | 500.00 | 0.00     |
      And 4 days have passed
      When the merchant captures the whole charge
      Then the charge stands at
        | state   | captured |
        | charged | 500.00   |
      And the history of the charge is CREATE, RESERVE, CAPTURE
      And every exchange keeps to the contract

    Scenario: What is out of stock is given up
      Given the merchant has charged Kari 500.00 NOK, due in 3 days, to be captured later
      And the day of the charge has passed
      And the merchant has captured 300.00 NOK of the charge
      When the merchant cancels the charge
      Then the charge stands at
        | state   | captured | cancelled |
        | charged | 300.00   | 200.00    |

    Scenario: A month goes out in two parcels and one jar comes back
      Given the merchant has charged Kari 500.00 NOK, due in 3 days, to be captured later
      And the day of the charge has passed
      And the merchant has captured 300.00 NOK of the charge
      And 2 days have passed
      And the merchant has captured 200.00 NOK of the charge
      When the merchant refunds 100.00 NOK of the charge
      Then the charge stands at
        | state              | captured | refunded |
        | partially refunded | 500.00   | 100.00   |
      And the history of the charge is CREATE, RESERVE, CAPTURE, CAPTURE, REFUND

    Scenario: Before its day a box cannot be captured
      Given the merchant has charged Kari 500.00 NOK, due in 3 days, to be captured later
      When the merchant tries to capture the charge
      Then the capture is refused because nothing is reserved
      And the charge waits

    Scenario: A box for which there is no money fails
      Given the merchant has charged Kari 500.00 NOK, due in 3 days, to be captured later
      And Kari's bank turns every try down
      When the last day of trying passes
      Then the charge failed because "user action required"
      And the history of the charge is CREATE, FAIL

  @rule:goods-stop
  Rule: Who stops decides what becomes of a reservation

    Scenario: A merchant that stops gives up what is reserved
      Given the merchant has charged Kari 500.00 NOK, due in 3 days, to be captured later
      And the day of the charge has passed
      When the merchant stops the agreement
      Then the charge is cancelled

    Scenario: When Kari stops, what is reserved still ships
      Given the merchant has charged Kari 500.00 NOK, due in 3 days, to be captured later
      And the day of the charge has passed
      And Kari has stopped the agreement in the app
      When the merchant captures the whole charge
      Then the charge is charged
      And the agreement is stopped

    Scenario: When Kari stops, what is not reserved yet never will be
      Given the merchant has charged Kari 500.00 NOK, due in 3 days, to be captured later
      And Kari has stopped the agreement in the app
      When the day of the charge passes
      Then the charge stands at
        | state     | captured | cancelled |
        | cancelled | 0.00     | 500.00    |

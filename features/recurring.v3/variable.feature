@recurring.v3 @extended @sandbox
Feature: Charging up to a payer's maximum
  The payer of a varying amount chooses the most that a charge may be. A charge
  above it waits for the payer to raise it.

  Background:
    Given a merchant that sells in NOK
    And an agreement of at most 1000.00 NOK every month, as Kari chooses
    And the merchant has offered it to Kari
    And Kari has accepted it in the app, with at most 400.00 NOK

  @rule:variable-within
  Rule: Within the maximum a charge is collected

    Scenario: A charge of Kari's maximum is collected
      Given the merchant has charged Kari 400.00 NOK, due in 3 days
      When the day of the charge passes
      Then the charge is charged
      And every exchange keeps to the contract

  @rule:variable-above
  Rule: Above the maximum a charge waits for the payer

    Scenario: A charge above Kari's maximum fails when she does not raise it
      Given the merchant has charged Kari 400.01 NOK, due in 3 days
      And the day of the charge has passed
      And the charge is due
      When the last day of trying passes
      Then the charge failed because "charge amount too high"
      And every exchange keeps to the contract

    Scenario: A charge above Kari's maximum is collected when she raises it
      Given the merchant has charged Kari 600.00 NOK, due in 3 days
      And the day of the charge has passed
      And Kari has raised her maximum to 600.00 NOK
      And Kari's maximum is 600.00 NOK
      When the last day of trying passes
      Then the charge stands at
        | state   | captured |
        | charged | 600.00   |

    Scenario: Kari may raise her maximum above what was suggested
      Given Kari has raised her maximum to 1500.00 NOK
      When the merchant charges Kari 1500.00 NOK, due in 3 days
      And the day of the charge passes
      Then the charge is charged

    Scenario: A lower maximum holds back a charge that was within it
      Given the merchant has charged Kari 400.00 NOK, due in 3 days
      And Kari lowers her maximum to 100.00 NOK
      When the day of the charge passes
      Then the charge is due

    Scenario: What is above both is refused at once
      When the merchant tries to charge Kari 1000.01 NOK, due in 3 days
      Then the charge is refused because the amount is too high
      And the agreement has 0 charges

    Scenario: A first payment knows no maximum
      Given an agreement of at most 1000.00 NOK every month, as Kari chooses
      And 1500.00 NOK are paid on accepting
      And the merchant has offered it to Kari
      When Kari accepts it in the app, with at most 100.00 NOK
      Then the charge is charged

    Scenario: A suggestion that is raised leaves Kari's own maximum
      Given the merchant has changed the agreement
        | suggested maximum | 2000.00 |
      When the merchant charges Kari 2000.00 NOK, due in 3 days
      Then the charge waits
      And Kari's maximum is 400.00 NOK

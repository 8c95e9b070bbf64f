@recurring.v2 @core
Feature: One book for both versions
  What was agreed on with version 2 is there in version 3, and the other way
  round. Nothing has to be moved.

  Background:
    Given a merchant that sells in NOK

  @rule:migration-agreement
  Rule: Both versions tell the same of an agreement

    Scenario: An agreement of version 2 is the same in version 3
      Given Kari has an agreement of 349.00 NOK every month
      Then v2 and v3 tell the same of the agreement

    Scenario: An agreement that is not accepted is the same in version 3
      Given Kari was offered an agreement of 349.00 NOK every month
      Then v2 and v3 tell the same of the agreement

    Scenario: An agreement of two weeks is the same in version 3
      Given an agreement of 349.00 NOK every 2 weeks
      When the merchant offers it to Kari
      Then v2 and v3 tell the same of the agreement

    Scenario: A lower price of version 2 is a legacy campaign in version 3
      Given an agreement of 349.00 NOK every month
      And for the next 8 weeks each payment costs 1.00 NOK
      And the merchant has offered it to Kari
      And Kari has accepted it
      Then v2 and v3 tell the same of the agreement

    Scenario: A lower price that is offered anew is a price campaign in version 3
      Given an agreement of 349.00 NOK every month
      And for the next 8 weeks each payment costs 1.00 NOK
      And the following happens through v3
      When the merchant offers it to Kari
      Then the agreement reads as it was offered

    Scenario: Kari's maximum is the same in version 3
      Given an agreement of at most 1000.00 NOK every month, as Kari chooses
      And the merchant has offered it to Kari
      And Kari has accepted it
      Then v2 and v3 tell the same of the agreement

    Scenario: Whose agreement it is is the same in version 3
      Given an agreement of 349.00 NOK every month
      And it asks Kari for "name"
      And the merchant has offered it to Kari
      And Kari has accepted it
      Then v2 and v3 tell the same of the agreement
      And the agreement names whose it is

    Scenario: A stop through version 3 shows in version 2
      Given Kari has an agreement of 349.00 NOK every month
      And the following happens through v3
      When the merchant stops the agreement
      And the rest happens through v2
      Then the agreement is stopped
      And v2 and v3 tell the same of the agreement

    Scenario: A change through version 3 shows in version 2
      Given Kari has an agreement of 349.00 NOK every month
      And the following happens through v3
      When the merchant changes the agreement
        | product | Honey and jam by post |
        | price   | 399.00                |
      And the rest happens through v2
      Then the agreement has
        | product | Honey and jam by post |
        | price   | 399.00                |
      And v2 and v3 tell the same of the agreement

    Scenario: An agreement of version 3 is the same in version 2
      Given the following happens through v3
      And Kari has an agreement of 349.00 NOK every month
      Then v2 and v3 tell the same of the agreement

  @rule:migration-charge
  Rule: Both versions tell the same of a charge

    Scenario: A charge through version 3 is listed by version 2
      Given Kari has an agreement of 349.00 NOK every month
      And the merchant has charged Kari 349.00 NOK, due in 3 days
      And the following happens through v3
      When the merchant charges Kari 349.00 NOK, due in 33 days
      Then v2 and v3 list the same charges
      And v2 and v3 tell the same of the charge

    Scenario: A first payment of version 2 is given back through version 3
      Given Kari has paid 199.00 NOK for an agreement of 349.00 NOK every month
      And v2 and v3 tell the same of the charge
      And the following happens through v3
      When the merchant refunds 99.00 NOK of the charge
      And the rest happens through v2
      Then the charge stands at
        | state              | refunded |
        | partially refunded | 99.00    |
      And v2 and v3 tell the same of the charge

    Scenario: What version 2 reserved is captured through version 3
      Given Kari has 500.00 NOK reserved for an agreement of 500.00 NOK every month
      And v2 and v3 tell the same of the charge
      And the following happens through v3
      When the merchant captures 500.00 NOK of the charge
      And the rest happens through v2
      Then the charge is charged
      And v2 and v3 tell the same of the charge

    Scenario: A charge of version 2 is cancelled through version 3
      Given Kari has an agreement of 349.00 NOK every month
      And the merchant has charged Kari 349.00 NOK, due in 3 days
      And the following happens through v3
      When the merchant cancels the charge
      And the rest happens through v2
      Then the charge is cancelled
      And v2 and v3 tell the same of the charge

    @sandbox
    Scenario: A charge of version 2 that was collected is taken in version 3
      Given Kari has an agreement of 349.00 NOK every month
      And the merchant has charged Kari 349.00 NOK, due in 3 days
      When the day of the charge passes
      Then v2 and v3 tell the same of the charge
      And the following happens through v3
      And the charge stands at
        | state   | captured |
        | charged | 349.00   |

    @sandbox
    Scenario: A charge of version 2 that failed has failed in version 3
      Given Kari has an agreement of 349.00 NOK every month
      And a charge of 1.51 NOK that is due in 3 days
      And it is tried again for 2 days
      And the merchant has made the charge
      When the last day of trying passes
      Then the charge failed because "user action required"
      And v2 and v3 tell the same of the charge

    @sandbox
    Scenario: The story of a charge is the same through both versions
      Given Kari has an agreement of 349.00 NOK every month
      And the merchant has charged Kari 349.00 NOK, due in 3 days
      And v2 and v3 tell the same of the charge
      And the day of the charge has passed
      And v2 and v3 tell the same of the charge
      And the merchant has refunded 100.00 NOK of the charge
      And v2 and v3 tell the same of the charge
      When the merchant refunds 249.00 NOK of the charge
      Then v2 and v3 tell the same of the charge
      And v2 and v3 list the same charges

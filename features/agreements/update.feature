@recurring.v2 @recurring.v3 @core
Feature: Changing and stopping an agreement
  What an agreement says of the product and the price can change while it is
  active. A stop is for good.

  Background:
    Given a merchant that sells in NOK

  @rule:agreement-change
  Rule: An active agreement can be changed

    Scenario: Product, description and page are changed
      Given Kari has an agreement of 349.00 NOK every month
      When the merchant changes the agreement
        | product     | Honey and jam by post              |
        | description | A jar of each                      |
        | page        | https://shop.example/my/other/page |
      Then the agreement has
        | product     | Honey and jam by post              |
        | description | A jar of each                      |
        | page        | https://shop.example/my/other/page |
        | price       | 349.00                             |
      And the agreement is active
      And every exchange keeps to the contract

    Scenario: The price is changed
      Given Kari has an agreement of 349.00 NOK every month
      When the merchant changes the agreement
        | price | 399.00 |
      Then the agreement has
        | price   | 399.00        |
        | product | Honey by post |
      And the agreement is active

    Scenario: A charge may be five times the new price
      Given Kari has an agreement of 349.00 NOK every month
      And the merchant has changed the agreement
        | price | 399.00 |
      When the merchant charges Kari 1995.00 NOK, due in 3 days
      Then the charge waits

    Scenario: Another maximum is suggested, and Kari's own stays
      Given an agreement of at most 1000.00 NOK every month, as Kari chooses
      And the merchant has offered it to Kari
      And Kari has accepted it
      When the merchant changes the agreement
        | suggested maximum | 1500.00 |
      Then the agreement has
        | suggested maximum | 1500.00 |
      And Kari's maximum is 1000.00 NOK

    Scenario: An agreement that waits for Kari cannot be changed
      Given Kari was offered an agreement of 349.00 NOK every month
      When the merchant tries to change the agreement
        | price | 399.00 |
      Then the update is refused because the agreement is not active
      And the agreement has
        | price | 349.00 |
      And the agreement is pending

  @rule:agreement-stop
  Rule: A stop is for good

    Scenario: An agreement that the merchant stops has ended
      Given Kari has an agreement of 349.00 NOK every month
      When the merchant stops the agreement
      Then the agreement is stopped
      And the agreement has begun
      And the agreement has ended
      And every exchange keeps to the contract

    Scenario: An agreement cannot be stopped twice
      Given Kari has an agreement of 349.00 NOK every month
      And the merchant has stopped the agreement
      When the merchant tries to stop the agreement
      Then the update is refused because the agreement is not active
      And the agreement is stopped

    Scenario: A stopped agreement cannot be changed
      Given Kari has an agreement of 349.00 NOK every month
      And the merchant has stopped the agreement
      When the merchant tries to change the agreement
        | price | 399.00 |
      Then the update is refused because the agreement is not active
      And the agreement has
        | price | 349.00 |

    Scenario: An agreement that waits for Kari cannot be stopped
      Given Kari was offered an agreement of 349.00 NOK every month
      When the merchant tries to stop the agreement
      Then the update is refused because the agreement is not active
      And the agreement is pending

    Scenario: With the agreement every charge that waits is cancelled
      Given Kari has an agreement of 349.00 NOK every month
      And the merchant has charged Kari 349.00 NOK, due in 3 days
      And the merchant has charged Kari 349.00 NOK, due in 42 days
      When the merchant stops the agreement
      Then 2 charges of the agreement are cancelled
      And 0 charges of the agreement are waiting

    Scenario: What was paid under a stopped agreement can be given back
      Given Kari has paid 199.00 NOK for an agreement of 349.00 NOK every month
      And the merchant has stopped the agreement
      And the charge is charged
      When the merchant refunds the whole charge
      Then the charge is refunded
      And the agreement is stopped

    @sandbox
    Scenario: Kari stops the agreement in the app
      Given Kari has an agreement of 349.00 NOK every month
      And the merchant has charged Kari 349.00 NOK, due in 3 days
      When Kari stops the agreement in the app
      Then the agreement is stopped
      And the agreement has ended
      And the charge is cancelled

  @rule:agreement-list
  Rule: Agreements are listed by their state

    Scenario: Without a word on the state the active ones are listed
      Given Kari was offered an agreement of 49.00 NOK every month
      And Kari has an agreement of 349.00 NOK every month
      Then of both agreements only the active one is listed without a word on the state

    Scenario: Each state lists its own
      Given Kari was offered an agreement of 49.00 NOK every month
      And Kari has an agreement of 149.00 NOK every month
      And Kari has an agreement of 349.00 NOK every month
      When the merchant stops the agreement
      Then the active agreements are 1
      And the stopped agreements are 1
      And the pending agreements are 1
      And the expired agreements are 0

@recurring.v3 @extended @sandbox
Feature: Learning who has an agreement
  What the payer agreed to share with an agreement is read by its sub, for a week,
  and without a subscription key.

  Background:
    Given a merchant that sells in NOK

  @rule:profile-shared
  Rule: The merchant learns what it asked for

    Scenario: Kari's name and e-mail are read after she accepted
      Given an agreement of 349.00 NOK every month
      And it asks Kari for "name email"
      And the merchant has offered it to Kari
      And Kari has accepted it in the app
      When the merchant asks whom the sub of the agreement names
      Then it learns Kari's name, e-mail and nothing else
      And every exchange keeps to the contract

    Scenario: Before Kari has accepted nobody is named
      Given an agreement of 349.00 NOK every month
      And it asks Kari for "name email"
      When the merchant offers it to Kari
      Then the agreement is pending
      And the agreement does not name whose it is

    Scenario: Kari who shares nothing has no agreement
      Given an agreement of 349.00 NOK every month
      And it asks Kari for "name email"
      And the merchant has offered it to Kari
      When Kari accepts it in the app, but shares nothing
      Then the agreement has not begun
      And the agreement does not name whose it is

    Scenario: A national identity number is left out for who may not ask for it
      Given an agreement of 349.00 NOK every month
      And it asks Kari for "name nin"
      And the merchant has offered it to Kari
      And Kari has accepted it in the app
      When the merchant asks whom the sub of the agreement names
      Then it learns Kari's name and nothing else

  @rule:profile-window
  Rule: What was shared can be read for 168 hours

    Scenario: After 167 hours Kari's name is still read by the agreement's sub
      Given an agreement of 349.00 NOK every month
      And it asks Kari for "name"
      And the merchant has offered it to Kari
      And Kari has accepted it in the app
      And 167 hours have passed
      When the merchant asks whom the sub of the agreement names
      Then it learns Kari's name and nothing else

    Scenario: After 169 hours nothing is read by the agreement's sub
      Given an agreement of 349.00 NOK every month
      And it asks Kari for "name"
      And the merchant has offered it to Kari
      And Kari has accepted it in the app
      And 169 hours have passed
      When the merchant asks whom the sub of the agreement names
      Then it learns nothing

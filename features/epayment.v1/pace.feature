@epayment.v1 @extended @sandbox
Feature: How often a merchant may ask
  Changes of one payment are limited to five a minute, questions to 120. Other
  payments do not count.

  Background:
    Given a merchant that sells in NOK
    And Kari has approved a payment of 499.00 NOK

  @rule:epayment-pace
  Rule: Five changes of a kind a minute, for each payment

    Scenario: The sixth capture within a minute is too many
      Given the merchant has captured 10.00 NOK 5 times
      When the merchant tries to capture 10.00 NOK
      Then the capture is refused because there are too many calls
      And 50.00 NOK stands captured

    Scenario: A minute after five captures there is room for another
      Given the merchant has captured 10.00 NOK 5 times
      And 1 minute has passed
      When the merchant captures 10.00 NOK
      Then 60.00 NOK stands captured

    Scenario: Five captures of one payment leave room for those of another
      Given the merchant has captured 10.00 NOK 5 times
      And Kari has approved another payment of 299.00 NOK
      When the merchant captures 299.00 NOK
      Then 299.00 NOK stands captured

    Scenario: The sixth refund within a minute is too many
      Given the merchant has captured everything
      And the merchant has refunded 10.00 NOK 5 times
      When the merchant tries to refund 10.00 NOK
      Then the refund is refused because there are too many calls
      And 50.00 NOK stands refunded

    Scenario: The 121st question within a minute is too many
      Given the merchant has asked for the details 120 times
      When the merchant tries to read the payment
      Then the reading is refused because there are too many calls

@ecom.v2 @extended @sandbox
Feature: How often eCom may be called
  Limits count for one order and one minute; after the minute the same call is
  served again.

  Background:
    Given a merchant that sells in NOK

  @rule:ecom-pace
  Rule: A call too many within a minute is refused

    Scenario: A third start of one order within a minute is one too many
      Given the merchant has asked Kari for 499.00 NOK
      And the merchant has tried in vain to start it again
      When the merchant tries to ask for 499.00 NOK under the same reference
      Then the payment is refused because there are too many calls
      And the payment is pending

    Scenario: A sixth capture within a minute is one too many
      Given Kari has approved a payment of 499.00 NOK
      And the merchant has captured 1.00 NOK 5 times
      When the merchant tries to capture 1.00 NOK
      Then the capture is refused because there are too many calls
      And 5.00 NOK stands captured

    Scenario: After the minute a sixth capture is served
      Given Kari has approved a payment of 499.00 NOK
      And the merchant has captured 1.00 NOK 5 times
      And 1 minute has passed
      When the merchant captures 1.00 NOK
      Then 6.00 NOK stands captured

    Scenario: The limit of one order does not count for another
      Given Kari has approved a payment of 499.00 NOK
      And the merchant has captured 1.00 NOK 5 times
      And Kari has approved another payment of 299.00 NOK
      When the merchant captures 1.00 NOK
      Then 1.00 NOK stands captured

    Scenario: A sixth refund within a minute is one too many
      Given Kari has approved a payment of 499.00 NOK
      And the merchant has captured everything
      And the merchant has refunded 1.00 NOK 5 times
      When the merchant tries to refund 1.00 NOK
      Then the refund is refused because there are too many calls
      And 5.00 NOK stands refunded

    Scenario: Details asked for more than 120 times within a minute are one too many
      Given Kari has approved a payment of 499.00 NOK
      And the merchant has asked for the details 120 times
      When the merchant tries to read the payment
      Then the reading is refused because there are too many calls

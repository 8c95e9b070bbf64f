@ecom.v2 @epayment.v1 @core
Feature: Capturing where nothing is reserved
  Only what the customer has approved, and nobody has given up since, can be
  taken.

  Background:
    Given a merchant that sells in NOK
    And the merchant has asked Kari for 499.00 NOK

  @rule:payment-capture-needs-reservation
  Rule: There is no capture without a reservation

    Scenario: A pending payment cannot be captured
      When the merchant tries to capture 499.00 NOK
      Then the capture is refused because nothing is reserved
      And the payment is pending
      And nothing stands captured

    Scenario: A cancelled reservation cannot be captured
      Given Kari has approved
      And the merchant has cancelled the payment
      When the merchant tries to capture 499.00 NOK
      Then the capture is refused because the payment is cancelled already
      And nothing stands captured

    Scenario: A payment cancelled while pending cannot be captured
      Given the merchant has cancelled the payment
      When the merchant tries to capture 499.00 NOK
      Then the capture is refused because nothing can be captured any more
      And nothing stands captured

    @sandbox
    Scenario: A payment that the customer rejected cannot be captured
      Given Kari has rejected the payment
      When the merchant tries to capture 499.00 NOK
      Then the capture is refused because nothing can be captured any more
      And nothing stands captured

    @sandbox
    Scenario: A payment that timed out cannot be captured
      Given Kari has let the payment time out
      When the merchant tries to capture 499.00 NOK
      Then the capture is refused because nothing can be captured any more
      And nothing stands captured

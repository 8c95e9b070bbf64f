@ecom.v2 @epayment.v1 @core
Feature: One intent, and what each API makes of it
  What a merchant wants is said once. Where the APIs are known to answer
  otherwise nothing is asserted: a twin run compares what comes of it.

  Background:
    Given a merchant that sells in NOK
    And the merchant has asked Kari for 499.00 NOK

  @rule:payment-intent-cancel
  Rule: What is left after a capture in part is given up without more words

    Scenario: Part has shipped, and the merchant cancels the order
      Given Kari has approved
      And the merchant has captured 199.00 NOK
      When the merchant tries to cancel the payment
      Then what comes of it is on record
      And 199.00 NOK stands captured

    Scenario: Part has shipped and came back, and the merchant cancels the order
      Given Kari has approved
      And the merchant has captured 199.00 NOK
      And the merchant has refunded 199.00 NOK
      When the merchant tries to cancel the payment
      Then what comes of it is on record
      And 199.00 NOK stands refunded

  @rule:payment-intent-key
  Rule: One key is used for two orders

    Scenario: Two parcels of two orders leave under one number
      Given Kari has approved
      And the merchant has captured 199.00 NOK with the key "parcel"
      And Kari has approved another payment of 299.00 NOK
      When the merchant tries to capture 299.00 NOK with the key "parcel"
      Then what comes of it is on record
